import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Loaded } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { InvoiceRow } from '../invoices/invoice-row.tsx';
import { links } from '../links.ts';
import pageClasses from '../parts/page.module.css';
import { AccountFrame } from './account-frame.tsx';
import classes from './account.module.css';

const PAGE = 20;

/** All invoices the buyer asked this shop for, newest first. */
export function InvoicesPage(): ReactNode {
  const t = useT('shop');
  return (
    <AccountFrame title={t('invoice.mine')} forGuests>
      <InvoiceList />
    </AccountFrame>
  );
}

function InvoiceList(): ReactNode {
  const t = useT('shop');
  const list = useInfiniteQuery({
    queryKey: [...trpc.invoices.pathKey(), 'all'],
    queryFn: ({ pageParam }) => client.invoices.list.query({ cursor: pageParam, limit: PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Loaded query={list}>
      {({ pages }) => {
        const invoices = pages.flatMap((page) => page.items);
        if (invoices.length === 0)
          return (
            <EmptyState
              icon={<IconFileInvoice size={28} />}
              title={t('invoice.emptyTitle')}
              description={t('invoice.emptyHelp')}
              action={
                <Button component="a" href={links.accountOrders}>
                  {t('nav.orders')}
                </Button>
              }
            />
          );
        return (
          <>
            <ul className={classes['rows']}>
              {invoices.map((invoice) => (
                <li key={invoice.id} className={pageClasses['card']}>
                  <InvoiceRow invoice={invoice} />
                  {invoice.orderNo === null ? null : (
                    <a href={links.order(invoice.orderNo)}>
                      <code>{invoice.orderNo}</code>
                    </a>
                  )}
                </li>
              ))}
            </ul>
            {list.hasNextPage ? (
              <Button
                variant="default"
                fullWidth
                mt="md"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('home.more')}
              </Button>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}
