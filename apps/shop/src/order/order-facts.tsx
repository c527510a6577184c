import { useFormat, useT } from '@keyfall/i18n';
import { CopyButton, KeyValueList, Money } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import type { ReactNode } from 'react';
import type { BuyerOrder } from '../orders-api.ts';
import { useShopTime } from '../parts/shop-time.ts';
import classes from './order.module.css';

/** Number, amounts, times: what one reads out to support. */
export function OrderFacts({ order }: { readonly order: BuyerOrder }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const { moment } = useShopTime();
  const contact = order.contactMail ?? order.contactPhone;
  const isRefunded = !/^[0.]*$/.test(order.refunded.amount);
  const items: KeyValue[] = [
    {
      label: t('order.number'),
      value: (
        <span className={classes['number']}>
          <code>{order.orderNo}</code>
          <CopyButton text={order.orderNo} label={t('order.copyNumber')} />
        </span>
      ),
    },
    { label: t('order.placedAt'), value: format.dateTime(order.createdAt) },
    ...(order.paidAt === null ? [] : [{ label: t('order.paidAt'), value: format.dateTime(order.paidAt) }]),
    ...(order.deliverAt === null ? [] : [{ label: t('order.deliverAt'), value: moment(order.deliverAt) }]),
    ...(contact === null ? [] : [{ label: t('order.contact'), value: contact }]),
    { label: t('order.total'), value: <Money {...order.amount} />, strong: true },
    ...(isRefunded ? [{ label: t('order.refunded'), value: <Money {...order.refunded} /> }] : []),
  ];
  return (
    <section className={classes['facts']}>
      <KeyValueList items={items} />
    </section>
  );
}
