import { SessionProvider } from '@keyfall/web';
import { Toasts } from '@keyfall/web/office';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { router } from './router.tsx';
import { useAdminSessionState } from './session/use-admin-session.ts';

/** The whole back office: who is signed in decides what the router's root shows. */
export function AdminApp(): ReactNode {
  const state = useAdminSessionState();
  return (
    <SessionProvider state={state}>
      <RouterProvider router={router} />
      <Toasts />
    </SessionProvider>
  );
}
