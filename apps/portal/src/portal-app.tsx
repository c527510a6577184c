import { SessionProvider } from '@keyfall/web';
import { Toasts } from '@keyfall/web/office';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { router } from './router.tsx';
import { usePortalSessionState } from './session/use-portal-session.ts';

/** The whole portal: who is signed in decides what the router's root shows. */
export function PortalApp(): ReactNode {
  const state = usePortalSessionState();
  return (
    <SessionProvider state={state}>
      <RouterProvider router={router} />
      <Toasts />
    </SessionProvider>
  );
}
