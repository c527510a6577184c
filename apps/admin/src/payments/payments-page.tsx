import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle, useUrlState } from '@keyfall/web';
import { SegmentedControl } from '@mantine/core';
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
  const [url, setUrl] = useUrlState('view', 'after', 'state', 'open');
  const views = VIEWS.filter((each) => each !== 'refunds' || can('refunds.read'));
  const view = views.find((each) => each === url.view) ?? 'receipts';
  return (
    <>
      <PageHeader title={t('nav.payments')} description={t(`payments.help.${view}`)} />
      <div className="scroll-x" style={{ marginBottom: 16 }}>
        <SegmentedControl
          aria-label={t('nav.payments')}
          value={view}
          onChange={(next) =>
            setUrl({
              view: next === 'receipts' ? undefined : next,
              after: undefined,
              state: undefined,
              open: undefined,
            })
          }
          data={views.map((each) => ({ value: each, label: t(`payments.views.${each}`) }))}
        />
      </div>
      {view === 'receipts' || view === 'suspense' ? <Receipts key={view} suspense={view === 'suspense'} /> : null}
      {view === 'refunds' ? <RefundQueue /> : null}
      {view === 'webhooks' ? <Webhooks /> : null}
      {view === 'accounts' ? <GatewayAccounts /> : null}
    </>
  );
}
