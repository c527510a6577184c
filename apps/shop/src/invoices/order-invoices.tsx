import { useT } from '@keyfall/i18n';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { BuyerOrder } from '../orders-api.ts';
import orderClasses from '../order/order.module.css';
import { InvoiceRow } from './invoice-row.tsx';
import classes from './invoices.module.css';

const InvoiceForm = lazy(() => import('./invoice-form.tsx').then((m) => ({ default: m.InvoiceForm })));

const BILLABLE: ReadonlySet<BuyerOrder['state']> = new Set(['delivered', 'partly_delivered', 'refund_only']);
const INVOICES_SHOWN = 10;

/** The invoices of an order, and the way to ask for one. */
export function OrderInvoices({ order }: { readonly order: BuyerOrder }): ReactNode {
  const t = useT('shop');
  const [asking, setAsking] = useState(false);
  const isBillable = BILLABLE.has(order.state) && order.paidAt !== null;
  const query = useQuery({
    ...trpc.invoices.list.queryOptions({ orderNo: order.orderNo, limit: INVOICES_SHOWN }),
    enabled: isBillable,
  });
  const invoices = query.data?.items;
  if (!isBillable || invoices === undefined) return null;
  const isLive = invoices.some((invoice) => invoice.state === 'requested' || invoice.state === 'issued');
  const isLeft = order.refunded.amount !== order.amount.amount;
  const canAsk = !isLive && isLeft;
  if (invoices.length === 0 && !canAsk) return null;
  return (
    <section className={orderClasses['facts']}>
      <h2 className={orderClasses['sectionTitle']}>{t('invoice.title')}</h2>
      <ul className={classes['rows']}>
        {invoices.map((invoice) => (
          <li key={invoice.id}>
            <InvoiceRow invoice={invoice} />
          </li>
        ))}
      </ul>
      {asking && canAsk ? (
        <Suspense fallback={null}>
          <InvoiceForm order={order} before={invoices[0]} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
      {!asking && canAsk ? (
        <Button variant="default" fullWidth mt={invoices.length === 0 ? 0 : 'md'} onClick={() => setAsking(true)}>
          {t(invoices.length === 0 ? 'invoice.ask' : 'invoice.askAgain')}
        </Button>
      ) : null}
    </section>
  );
}
