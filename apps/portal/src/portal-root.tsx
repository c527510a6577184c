import { RequireSession, StepUpProvider, useNavigation } from '@keyfall/web';
import { OfficeNavigation } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { queryClient, trpc } from './api.ts';
import { LoginAgain, LoginScreen } from './session/login-screen.tsx';
import { staffAuth } from './session/staff-auth.ts';
import { usePortalSession } from './session/use-portal-session.ts';
import { PortalShell } from './shell/portal-shell.tsx';

/** Pages that somebody without a session reaches, most of them by a mailed link. */
const OPEN_PATHS = /^\/(?:forgot-password|password-reset|invitation|application|apply\/[^/]+)\/?$/;

/** The router's root: everything but the mailed links needs a session. */
export function PortalRoot(): ReactNode {
  return <OfficeNavigation>{(page) => <Gate>{page}</Gate>}</OfficeNavigation>;
}

function Gate({ children }: { readonly children: ReactNode }): ReactNode {
  const { path } = useNavigation();
  if (OPEN_PATHS.test(path)) return children;
  return (
    <RequireSession login={<LoginScreen />} loginAgain={<LoginAgain />}>
      <SteppingUp>
        <PortalShell>{children}</PortalShell>
      </SteppingUp>
    </RequireSession>
  );
}

/** Asks for a fresh proof where an act needs one: a passcode, or the password of a login that has no second factor. */
function SteppingUp({ children }: { readonly children: ReactNode }): ReactNode {
  const factor = usePortalSession().login.hasTotp ? 'totp' : 'password';
  return (
    <StepUpProvider
      factor={factor}
      onStepUp={async (proof) => {
        await staffAuth.stepUp(factor === 'totp' ? { code: proof } : { password: proof });
        await queryClient.invalidateQueries({ queryKey: trpc.session.me.queryKey() });
      }}
    >
      {children}
    </StepUpProvider>
  );
}
