import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { Money, PanelSection, StateBadge } from '@keyfall/ui';
import { Can, StateLabel } from '@keyfall/web';
import { Anchor, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { RefundDecision } from './refund-decision.tsx';

/** Money in and out of the order: attempts, receipts, refunds. */
export function OrderPayments({ order }: { readonly order: OrderDetailDto }): ReactNode {
  return (
    <>
      <Attempts order={order} />
      <Receipts order={order} />
      <Refunds order={order} />
    </>
  );
}

interface PartProps {
  readonly order: OrderDetailDto;
}

function Attempts({ order }: PartProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  if (order.attempts.length === 0) return null;
  return (
    <PanelSection title={t('orders.attempts')}>
      {order.attempts.map((attempt) => (
        <Group key={attempt.id} justify="space-between">
          <span>
            {attempt.accountName} <span className="quiet small">{format.dateTime(attempt.createdAt)}</span>{' '}
            <span className="quiet mono small">{attempt.providerRef ?? ''}</span>
          </span>
          <Group gap="xs">
            <Money {...attempt.amount} />
            <StateLabel of="attempt" state={attempt.state} variant="dot" />
          </Group>
        </Group>
      ))}
    </PanelSection>
  );
}

function Receipts({ order }: PartProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  if (order.receipts.length === 0) return null;
  return (
    <PanelSection title={t('orders.receipts')}>
      {order.receipts.map((receipt) => (
        <Group key={receipt.id} justify="space-between">
          <span>
            {receipt.accountName}{' '}
            {receipt.collectedBy === 'platform' ? null : <span className="small">{t('collecting.receipt')} </span>}
            <span className="quiet mono small">{receipt.providerTxn}</span>{' '}
            <span className="quiet small">{format.dateTime(receipt.paidAt)}</span>
          </span>
          <Group gap="xs">
            <Money {...receipt.amount} />
            <StateBadge tone={receipt.outcome === 'applied' ? 'success' : 'warning'} variant="dot">
              {t(`payments.outcomes.${receipt.outcome}`)}
            </StateBadge>
            {receipt.journalId === null ? null : (
              <Can permission="ledger.read">
                <Anchor size="sm" href={`/ledger?view=journals&journal=${receipt.journalId}`}>
                  {t('orders.journal')}
                </Anchor>
              </Can>
            )}
          </Group>
        </Group>
      ))}
    </PanelSection>
  );
}

function Refunds({ order }: PartProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  if (order.refunds.length === 0) return null;
  return (
    <PanelSection title={t('orders.refunds')}>
      {order.refunds.map((refund) => (
        <div key={refund.id} style={{ marginBottom: 10 }}>
          <Group justify="space-between">
            <span>
              <Money {...refund.amount} /> <span className="quiet small">{refund.reason}</span>{' '}
              <span className="quiet small">{format.dateTime(refund.createdAt)}</span>
            </span>
            <StateLabel of="refund" state={refund.state} />
          </Group>
          <RefundDecision refund={refund} />
        </div>
      ))}
    </PanelSection>
  );
}
