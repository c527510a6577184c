import { useT } from '@keyfall/i18n';
import { useTitle } from '@keyfall/web';
import { ForgotPasswordForm, InvitationForm, LoginPage, PasswordResetForm } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { placeName } from './login-screen.tsx';
import { staffAuth } from './staff-auth.ts';

interface BeforeLoginProps {
  readonly title: string;
  readonly children: ReactNode;
}

function BeforeLogin({ title, children }: BeforeLoginProps): ReactNode {
  const t = useT('admin');
  useTitle(title, t('common:product'));
  return (
    <LoginPage brandName={t('common:product')} title={title}>
      {children}
    </LoginPage>
  );
}

/** Where a forgotten password is reported. */
export function ForgotPasswordPage(): ReactNode {
  const t = useT('admin');
  return (
    <BeforeLogin title={t('common:signIn.forgotTitle')}>
      <ForgotPasswordForm auth={staffAuth} />
    </BeforeLogin>
  );
}

/** Where the mailed link for a new password leads. */
export function ResetPasswordPage(): ReactNode {
  const t = useT('admin');
  return (
    <BeforeLogin title={t('common:signIn.resetTitle')}>
      <PasswordResetForm auth={staffAuth} />
    </BeforeLogin>
  );
}

/** Where the mailed link of an invitation leads. */
export function InvitationPage(): ReactNode {
  const t = useT('admin');
  return (
    <BeforeLogin title={t('common:signIn.invitationTitle')}>
      <InvitationForm
        auth={staffAuth}
        lead={(view) => t('common:signIn.invitedTo', { place: placeName(view), mail: view.mail })}
      />
    </BeforeLogin>
  );
}
