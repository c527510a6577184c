import { useT } from '@keyfall/i18n';
import { useTitle } from '@keyfall/web';
import { ForgotPasswordForm, InvitationForm, LoginPage, PasswordResetForm } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { placeName } from './login-screen.tsx';
import { staffAuth } from './staff-auth.ts';

/** Where a forgotten password is reported. */
export function ForgotPasswordPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('common:signIn.forgotTitle'), t('title'));
  return (
    <LoginPage brandName={t('title')} title={t('common:signIn.forgotTitle')}>
      <ForgotPasswordForm auth={staffAuth} />
    </LoginPage>
  );
}

/** Where the mailed link for a new password leads. */
export function PasswordResetPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('common:signIn.resetTitle'), t('title'));
  return (
    <LoginPage brandName={t('title')} title={t('common:signIn.resetTitle')}>
      <PasswordResetForm auth={staffAuth} />
    </LoginPage>
  );
}

/** Where an invitation leads. */
export function InvitationPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('common:signIn.invitationTitle'), t('title'));
  return (
    <LoginPage brandName={t('title')} title={t('common:signIn.invitationTitle')}>
      <InvitationForm
        auth={staffAuth}
        lead={(view) => t('common:signIn.invitedTo', { place: placeName(view), mail: view.mail })}
      />
    </LoginPage>
  );
}
