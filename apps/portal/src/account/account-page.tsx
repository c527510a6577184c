import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle } from '@keyfall/web';
import { SecondFactor } from '@keyfall/web/office';
import { Alert, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { Card } from '../parts/card.tsx';
import { staffAuth } from '../session/staff-auth.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { PasswordForm } from './password-form.tsx';
import { SessionList } from './session-list.tsx';

/** One's own login: second factor, password, and where one is signed in. */
export function AccountPage(): ReactNode {
  const t = useT('portal');
  const session = usePortalSession();
  useTitle(t('nav.account'), session.distributor.name);
  return (
    <div style={{ maxWidth: 760 }}>
      <PageHeader title={t('nav.account')} description={`${session.name} · ${session.login.mail}`} />
      <Stack gap="md">
        {session.secondFactorMissing ? (
          <Alert color="yellow" title={t('account.factorNeededTitle')}>
            {t('account.factorNeededHelp')}
          </Alert>
        ) : null}
        <Card title={t('account.secondFactor')} help={t('account.secondFactorHelp')}>
          <SecondFactor
            auth={staffAuth}
            hasTotp={session.login.hasTotp}
            onChanged={() => void queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() })}
          />
        </Card>
        {session.secondFactorMissing ? null : (
          <>
            <Card title={t('account.changePassword')} help={t('account.changePasswordHelp')}>
              <PasswordForm />
            </Card>
            <Card title={t('common:session.sessions')} help={t('account.sessionsHelp')}>
              <SessionList />
            </Card>
          </>
        )}
      </Stack>
    </div>
  );
}
