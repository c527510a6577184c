import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle } from '@keyfall/web';
import { ViewTabs, useView } from '@keyfall/web/office';
import { InvoiceIssuerView, InvoiceSalesView, type InvoiceSalesApi } from '@keyfall/web/invoices';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';

const VIEWS = ['sales', 'issuer'] as const;

/** What distributors, and buyers of the house's own shops, ask the house to invoice. */
export function InvoicesPage(): ReactNode {
  const t = useT('documents');
  useTitle(t('invoices.title'));
  const views = useView(VIEWS);
  const canIssue = useCan()('invoices.issue');
  const api = useMemo((): InvoiceSalesApi => {
    const { invoices } = client;
    return {
      canIssue,
      isHouse: true,
      list: (input) => invoices.sales.query(input),
      read: (input) => invoices.sale.query(input),
      issuer: () => invoices.issuer.query(),
      saveIssuer: (input) => invoices.saveIssuer.mutate(input),
      issue: (input) => invoices.issue.mutate(input),
      refuse: (input) => invoices.refuse.mutate(input),
      voidIt: (input) => invoices.void.mutate(input),
      pdfOf: (id) => `/downloads/invoice.pdf?id=${id}`,
      csvOf: (id) => `/downloads/invoice.csv?id=${id}`,
    };
  }, [canIssue]);
  return (
    <>
      <PageHeader title={t('invoices.title')} description={t('invoices.houseHelp')} />
      <ViewTabs label={t('invoices.title')} state={views} nameOf={(each) => t(`invoices.views.${each}`)} />
      {views.view === 'sales' ? <InvoiceSalesView api={api} /> : <InvoiceIssuerView api={api} />}
    </>
  );
}
