import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useCan, useTitle, useUrlState } from '@keyfall/web';
import { InvoiceIssuerView, InvoiceSalesView, type InvoiceSalesApi } from '@keyfall/web/invoices';
import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';

const VIEWS = ['sales', 'issuer'] as const;

/** What distributors, and buyers of the house's own shops, ask the house to invoice. */
export function InvoicesPage(): ReactNode {
  const t = useT('documents');
  useTitle(t('invoices.title'));
  const [url, setUrl] = useUrlState('view', 'open', 'tab');
  const view = VIEWS.find((each) => each === url.view) ?? 'sales';
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
    };
  }, [canIssue]);
  return (
    <>
      <PageHeader title={t('invoices.title')} description={t('invoices.houseHelp')} />
      <SegmentedControl
        aria-label={t('invoices.title')}
        value={view}
        onChange={(next) => setUrl({ view: next === 'sales' ? undefined : next, open: undefined, tab: undefined })}
        data={VIEWS.map((value) => ({ value, label: t(`invoices.views.${value}`) }))}
        mb="md"
      />
      {view === 'sales' ? <InvoiceSalesView api={api} /> : <InvoiceIssuerView api={api} />}
    </>
  );
}
