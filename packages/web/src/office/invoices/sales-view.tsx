import type { InvoiceState } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { EmptyState, SidePanel } from '@keyfall/ui';
import { Alert } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useKeysetPaging } from '../../table/use-keyset-paging.ts';
import { useListTable } from '../../table/use-list-table.ts';
import { useUrlState } from '../../navigation/use-url-state.ts';
import { Loaded } from '../../widgets/loaded.tsx';
import { StateLabel } from '../../widgets/state-label.tsx';
import { InvoiceActs } from './invoice-acts.tsx';
import { InvoiceFacts } from './invoice-facts.tsx';
import { SALES_KEY, type InvoiceSalesApi } from './invoice-sales-api.ts';
import { InvoiceTable } from './invoice-table.tsx';
import { useView } from '../views/use-view.ts';
import { ViewTabs } from '../views/view-tabs.tsx';

const TABS = {
  requested: { states: ['requested'] },
  issued: { states: ['issued'] },
  credit: { needsCredit: true },
  ended: { states: ['void', 'refused'] },
  all: {},
} as const satisfies Readonly<
  Record<string, { readonly states?: readonly InvoiceState[]; readonly needsCredit?: boolean }>
>;
type Tab = keyof typeof TABS;
const TAB_NAMES = ['requested', 'issued', 'credit', 'ended', 'all'] as const satisfies readonly Tab[];

/** What others asked the reader to invoice, by what is to be done with it. */
export function InvoiceSalesView({ api }: { readonly api: InvoiceSalesApi }): ReactNode {
  const t = useT('documents');
  const [url, setUrl] = useUrlState('open');
  const paging = useKeysetPaging('invoice-sales');
  const tabs = useView(TAB_NAMES, { name: 'tab', keep: ['view'] });
  const tab = tabs.view;
  const issuer = useQuery({ queryKey: [SALES_KEY, 'issuer'], queryFn: () => api.issuer() });
  const { states, needsCredit }: { readonly states?: readonly InvoiceState[]; readonly needsCredit?: boolean } =
    TABS[tab];
  const query = useQuery({
    queryKey: [SALES_KEY, 'list', tab, paging.input],
    queryFn: () =>
      api.list({
        ...paging.input,
        ...(states === undefined ? {} : { states: [...states] }),
        ...(needsCredit === undefined ? {} : { needsCredit }),
      }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  return (
    <>
      {issuer.data === null ? (
        <Alert role="note" color="yellow" mb="sm">
          {t('invoices.issuerMissing')} <a href="?view=issuer">{t('invoices.views.issuer')}</a>
        </Alert>
      ) : null}
      <ViewTabs label={t('common:labels.state')} state={tabs} nameOf={(each) => t(`invoices.tabs.${each}`)} />
      <InvoiceTable
        id="invoice-sales"
        label={t('invoices.views.sales')}
        withDistributor={api.isHouse}
        {...table}
        onOpen={(row) => setUrl({ open: row.id }, { push: true })}
        openKey={url.open}
        empty={<EmptyState title={t('invoices.salesEmpty')} description={t('invoices.salesEmptyHelp')} />}
      />
      {url.open === undefined ? null : (
        <SalePanel key={url.open} api={api} id={url.open} onClose={() => setUrl({ open: undefined })} />
      )}
    </>
  );
}

interface SalePanelProps {
  readonly api: InvoiceSalesApi;
  readonly id: string;
  readonly onClose: () => void;
}

function SalePanel({ api, id, onClose }: SalePanelProps): ReactNode {
  const query = useQuery({ queryKey: [SALES_KEY, 'one', id], queryFn: () => api.read({ invoiceId: id }) });
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
          <>
            <InvoiceActs api={api} invoice={invoice} />
            <InvoiceFacts invoice={invoice} pdf={api.pdfOf(invoice.id)} csv={api.csvOf(invoice.id)} />
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}
