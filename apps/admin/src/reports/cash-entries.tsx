import type { CashEntryDto } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useKeysetPaging, useListTable } from '@keyfall/web';
import { useJournalKind, type useStatementPeriod } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

export interface CashEntriesProps {
  readonly kind: string;
  readonly period: ReturnType<typeof useStatementPeriod>;
}

/** What one kind's figures of the cash flow are made of, each leading to its journal. */
export function CashEntries({ kind, period }: CashEntriesProps): ReactNode {
  const t = useT('documents');
  const kindName = useJournalKind();
  const mayReadJournals = useCan()('ledger.read');
  const paging = useKeysetPaging('cash-entries');
  const query = useQuery({
    ...trpc.reports.cashEntries.queryOptions({ kind, period, ...paging.input }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  return (
    <section aria-labelledby="entries-heading">
      <h2 id="entries-heading" style={{ margin: '24px 0 8px', fontSize: 15 }}>
        {t('statement.showEntries', { account: kindName(kind) })}
      </h2>
      <DataTable
        id="cash-entries"
        label={t('reports.entries')}
        columns={useEntryColumns()}
        {...table}
        rowKey={(row) => `${row.journalId}:${row.line}`}
        rowLabel={(row) => row.reference ?? row.journalId}
        {...(mayReadJournals
          ? { rowHref: (row: CashEntryDto) => `/ledger?view=journals&journal=${row.journalId}` }
          : {})}
        empty={<EmptyState compact title={t('reports.nothingTitle')} description={t('reports.nothingHelp')} />}
      />
    </section>
  );
}

function useEntryColumns(): readonly DataColumn<CashEntryDto>[] {
  const t = useT('documents');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<CashEntryDto>[] => [
      {
        id: 'at',
        header: t('statement.time'),
        width: 170,
        cell: (row) => <time dateTime={row.at}>{format.dateTime(row.at)}</time>,
      },
      { id: 'place', header: t('statement.account'), cell: (row) => row.place ?? '—' },
      {
        id: 'reference',
        header: t('statement.reference'),
        cell: (row) => <span className="mono small">{row.reference ?? ''}</span>,
      },
      {
        id: 'amount',
        header: t('statement.amount'),
        align: 'end',
        width: 150,
        narrow: 'corner',
        cell: (row) => <Money {...row.amount} />,
      },
    ],
    [t, format],
  );
}
