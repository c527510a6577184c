import { useT } from '@keyfall/i18n';
import { useTitle } from '@keyfall/web';
import { LoginPage, TotpSetup } from '@keyfall/web/office';
import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { enterApp } from './login-screen.tsx';
import { staffAuth } from './staff-auth.ts';

/** The role can move money and has no second factor yet: nothing else is open until one is set up. */
export function SecondFactorPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('account.totpNeededTitle'), t('common:product'));
  const leave = useMutation({ mutationFn: staffAuth.logOut, onSuccess: () => window.location.assign('/') });
  return (
    <LoginPage brandName={t('common:product')} title={t('account.totpNeededTitle')}>
      <Stack gap="md">
        <p className="quiet" style={{ margin: 0 }}>
          {t('account.totpNeededHelp')}
        </p>
        <TotpSetup auth={staffAuth} hasTotp={false} onDone={() => void enterApp()} />
        <Button variant="subtle" color="gray" loading={leave.isPending} onClick={() => leave.mutate()}>
          {t('common:session.signOut')}
        </Button>
      </Stack>
    </LoginPage>
  );
}
