import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { Settlements } from '../closings/settlements.tsx';
import { BankFiles } from './bank-files.tsx';
import { Debts } from './debts.tsx';
import { PayeeQueue } from './payee-queue.tsx';
import { WithdrawalQueue } from './withdrawal-queue.tsx';
import { WithdrawalRules } from './withdrawal-rules.tsx';

const VIEWS = ['queue', 'files', 'payees', 'debts', 'closings', 'rules'] as const;

/** Income on its way out: who asks, who decides, what pays, to whom, and what is owed. */
export function WithdrawalsPage(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  useTitle(t('nav.withdrawals'), useAdminSession().tenant.name);
  const views = useView(VIEWS, {
    isOpen: (each) => (each !== 'rules' || can('settings.read')) && (each !== 'closings' || can('wallets.read')),
  });
  const { view } = views;
  return (
    <>
      <PageHeader title={t('nav.withdrawals')} description={t(`withdrawals.help.${view}`)} />
      <ViewTabs label={t('nav.withdrawals')} state={views} nameOf={(each) => t(`withdrawals.views.${each}`)} />
      {view === 'queue' ? <WithdrawalQueue /> : null}
      {view === 'files' ? <BankFiles /> : null}
      {view === 'payees' ? <PayeeQueue /> : null}
      {view === 'debts' ? <Debts /> : null}
      {view === 'closings' ? <Settlements /> : null}
      {view === 'rules' ? <WithdrawalRules /> : null}
    </>
  );
}
