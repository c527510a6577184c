import { RequireSession, StepUpProvider, useNavigation } from '@keyfall/web';
import { OfficeNavigation } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { queryClient, trpc } from './api.ts';
import { LoginAgain, LoginScreen } from './session/login-screen.tsx';
import { SecondFactorPage } from './session/second-factor-page.tsx';
import { staffAuth } from './session/staff-auth.ts';
import { useAdminSession } from './session/use-admin-session.ts';
import { AdminShell } from './shell/admin-shell.tsx';

/** Pages that somebody without a session reaches by a mailed link. */
const OPEN_PATHS = /^\/(?:forgot-password|password-reset|invitation)\/?$/;

/** The router's root: everything but the mailed links needs a session. */
export function AdminRoot(): ReactNode {
  return <OfficeNavigation>{(page) => <Gate>{page}</Gate>}</OfficeNavigation>;
}

function Gate({ children }: { readonly children: ReactNode }): ReactNode {
  const { path } = useNavigation();
  if (OPEN_PATHS.test(path)) return children;
  return (
    <RequireSession login={<LoginScreen />} loginAgain={<LoginAgain />}>
      <SignedIn>{children}</SignedIn>
    </RequireSession>
  );
}

/** Somebody is signed in: into the shell, unless the role asks for a second factor that is not set up yet. */
function SignedIn({ children }: { readonly children: ReactNode }): ReactNode {
  const { login, secondFactorMissing } = useAdminSession();
  const prove = async (proof: string): Promise<void> => {
    await staffAuth.stepUp(login.hasTotp ? { code: proof } : { password: proof });
    await queryClient.invalidateQueries({ queryKey: trpc.session.me.queryKey() });
  };
  if (secondFactorMissing) return <SecondFactorPage />;
  return (
    <StepUpProvider factor={login.hasTotp ? 'totp' : 'password'} onStepUp={prove}>
      <AdminShell>{children}</AdminShell>
    </StepUpProvider>
  );
}
