import { useI18n, useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, PasswordField } from '@keyfall/ui';
import { Anchor, Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { Loaded } from '../../widgets/loaded.tsx';
import { tokenOfLink } from './staff-auth.ts';
import type { InvitationView, StaffAuth } from './staff-auth.ts';
import classes from './sign-in.module.css';

/** Asks for the mail with which a new password can be set; the answer is the same whether or not there is such an account. */
export function ForgotPasswordForm({ auth }: { readonly auth: StaffAuth }): ReactNode {
  const t = useT('common');
  const noticeOf = useErrorNotice();
  const [mail, setMail] = useState('');
  const ask = useMutation({ mutationFn: () => auth.forgot(mail.trim()) });
  const notice = noticeOf(ask.error);
  if (ask.isSuccess)
    return <Done title={t('signIn.mailSentTitle')} help={t('signIn.mailSentHelp', { mail: mail.trim() })} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <Stack gap="md">
        <p className={classes['lead']}>{t('signIn.forgotHelp')}</p>
        <TextInput
          label={t('session.mail')}
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
          {t('signIn.sendLink')}
        </Button>
        <ToSignIn />
      </Stack>
    </form>
  );
}

/** Sets the new password that a mailed link allows. */
export function PasswordResetForm({ auth }: { readonly auth: StaffAuth }): ReactNode {
  const t = useT('common');
  const noticeOf = useErrorNotice();
  const [token] = useState(tokenOfLink);
  const [password, setPassword] = useState('');
  const reset = useMutation({ mutationFn: () => auth.reset(token, password) });
  const notice = noticeOf(reset.error);
  if (token === '') return <BrokenLink />;
  if (reset.isSuccess) return <Done title={t('signIn.passwordSetTitle')} help={t('signIn.passwordSetHelp')} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        reset.mutate();
      }}
    >
      <Stack gap="md">
        <PasswordField purpose="new" value={password} onChange={setPassword} label={t('signIn.newPassword')} />
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" fullWidth loading={reset.isPending} disabled={password === ''}>
          {t('signIn.setPassword')}
        </Button>
        <ToSignIn />
      </Stack>
    </form>
  );
}

/** Shows who invites to what; somebody new chooses a name and a password, somebody known joins with the login they have. */
export function InvitationForm(props: {
  readonly auth: Pick<StaffAuth, 'viewInvitation' | 'acceptInvitation'>;
  /** What the reader is let into, as one sentence. */
  readonly lead: (view: InvitationView) => string;
  /** What the button says; left out: join. */
  readonly submitLabel?: string;
}): ReactNode {
  const { auth, lead } = props;
  const t = useT('common');
  const [token] = useState(tokenOfLink);
  const view = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => auth.viewInvitation(token),
    enabled: token !== '',
    retry: false,
  });
  if (token === '') return <BrokenLink />;
  return (
    <Loaded query={view}>
      {(invitation) => (
        <Stack gap="md">
          <p className={classes['lead']}>{lead(invitation)}</p>
          <AcceptForm
            auth={auth}
            token={token}
            invitation={invitation}
            submitLabel={props.submitLabel ?? t('signIn.join')}
          />
        </Stack>
      )}
    </Loaded>
  );
}

function AcceptForm(props: {
  readonly auth: Pick<StaffAuth, 'viewInvitation' | 'acceptInvitation'>;
  readonly token: string;
  readonly invitation: InvitationView;
  readonly submitLabel: string;
}): ReactNode {
  const { auth, token, invitation, submitLabel } = props;
  const { locale } = useI18n();
  const t = useT('common');
  const noticeOf = useErrorNotice();
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () =>
      auth.acceptInvitation(token, invitation.hasLogin ? undefined : { name: name.trim(), password, locale }),
    onSuccess: () => (invitation.hasLogin ? undefined : window.location.assign('/')),
  });
  const notice = noticeOf(accept.error);
  if (accept.isSuccess && invitation.hasLogin) {
    return <Done title={t('signIn.joinedTitle')} help={t('signIn.joinedHelp')} />;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      <Stack gap="md">
        {invitation.hasLogin ? (
          <p className={classes['lead']}>{t('signIn.joinWithLogin')}</p>
        ) : (
          <>
            <TextInput
              label={t('signIn.yourName')}
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
              personal={[invitation.mail, name]}
              label={t('signIn.newPassword')}
            />
          </>
        )}
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button type="submit" fullWidth loading={accept.isPending || (accept.isSuccess && !invitation.hasLogin)}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}

function Done({ title, help }: { readonly title: string; readonly help: string }): ReactNode {
  return (
    <section aria-live="polite">
      <EmptyState compact title={title} description={help} action={<ToSignIn />} />
    </section>
  );
}

function BrokenLink(): ReactNode {
  const t = useT('common');
  return <ErrorState compact error={{ title: t('signIn.brokenLinkTitle'), description: t('signIn.brokenLinkHelp') }} />;
}

function ToSignIn(): ReactNode {
  const t = useT('common');
  return (
    <Anchor href="/" size="sm" ta="center">
      {t('signIn.toSignIn')}
    </Anchor>
  );
}
