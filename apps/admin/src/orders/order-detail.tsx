import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money, PanelSection } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { Can, Loaded, StateLabel } from '@keyfall/web';
import { Anchor, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { OrderActions } from './order-actions.tsx';
import { OrderHistory } from './order-history.tsx';
import { OrderLines } from './order-lines.tsx';
import { OrderPayments } from './order-payments.tsx';
import { OrderSplit } from './order-split.tsx';

/** How often an open order is asked for again: while something is on its way, and while nothing is. */
const MOVING_MS = 2_000;
const RESTING_MS = 30_000;

const MOVING_REFUNDS: ReadonlySet<string> = new Set(['approved', 'submitted']);

/** Whether the next change comes by itself and soon: goods or money under way. */
function isMoving(order: OrderDetailDto): boolean {
  return (
    order.state === 'paid' || order.state === 'closing' || order.refunds.some(({ state }) => MOVING_REFUNDS.has(state))
  );
}

export interface OrderDetailProps {
  readonly orderNo: string;
  /** In the side panel: one column. */
  readonly narrow: boolean;
}

/** Everything about an order, its state and the next act first. */
export function OrderDetail({ orderNo, narrow }: OrderDetailProps): ReactNode {
  const query = useQuery({
    ...trpc.orders.get.queryOptions({ orderNo }),
    refetchInterval: ({ state }) => (state.data === undefined || isMoving(state.data) ? MOVING_MS : RESTING_MS),
  });
  return (
    <Loaded query={query}>
      {(order) => (
        <>
          <Head order={order} />
          <div className={narrow ? undefined : 'main-and-aside'}>
            <div>
              <OrderLines order={order} />
              <OrderSplit order={order} />
              <OrderPayments order={order} />
            </div>
            <div>
              <Facts order={order} />
              <OrderHistory order={order} />
            </div>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Head({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const hasRefund = /[1-9]/.test(order.refunded.amount);
  return (
    <PanelSection>
      <Group justify="space-between" align="start">
        <div>
          <StateLabel of="order" state={order.state} />
          <p className="quiet small" style={{ margin: '6px 0 0' }}>
            {t(`orders.next.${order.state}`)}
          </p>
        </div>
        <div style={{ textAlign: 'end' }}>
          <Money {...order.amount} size="large" />
          {hasRefund ? (
            <p className="quiet small" style={{ margin: '4px 0 0' }}>
              {t('orders.refunded')} <Money {...order.refunded} />
            </p>
          ) : null}
        </div>
      </Group>
      <OrderActions order={order} />
    </PanelSection>
  );
}

/** What the wallet of a seller that takes the money itself pays for the goods. */
function chargeFacts(t: ReturnType<typeof useT<'admin'>>, charge: OrderDetailDto['charge']): readonly KeyValue[] {
  if (charge === null) return [];
  const { amount, refunded, isCharged } = charge;
  return [
    { label: t('collecting.collectedBy'), value: t('collecting.by.distributor') },
    { label: t(isCharged ? 'collecting.charge' : 'collecting.chargeDue'), value: <Money {...amount} /> },
    ...(/[1-9]/.test(refunded.amount)
      ? [{ label: t('collecting.chargeRefunded'), value: <Money {...refunded} /> }]
      : []),
  ];
}

function Facts({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const when = (at: string | null): string | null => (at === null ? null : format.dateTime(at));
  return (
    <PanelSection title={t('orders.facts')}>
      <KeyValueList
        items={[
          { label: t('prices.shop'), value: order.shopName },
          {
            label: t('prices.distributor'),
            value: <Anchor href={`/distributors?open=${order.distributorId}`}>{order.distributorName}</Anchor>,
          },
          ...chargeFacts(t, order.charge),
          { label: t('orders.channel'), value: t(`common:kinds.channel.${order.channel}`) },
          {
            label: t('orders.contact'),
            value: [order.contactMail, order.contactPhone].filter(Boolean).join(' · ') || null,
          },
          { label: t('account.address'), value: order.ip },
          { label: t('orders.placed'), value: when(order.createdAt) },
          { label: t('orders.paidAt'), value: when(order.paidAt) },
          ...(order.state === 'awaiting_payment'
            ? [{ label: t('orders.heldUntil'), value: when(order.holdUntil) }]
            : []),
          ...(order.deliverAt === null ? [] : [{ label: t('orders.deliverAt'), value: when(order.deliverAt) }]),
          { label: t('orders.deliveredAt'), value: when(order.deliveredAt) },
          ...(order.settleAt === null ? [] : [{ label: t('orders.settleAt'), value: when(order.settleAt) }]),
          ...(order.doubt === null
            ? []
            : [
                { label: t('orders.doubted'), value: when(order.doubt.since) },
                { label: t('orders.doubtNote'), value: order.doubt.note },
              ]),
          ...(order.closedAt === null ? [] : [{ label: t('orders.closedAt'), value: when(order.closedAt) }]),
        ]}
      />
      <Can permission="ledger.read">
        <Anchor size="sm" href={`/ledger?view=journals&order=${order.orderNo}`}>
          {t('orders.toJournals')}
        </Anchor>
      </Can>
    </PanelSection>
  );
}
