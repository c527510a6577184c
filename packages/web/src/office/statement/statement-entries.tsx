import type { StatementEntryDto } from '@keyfall/contracts/statement-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn, DataTableProps } from '@keyfall/ui';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useJournalKind } from './use-account-name.ts';

export interface StatementEntriesProps extends Pick<
  DataTableProps<StatementEntryDto>,
  'rows' | 'error' | 'onRetry' | 'fetching' | 'paging'
> {
  /** Where an entry leads, for those who may read whole journals. */
  readonly hrefOf?: (entry: StatementEntryDto) => string;
}

/** The entries of one account, oldest first, each with the balance after it. */
export function StatementEntries({ hrefOf, ...table }: StatementEntriesProps): ReactNode {
  const t = useT('documents');
  const columns = useEntryColumns();
  return (
    <DataTable
      id="statement-entries"
      label={t('statement.entries')}
      columns={columns}
      rowKey={(row) => `${row.journalId}:${row.line}`}
      rowLabel={(row) => row.reference ?? row.journalId}
      {...(hrefOf === undefined ? {} : { rowHref: hrefOf })}
      empty={<EmptyState title={t('statement.nothingTitle')} description={t('statement.nothingHelp')} />}
      {...table}
    />
  );
}

function useEntryColumns(): readonly DataColumn<StatementEntryDto>[] {
  const t = useT('documents');
  const format = useFormat();
  const kindName = useJournalKind();
  return useMemo(
    (): readonly DataColumn<StatementEntryDto>[] => [
      {
        id: 'at',
        header: t('statement.time'),
        width: 160,
        cell: (row) => <time dateTime={row.at}>{format.dateTime(row.at)}</time>,
      },
      { id: 'kind', header: t('statement.kind'), cell: (row) => kindName(row.kind) },
      {
        id: 'reference',
        header: t('statement.reference'),
        cell: (row) => <span className="mono small">{row.reference ?? row.memo ?? ''}</span>,
      },
      {
        id: 'amount',
        header: t('statement.amount'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'balance',
        header: t('statement.balance'),
        align: 'end',
        width: 140,
        narrow: 'corner',
        cell: (row) => <Money {...row.balance} />,
      },
    ],
    [t, format, kindName],
  );
}
