import { useT } from '@keyfall/i18n';
import { useTitle } from '@keyfall/web';
import { LoginPage, StaffLogin } from '@keyfall/web/office';
import type { SignInPlace } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { staffAuth } from './staff-auth.ts';

async function askWhoIsSignedIn(): Promise<void> {
  await queryClient.refetchQueries({ queryKey: trpc.session.me.queryKey() });
}

/** A place in the portal goes by the distributor's own name; whose tenant it is in stays out of sight. */
export function placeName(place: Pick<SignInPlace, 'distributorName' | 'tenantName'>): string {
  return place.distributorName ?? place.tenantName;
}

/** The login page: mail and password, then second factor and place where the login has them. */
export function LoginScreen(): ReactNode {
  const t = useT('portal');
  useTitle(t('login.title'), t('title'));
  return (
    <LoginPage brandName={t('title')} title={t('login.title')}>
      <LoginAgain />
    </LoginPage>
  );
}

/** The form alone: over a page whose session has ended. */
export function LoginAgain(): ReactNode {
  return (
    <StaffLogin auth={staffAuth} forgotHref="/forgot-password" placeName={placeName} onSignedIn={askWhoIsSignedIn} />
  );
}
