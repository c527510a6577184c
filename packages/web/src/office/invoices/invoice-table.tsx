import type { InvoiceRowDto } from '@keyfall/contracts/invoice-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, Money, StateBadge } from '@keyfall/ui';
import type { DataColumn, DataTableProps } from '@keyfall/ui';
import { Group } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { StateLabel } from '../../widgets/state-label.tsx';

export interface InvoiceTableProps extends Pick<
  DataTableProps<InvoiceRowDto>,
  'rows' | 'onOpen' | 'openKey' | 'error' | 'onRetry' | 'fetching' | 'paging' | 'empty'
> {
  readonly id: string;
  readonly label: string;
  readonly withDistributor?: boolean;
}

/** Invoices, newest first. */
export function InvoiceTable({ withDistributor = false, ...table }: InvoiceTableProps): ReactNode {
  const columns = useColumns(withDistributor);
  return (
    <DataTable {...table} columns={columns} rowKey={(row) => row.id} rowLabel={(row) => row.number ?? row.title} />
  );
}

function useColumns(withDistributor: boolean): readonly DataColumn<InvoiceRowDto>[] {
  const t = useT('documents');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<InvoiceRowDto>[] => [
      { id: 'title', header: t('invoices.titleField'), cell: (row) => row.title },
      ...(withDistributor
        ? [
            {
              id: 'distributor',
              header: t('invoices.for'),
              cell: (row: InvoiceRowDto) => row.distributorName ?? t('invoices.aBuyer'),
            },
          ]
        : []),
      {
        id: 'number',
        header: t('invoices.number'),
        width: 130,
        cell: (row) => (row.number === null ? '–' : <span className="mono">{row.number}</span>),
      },
      { id: 'about', header: t('invoices.about'), cell: (row) => aboutOf(row, t) },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 150,
        narrow: 'corner',
        cell: (row) => (
          <Group gap={6}>
            <StateLabel of="invoice" state={row.state} />
            {row.needsCredit ? <StateBadge tone="warning">{t('invoices.needsCredit')}</StateBadge> : null}
          </Group>
        ),
      },
      { id: 'requested', header: t('invoices.requested'), width: 170, cell: (row) => format.dateTime(row.requestedAt) },
    ],
    [t, format, withDistributor],
  );
}

/** One order by its number, a period, or how many orders. */
export function aboutOf(
  row: Pick<InvoiceRowDto, 'period' | 'orderNo' | 'orders'>,
  t: ReturnType<typeof useT<'documents'>>,
): ReactNode {
  if (row.period !== null) return t('invoices.ofPeriod', { ...row.period, count: row.orders });
  if (row.orderNo !== null) return <span className="mono">{row.orderNo}</span>;
  return t('invoices.ofOrders', { count: row.orders });
}
