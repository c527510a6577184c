import { useI18n, useT } from '@keyfall/i18n';
import { ErrorState, KeyValueList, PasswordField } from '@keyfall/ui';
import { Loaded, useErrorNotice, useTitle } from '@keyfall/web';
import { LoginPage } from '@keyfall/web/office';
import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { acceptInvitation, viewInvitation } from './auth-calls.ts';
import type { InvitationView } from './auth-calls.ts';
import { useLinkToken } from './link-token.ts';
import { BrokenLink } from './password-screens.tsx';

/** What one is invited to, and the way in: a password for somebody new, the usual login for everybody else. */
export function InvitationPage(): ReactNode {
  const t = useT('admin');
  const token = useLinkToken();
  useTitle(t('login.invitationTitle'), t('common:product'));
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => viewInvitation(token),
    enabled: token !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (token === '') return <BrokenLink title={t('login.invitationTitle')} />;
  return (
    <LoginPage brandName={t('common:product')} title={t('login.invitationTitle')}>
      <Loaded query={query}>{(view) => <AcceptForm token={token} view={view} />}</Loaded>
    </LoginPage>
  );
}

function AcceptForm({ token, view }: { readonly token: string; readonly view: InvitationView }): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const { locale } = useI18n();
  const [name, setName] = useState(view.name);
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () => acceptInvitation(token, view.hasLogin ? { locale } : { name: name.trim(), password, locale }),
    onSuccess: () => window.location.assign('/'),
  });
  const notice = noticeOf(accept.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      <Stack gap="md">
        <KeyValueList
          items={[
            { label: t('login.invitedTo'), value: view.tenantName },
            { label: t('login.invitedAs'), value: t(`common:roles.admin.${view.role}`) },
            { label: t('common:session.mail'), value: view.mail },
          ]}
        />
        {view.hasLogin ? (
          <p className="quiet" style={{ margin: 0 }}>
            {t('login.invitedHasLogin')}
          </p>
        ) : (
          <>
            <TextInput
              label={t('login.yourName')}
              autoComplete="name"
              required
              withAsterisk={false}
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <PasswordField
              purpose="new"
              value={password}
              onChange={setPassword}
              help={t('login.passwordRule')}
              personal={[view.mail, name]}
            />
          </>
        )}
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" fullWidth loading={accept.isPending}>
          {t('login.acceptInvitation')}
        </Button>
      </Stack>
    </form>
  );
}
