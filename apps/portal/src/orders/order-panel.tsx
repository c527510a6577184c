import type { PortalOrderDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { CopyButton, KeyValueList, Money, PanelSection, SidePanel, Timeline } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { Loaded, StateLabel, fullAmount, useMoneyText } from '@keyfall/web';
import { useOrderEventDetail } from '@keyfall/web/office';
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { ShareStory } from '../income/share-story.tsx';
import classes from './orders.module.css';
import { RefundRequest } from './refund-request.tsx';

/** One order: state first, then what was bought, what of it is mine and why, and what happened. */
export function OrderPanel({
  orderNo,
  onClose,
}: {
  readonly orderNo: string;
  readonly onClose: () => void;
}): ReactNode {
  const query = useQuery(trpc.orders.get.queryOptions({ orderNo }));
  const state = query.data?.state;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={
        <span className={classes['number']}>
          {orderNo} <CopyButton text={orderNo} />
        </span>
      }
      {...(state === undefined ? {} : { state: <StateLabel of="order" state={state} /> })}
      {...(query.data === undefined ? {} : { actions: <RefundRequest order={query.data} /> })}
    >
      <Loaded query={query}>{(order) => <OrderDetail order={order} />}</Loaded>
    </SidePanel>
  );
}

function OrderDetail({ order }: { readonly order: PortalOrderDto }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const when = (at: string | null): string | null => (at === null ? null : format.dateTime(at));
  const wasRefunded = /[1-9]/.test(order.refunded.amount);
  return (
    <>
      <KeyValueList
        items={[
          { label: t('common:labels.amount'), value: <Money {...order.amount} />, strong: true },
          ...(wasRefunded ? [{ label: t('orders.refunded'), value: <Money {...order.refunded} /> }] : []),
          ...chargeFacts(t, order.charge),
          { label: t('shops.shop'), value: order.shopName },
          {
            label: t('orders.contact'),
            value: [order.contactMail, order.contactPhone].filter(Boolean).join(' · ') || null,
          },
          { label: t('orders.placedAt'), value: when(order.createdAt) },
          { label: t('orders.paidAt'), value: when(order.paidAt) },
          { label: t('orders.deliveredAt'), value: when(order.deliveredAt) },
        ]}
      />
      <PanelSection title={t('orders.lines')}>
        {order.lines.map((line) => (
          <OrderLine key={line.line} line={line} />
        ))}
      </PanelSection>
      {order.shares.length === 0 ? null : (
        <PanelSection title={t('orders.mine')}>
          {order.charge === null ? null : <p className={classes['quiet']}>{t('collecting.own')}</p>}
          {order.shares.map((share) => (
            <ShareStory
              key={share.line}
              share={share}
              quantity={order.lines.find(({ line }) => line === share.line)?.quantity ?? 0}
              viaChild={null}
              heading={order.shares.length > 1 ? t('orders.lineNo', { line: share.line }) : undefined}
            />
          ))}
        </PanelSection>
      )}
      <PanelSection title={t('orders.history')}>
        <OrderTimeline order={order} />
      </PanelSection>
    </>
  );
}

/** What the wallet pays for an order whose money the distributor takes itself. */
function chargeFacts(t: ReturnType<typeof useT<'portal'>>, charge: PortalOrderDto['charge']): readonly KeyValue[] {
  if (charge === null) return [];
  const { amount, refunded, isCharged } = charge;
  return [
    {
      label: t(isCharged ? 'collecting.charge' : 'collecting.chargeDue'),
      value: (
        <Anchor href="/wallet">
          <Money {...amount} />
        </Anchor>
      ),
    },
    ...(/[1-9]/.test(refunded.amount)
      ? [{ label: t('collecting.chargeRefunded'), value: <Money {...refunded} /> }]
      : []),
  ];
}

function OrderLine({ line }: { readonly line: PortalOrderDto['lines'][number] }): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const moneyText = useMoneyText();
  const { currency } = line.amount;
  const refunded = line.refundedUnits + line.refundedOpen;
  return (
    <div className={classes['line']}>
      <div>
        <strong>{line.productName}</strong> {line.skuName}
        {line.faceValue === null ? null : <> · {line.faceValue}</>}
        <div className={classes['quiet']}>
          {t('orders.times', {
            quantity: format.number(line.quantity),
            price: moneyText({ amount: fullAmount(line.unitPrice, currency), currency }),
          })}
          {line.delivered > 0 ? <> · {t('orders.deliveredUnits', { count: line.delivered })}</> : null}
          {refunded > 0 ? <> · {t('orders.refundedUnits', { count: refunded })}</> : null}
        </div>
      </div>
      <div className={classes['lineEnd']}>
        <Money {...line.amount} />
        <StateLabel of="line" state={line.state} variant="dot" />
      </div>
    </div>
  );
}

function OrderTimeline({ order }: { readonly order: PortalOrderDto }): ReactNode {
  const t = useT('portal');
  const { lookUp } = useI18n();
  const detailOf = useOrderEventDetail();
  return (
    <Timeline
      label={t('orders.history')}
      entries={order.events.toReversed().map((event) => {
        const detail = detailOf(event, order.lines.length);
        return {
          id: event.id,
          at: event.at,
          title: lookUp(`portal:orders.events.${event.kind}`) ?? event.kind,
          ...(detail === undefined ? {} : { detail }),
        };
      })}
    />
  );
}
