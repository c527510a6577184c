import { useFormat, useT } from '@keyfall/i18n';
import { StateLabel, useMoneyText } from '@keyfall/web';
import type { ReactNode } from 'react';
import type { BuyerOrder } from '../orders-api.ts';
import classes from './order.module.css';

/** Money on its way back, and money that has arrived. */
export function RefundNotes({ order }: { readonly order: BuyerOrder }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const moneyText = useMoneyText();
  if (order.refunds.length === 0) return null;
  return (
    <section className={classes['facts']}>
      <h2 className={classes['sectionTitle']}>{t('order.refundTitle')}</h2>
      <ul className={classes['refunds']}>
        {order.refunds.map((refund) => (
          <li key={refund.id}>
            <strong>{moneyText(refund.amount)}</strong>
            {refund.state === 'done' || refund.state === 'rejected' ? (
              <StateLabel of="refund" state={refund.state} />
            ) : (
              <span>{t('order.returning')}</span>
            )}
            <time dateTime={refund.doneAt ?? refund.createdAt}>
              {format.dateTime(refund.doneAt ?? refund.createdAt)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
