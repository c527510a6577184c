import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { GatewayAccounts } from './gateway-accounts.tsx';
import { Receipts } from './receipts.tsx';
import { RefundQueue } from './refund-queue.tsx';
import { Webhooks } from './webhooks.tsx';

const VIEWS = ['receipts', 'suspense', 'refunds', 'webhooks', 'accounts'] as const;

/** Money that came in, money that goes back, what providers sent, and the accounts behind it. */
export function PaymentsPage(): ReactNode {
  const t = useT('admin');
  const can = useCan();
  useTitle(t('nav.payments'), useAdminSession().tenant.name);
  const views = useView(VIEWS, { isOpen: (each) => each !== 'refunds' || can('refunds.read') });
  const { view } = views;
  return (
    <>
      <PageHeader title={t('nav.payments')} description={t(`payments.help.${view}`)} />
      <ViewTabs label={t('nav.payments')} state={views} nameOf={(each) => t(`payments.views.${each}`)} />
      {view === 'receipts' || view === 'suspense' ? <Receipts key={view} suspense={view === 'suspense'} /> : null}
      {view === 'refunds' ? <RefundQueue /> : null}
      {view === 'webhooks' ? <Webhooks /> : null}
      {view === 'accounts' ? <GatewayAccounts /> : null}
    </>
  );
}
