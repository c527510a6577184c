import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useKeysetPaging, useListTable } from '@keyfall/web';
import { useAccountName, useJournalKind } from '@keyfall/web/office';
import { Anchor, Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Entry = Outputs['ledger']['entries']['items'][number];

/** The entries of one account, newest first; each leads to its journal. */
export function AccountEntries({ accountId }: { readonly accountId: string }): ReactNode {
  const t = useT('admin');
  const accountName = useAccountName();
  const columns = useEntryColumns();
  const paging = useKeysetPaging('ledger-entries');
  const query = useQuery({
    ...trpc.ledger.entries.queryOptions({
      accountId,
      ...paging.input,
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const account = query.data?.account;
  return (
    <>
      <Group justify="space-between" mb="sm">
        <span>
          <Anchor href="/ledger">{t('ledger.views.accounts')}</Anchor>{' '}
          <strong>{account === undefined ? '' : accountName(account)}</strong>{' '}
          <span className="quiet">{account === undefined ? '' : (account.ownerName ?? t('ledger.house'))}</span>
        </span>
        {account === undefined ? null : <Money {...account.balance} size="large" />}
      </Group>
      <DataTable
        id="ledger-entries"
        label={t('ledger.lines')}
        columns={columns}
        {...table}
        rowKey={(row) => `${row.journalId}:${row.line}`}
        rowLabel={(row) => row.journalId}
        rowHref={(row) => `/ledger?view=journals&journal=${row.journalId}`}
        empty={<EmptyState title={t('ledger.noEntries')} description={t('ledger.noEntriesHelp')} />}
      />
    </>
  );
}

function useEntryColumns(): readonly DataColumn<Entry>[] {
  const t = useT('admin');
  const format = useFormat();
  const kindName = useJournalKind();
  return useMemo(
    (): readonly DataColumn<Entry>[] => [
      { id: 'kind', header: t('ledger.kind'), cell: (row) => kindName(row.kind) },
      {
        id: 'reference',
        header: t('ledger.reference'),
        width: 200,
        cell: (row) => <span className="mono small">{row.reference ?? ''}</span>,
      },
      { id: 'memo', header: t('ledger.memo'), narrow: 'hide', cell: (row) => row.memo ?? '' },
      {
        id: 'debit',
        header: t('ledger.debit'),
        align: 'end',
        width: 130,
        cell: (row) => (row.debit === null ? '' : <Money {...row.debit} />),
      },
      {
        id: 'credit',
        header: t('ledger.credit'),
        align: 'end',
        width: 130,
        cell: (row) => (row.credit === null ? '' : <Money {...row.credit} />),
      },
      {
        id: 'after',
        header: t('ledger.balanceAfter'),
        align: 'end',
        width: 140,
        narrow: 'hide',
        cell: (row) => (row.balanceAfter === null ? '' : <Money {...row.balanceAfter} tone="quiet" />),
      },
      { id: 'at', header: t('common:labels.time'), width: 170, cell: (row) => format.dateTime(row.at) },
    ],
    [t, format, kindName],
  );
}
