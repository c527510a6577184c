import { INVOICE_STATES } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { FilterBar, PageHeader, SidePanel } from '@keyfall/ui';
import { Loaded, StateLabel, useCan, useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { ListEmpty, ViewTabs, useView } from '@keyfall/web/office';
import {
  InvoiceFacts,
  InvoiceIssuerView,
  InvoiceSalesView,
  InvoiceTable,
  type InvoiceSalesApi,
} from '@keyfall/web/invoices';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { RequestPanel } from './request-panel.tsx';

const VIEWS = ['own', 'sales', 'issuer'] as const;

/** Invoices from both sides: what the distributor asks the house for, and what its buyers ask it for. */
export function InvoicesPage(): ReactNode {
  const t = useT('documents');
  const can = useCan();
  useTitle(t('invoices.title'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('open', 'act');
  const views = useView(VIEWS);
  const { view } = views;
  const api = useSalesApi();
  return (
    <>
      <PageHeader
        title={t('invoices.title')}
        description={t('invoices.help')}
        action={
          view === 'own' && can('invoices.request') ? (
            <Button onClick={() => setUrl({ open: undefined, act: 'ask' }, { push: true })}>{t('invoices.ask')}</Button>
          ) : undefined
        }
      />
      <ViewTabs label={t('invoices.title')} state={views} nameOf={(each) => t(`invoices.views.${each}`)} />
      {view === 'own' ? <OwnInvoices /> : null}
      {view === 'sales' ? <InvoiceSalesView api={api} /> : null}
      {view === 'issuer' ? <InvoiceIssuerView api={api} /> : null}
      {view === 'own' && url.act === 'ask' ? <RequestPanel onClose={() => setUrl({ act: undefined })} /> : null}
    </>
  );
}

function useSalesApi(): InvoiceSalesApi {
  const canIssue = useCan()('invoices.issue');
  return useMemo((): InvoiceSalesApi => {
    const { invoices } = client;
    return {
      canIssue,
      isHouse: false,
      list: (input) => invoices.sales.query(input),
      read: (input) => invoices.sale.query(input),
      issuer: () => invoices.issuer.query(),
      saveIssuer: (input) => invoices.saveIssuer.mutate(input),
      issue: (input) => invoices.issue.mutate(input),
      refuse: (input) => invoices.refuse.mutate(input),
      voidIt: (input) => invoices.void.mutate(input),
      pdfOf: (id) => `/downloads/invoice.pdf?side=sale&id=${id}`,
      csvOf: (id) => `/downloads/invoice.csv?side=sale&id=${id}`,
    };
  }, [canIssue]);
}

function OwnInvoices(): ReactNode {
  const t = useT('documents');
  const [url, setUrl] = useUrlState('state', 'open');
  const paging = useKeysetPaging('invoices');
  const state = INVOICE_STATES.find((each) => each === url.state);
  const query = useQuery({
    ...trpc.invoices.list.queryOptions({
      ...paging.input,
      ...(state === undefined ? {} : { states: [state] }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  return (
    <>
      <FilterBar
        filters={[
          {
            kind: 'select',
            id: 'state',
            label: t('common:labels.state'),
            options: INVOICE_STATES.map((each) => ({ value: each, label: t(`common:states.invoice.${each}`) })),
          },
        ]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <InvoiceTable
        id="invoices"
        label={t('invoices.views.own')}
        {...table}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={state !== undefined}
            title={t('invoices.ownEmpty')}
            description={t('invoices.ownEmptyHelp')}
          />
        }
      />
      {url.open === undefined ? null : (
        <OwnPanel key={url.open} id={url.open} onClose={() => setUrl({ open: undefined })} />
      )}
    </>
  );
}

function OwnPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const query = useQuery(trpc.invoices.get.queryOptions({ invoiceId: id }));
  const { data } = query;
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={data?.number ?? data?.title ?? ''}
      {...(data === undefined ? {} : { state: <StateLabel of="invoice" state={data.state} /> })}
    >
      <Loaded query={query}>
        {(invoice) => (
          <InvoiceFacts
            invoice={invoice}
            pdf={`/downloads/invoice.pdf?id=${invoice.id}`}
            csv={`/downloads/invoice.csv?id=${invoice.id}`}
          />
        )}
      </Loaded>
    </SidePanel>
  );
}
