import { useT } from '@keyfall/i18n';
import { LoginForm, useTitle } from '@keyfall/web';
import { LoginPage } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { signIn } from './auth-calls.ts';

async function askWhoIsSignedIn(): Promise<void> {
  await queryClient.refetchQueries({ queryKey: trpc.session.me.queryKey() });
}

/** The login page: mail and password, then the second factor. */
export function LoginScreen(): ReactNode {
  const t = useT('admin');
  useTitle(t('login.title'), t('common:product'));
  return (
    <LoginPage brandName={t('common:product')} title={t('login.title')}>
      <LoginAgain />
    </LoginPage>
  );
}

/** The form alone: over a page whose session has ended. */
export function LoginAgain(): ReactNode {
  return (
    <LoginForm
      forgotHref="/forgot-password"
      onLogin={async (input) => {
        await signIn(input);
        await askWhoIsSignedIn();
      }}
    />
  );
}
