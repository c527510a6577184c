import { useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, PasswordField } from '@keyfall/ui';
import { useErrorNotice, useTitle } from '@keyfall/web';
import { LoginPage } from '@keyfall/web/office';
import { Anchor, Button, Stack, TextInput } from '@mantine/core';
import { IconMailCheck, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { requestPasswordReset, resetPassword } from './auth-calls.ts';
import { useLinkToken } from './link-token.ts';

/** Asks for a mail with a link; the answer is the same whether or not there is such an account. */
export function ForgotPasswordPage(): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  useTitle(t('login.forgotTitle'), t('common:product'));
  const [mail, setMail] = useState('');
  const ask = useMutation({ mutationFn: () => requestPasswordReset(mail.trim()) });
  const notice = noticeOf(ask.error);
  return (
    <LoginPage brandName={t('common:product')} title={t('login.forgotTitle')}>
      {ask.isSuccess ? (
        <EmptyState
          compact
          icon={<IconMailCheck size={24} />}
          title={t('login.mailSentTitle')}
          description={t('login.mailSentHelp')}
          action={<Anchor href="/">{t('login.backToLogin')}</Anchor>}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (mail.trim() !== '') ask.mutate();
          }}
        >
          <Stack gap="md">
            <p className="quiet" style={{ margin: 0 }}>
              {t('login.forgotHelp')}
            </p>
            <TextInput
              label={t('common:session.mail')}
              type="email"
              name="mail"
              autoComplete="username"
              required
              withAsterisk={false}
              maxLength={254}
              value={mail}
              onChange={(event) => setMail(event.currentTarget.value)}
            />
            {notice === undefined ? null : <ErrorState compact error={notice} />}
            <Button type="submit" fullWidth loading={ask.isPending}>
              {t('login.sendLink')}
            </Button>
            <Anchor href="/" size="sm" ta="center">
              {t('login.backToLogin')}
            </Anchor>
          </Stack>
        </form>
      )}
    </LoginPage>
  );
}

/** Sets a new password with the mailed link. */
export function ResetPasswordPage(): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const token = useLinkToken();
  useTitle(t('login.resetTitle'), t('common:product'));
  const [password, setPassword] = useState('');
  const set = useMutation({ mutationFn: () => resetPassword(token, password) });
  const notice = noticeOf(set.error);
  if (token === '') return <BrokenLink title={t('login.resetTitle')} />;
  return (
    <LoginPage brandName={t('common:product')} title={t('login.resetTitle')}>
      {set.isSuccess ? (
        <EmptyState
          compact
          icon={<IconShieldCheck size={24} />}
          title={t('login.passwordSetTitle')}
          description={t('login.passwordSetHelp')}
          action={
            <Button component="a" href="/">
              {t('common:session.signIn')}
            </Button>
          }
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (password !== '') set.mutate();
          }}
        >
          <Stack gap="md">
            <PasswordField
              purpose="new"
              value={password}
              onChange={setPassword}
              label={t('login.newPassword')}
              help={t('login.passwordRule')}
            />
            {notice === undefined ? null : <ErrorState compact error={notice} />}
            <Button type="submit" fullWidth loading={set.isPending}>
              {t('login.setPassword')}
            </Button>
          </Stack>
        </form>
      )}
    </LoginPage>
  );
}

/** A link that came without its token (cut off by a mail program, or opened twice). */
export function BrokenLink({ title }: { readonly title: string }): ReactNode {
  const t = useT('admin');
  return (
    <LoginPage brandName={t('common:product')} title={title}>
      <EmptyState
        compact
        title={t('login.brokenLinkTitle')}
        description={t('login.brokenLinkHelp')}
        action={<Anchor href="/forgot-password">{t('login.sendLink')}</Anchor>}
      />
    </LoginPage>
  );
}
