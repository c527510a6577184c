import { useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, PasswordField } from '@keyfall/ui';
import { isError, serverFieldErrors, useErrorNotice, useFieldMessage } from '@keyfall/web';
import { Button, Stack, TextInput } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';

export interface TokenFormProps {
  readonly token: string | undefined;
  readonly withName: boolean;
  readonly submitLabel: string;
  /** Where a new link is asked for. */
  readonly againHref: string;
  readonly onSubmit: (input: {
    readonly token: string;
    readonly password: string;
    readonly name: string;
  }) => Promise<unknown>;
}

/** A mailed link was followed: choose a password (and a name). */
export function TokenForm({ token, withName, submitLabel, againHref, onSubmit }: TokenFormProps): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => onSubmit({ token: token ?? '', password, name: name.trim() }),
  });
  if (token === undefined || isError(save.error, 'token_invalid')) {
    return (
      <EmptyState
        icon={<IconLinkOff size={28} />}
        title={t('login.badLinkTitle')}
        description={t('login.badLinkHelp')}
        action={
          <Button component="a" href={againHref}>
            {t('login.forgotSend')}
          </Button>
        }
      />
    );
  }
  const fields = save.error === null ? {} : serverFieldErrors(save.error, message);
  const notice = noticeOf(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="md">
        {withName ? (
          <TextInput
            label={`${t('login.name')} (${t('common:labels.optional')})`}
            autoComplete="name"
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        <PasswordField
          purpose="new"
          value={password}
          onChange={setPassword}
          personal={[name]}
          error={fields['password']}
        />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" fullWidth disabled={password === ''} loading={save.isPending}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}
