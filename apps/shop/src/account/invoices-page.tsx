import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { InvoiceRow } from '../invoices/invoice-row.tsx';
import { links } from '../links.ts';
import pageClasses from '../parts/page.module.css';
import { AccountFrame } from './account-frame.tsx';
import { AccountList } from './account-list.tsx';

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
  return (
    <AccountList
      queryKey={[...trpc.invoices.pathKey(), 'all']}
      read={(cursor) => client.invoices.list.query({ cursor, limit: PAGE })}
      keyOf={(invoice) => invoice.id}
      rowOf={(invoice) => (
        <div className={pageClasses['card']}>
          <InvoiceRow invoice={invoice} />
          {invoice.orderNo === null ? null : (
            <a href={links.order(invoice.orderNo)}>
              <code>{invoice.orderNo}</code>
            </a>
          )}
        </div>
      )}
      empty={
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
      }
    />
  );
}
