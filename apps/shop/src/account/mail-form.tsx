import { checkAccountField } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { EmptyState, ErrorState } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Button, Stack, TextInput } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';

export interface MailFormProps {
  readonly submitLabel: string;
  readonly onSend: (mail: string) => Promise<unknown>;
  /** Said afterwards, whether or not there is such an account. */
  readonly sentTitle: string;
  readonly sentHelp: (mail: string) => string;
}

/** One address, one link by mail: registering and a forgotten password begin alike. */
export function MailForm({ submitLabel, onSend, sentTitle, sentHelp }: MailFormProps): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const [mail, setMail] = useState('');
  const [tried, setTried] = useState(false);
  const value = mail.trim().toLowerCase();
  const isMail = 'value' in checkAccountField({ name: 'mail', rule: 'email' }, value);
  const send = useMutation({ mutationFn: () => onSend(value) });
  if (send.isSuccess) {
    return <EmptyState icon={<IconMailForward size={28} />} title={sentTitle} description={sentHelp(value)} />;
  }
  const notice = noticeOf(send.error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isMail) send.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t('common:labels.mail')}
          type="email"
          name="mail"
          autoComplete="email"
          required
          withAsterisk={false}
          maxLength={254}
          value={mail}
          error={tried && !isMail ? t('errors:fields.mail') : undefined}
          onChange={(event) => setMail(event.currentTarget.value)}
        />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" fullWidth loading={send.isPending}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}
