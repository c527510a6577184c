import { RequireSession, StepUpProvider, useNavigation } from '@keyfall/web';
import { OfficeNavigation } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { queryClient, trpc } from './api.ts';
import { stepUp } from './session/auth-calls.ts';
import { LoginAgain, LoginScreen } from './session/login-screen.tsx';
import { AdminShell } from './shell/admin-shell.tsx';

/** Pages that somebody without a session reaches by a mailed link. */
const OPEN_PATHS = /^\/(?:forgot-password|reset-password|invitation)(?:\/|$)/;

/** The router's root: everything but the mailed links needs a session. */
export function AdminRoot(): ReactNode {
  return <OfficeNavigation>{(page) => <Gate>{page}</Gate>}</OfficeNavigation>;
}

function Gate({ children }: { readonly children: ReactNode }): ReactNode {
  const { path } = useNavigation();
  if (OPEN_PATHS.test(path)) return children;
  return (
    <RequireSession login={<LoginScreen />} loginAgain={<LoginAgain />}>
      <StepUpProvider onStepUp={stepUpAndAskAgain}>
        <AdminShell>{children}</AdminShell>
      </StepUpProvider>
    </RequireSession>
  );
}

async function stepUpAndAskAgain(totp: string): Promise<void> {
  await stepUp(totp);
  await queryClient.invalidateQueries({ queryKey: trpc.session.me.queryKey() });
}
