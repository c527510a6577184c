import { useFormat, useT } from '@keyfall/i18n';
import { EmptyState, Money } from '@keyfall/ui';
import { StateLabel } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconReceipt2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { listOrders } from '../orders-api.ts';
import type { BuyerOrderRowDto } from '../orders-api.ts';
import { ProductCover } from '../parts/product-cover.tsx';
import { AccountFrame } from './account-frame.tsx';
import { AccountList } from './account-list.tsx';
import classes from './account.module.css';

/** What the buyer bought here, newest first. */
export function OrdersPage(): ReactNode {
  const t = useT('shop');
  return (
    <AccountFrame title={t('nav.orders')} forGuests>
      <OrderList />
    </AccountFrame>
  );
}

function OrderList(): ReactNode {
  const t = useT('shop');
  return (
    <AccountList
      queryKey={['orders']}
      read={listOrders}
      keyOf={(row) => row.orderNo}
      rowOf={(row) => <OrderRow row={row} />}
      empty={
        <EmptyState
          icon={<IconReceipt2 size={28} />}
          title={t('account.ordersEmpty')}
          description={t('account.ordersEmptyHelp')}
          action={
            <Button component="a" href={links.home}>
              {t('cart.toShop')}
            </Button>
          }
        />
      }
    />
  );
}

function OrderRow({ row }: { readonly row: BuyerOrderRowDto }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  return (
    <a href={links.order(row.orderNo)} className={classes['row']}>
      <span className={classes['rowCover']}>
        <ProductCover seed={row.productSlug ?? row.title} name={row.title} imageId={row.imageId} />
      </span>
      <span className={classes['rowMain']}>
        <strong>{row.title}</strong>
        {row.moreLines === 0 ? null : <span>{t('account.moreLines', { count: row.moreLines })}</span>}
        <span className={classes['rowFacts']}>
          <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>
          <code>{row.orderNo}</code>
        </span>
      </span>
      <span className={classes['rowEnd']}>
        <Money {...row.amount} />
        <StateLabel of="order" state={row.state} />
      </span>
    </a>
  );
}
