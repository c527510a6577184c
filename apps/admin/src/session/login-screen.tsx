import { useT } from '@keyfall/i18n';
import { useTitle } from '@keyfall/web';
import { LoginPage, StaffLogin } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { staffAuth } from './staff-auth.ts';

/** After the cookie was set or a factor changed: asks once more who is signed in. */
export async function enterApp(): Promise<void> {
  await queryClient.refetchQueries({ queryKey: trpc.session.me.queryKey() });
}

/** A place in the back office goes by the wholesaler's name. */
export function placeName(place: { readonly tenantName: string }): string {
  return place.tenantName;
}

/** The login page: mail and password, then the second factor and the place where the login has several. */
export function LoginScreen(): ReactNode {
  const t = useT('admin');
  useTitle(t('login.title'), t('common:product'));
  return (
    <LoginPage brandName={t('common:product')} title={t('login.title')}>
      <LoginAgain />
    </LoginPage>
  );
}

/** The steps alone: over a page whose session has ended. */
export function LoginAgain(): ReactNode {
  return <StaffLogin auth={staffAuth} forgotHref="/forgot-password" placeName={placeName} onSignedIn={enterApp} />;
}
