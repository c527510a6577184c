import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Loaded, readError, useTitle } from '@keyfall/web';
import type { PageProps } from '@keyfall/web/router';
import { Button } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { rememberOrder } from '../find/recent-orders.ts';
import { links } from '../links.ts';
import type { BuyerOrder } from '../orders-api.ts';
import pageClasses from '../parts/page.module.css';
import { PageSkeleton } from '../parts/page-skeleton.tsx';
import { OrderInvoices } from '../invoices/order-invoices.tsx';
import { OrderFacts } from './order-facts.tsx';
import { OrderLines } from './order-lines.tsx';
import { OrderTimeline } from './order-timeline.tsx';
import { RefundNotes } from './refund-notes.tsx';
import { StatusCard } from './status-card.tsx';
import { useOrder } from './use-order.ts';
import { useOrderPush } from './use-order-push.ts';
import classes from './order.module.css';

const NOT_YOURS: ReadonlySet<string> = new Set([
  'order_not_found',
  'not_found',
  'unauthenticated',
  'forbidden',
  'validation_failed',
]);

/** An order from waiting for its payment to the open code, on one page that turns by itself. */
export function OrderPage({ params }: PageProps<'/orders/:orderNo'>): ReactNode {
  const t = useT('shop');
  const query = useOrder(params.orderNo);
  useOrderPush(params.orderNo, query.data !== undefined);
  useTitle(t('order.title', { orderNo: params.orderNo }), shop.name);
  if (query.data === undefined && NOT_YOURS.has(readError(query.error).code) && query.error !== null) {
    return <NotHere />;
  }
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(order) => <OrderView order={order} />}
    </Loaded>
  );
}

function OrderView({ order }: { readonly order: BuyerOrder }): ReactNode {
  const { orderNo } = order;
  const title = order.lines[0]?.productName ?? '';
  useEffect(() => rememberOrder({ orderNo, title }), [orderNo, title]);
  return (
    <div className={classes['page']}>
      <div className={classes['column']}>
        <StatusCard order={order} />
        <OrderLines order={order} />
        <RefundNotes order={order} />
      </div>
      <div className={classes['column']}>
        <OrderFacts order={order} />
        <OrderInvoices order={order} />
        <OrderTimeline order={order} />
      </div>
    </div>
  );
}

/** The order of somebody else, or of this buyer on another device: the same words for both. */
function NotHere(): ReactNode {
  const t = useT('shop');
  return (
    <div className={pageClasses['page']}>
      <h1 className={pageClasses['hiddenTitle']}>{t('find.noOrderTitle')}</h1>
      <EmptyState
        icon={<IconReceiptOff size={28} />}
        title={t('find.noOrderTitle')}
        description={t('find.noOrderHelp')}
        action={
          <Button component="a" href={links.findOrder}>
            {t('nav.findOrder')}
          </Button>
        }
      />
    </div>
  );
}
