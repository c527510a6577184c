import { WALLET_PURSES } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, Money } from '@keyfall/ui';
import type { DataColumn, Filter } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { ListEmpty } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Entry = Outputs['wallet']['entries']['items'][number];

/** Every movement of the wallet with the balance it left, newest first. */
export function WalletEntries(): ReactNode {
  const t = useT('portal');
  const [url, setUrl] = useUrlState('purse');
  const paging = useKeysetPaging('wallet-entries');
  const purse = WALLET_PURSES.find((one) => one === url.purse);
  const input = {
    ...paging.input,
    ...(purse === undefined ? {} : { purse }),
  };
  const query = useQuery({ ...trpc.wallet.entries.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useEntryColumns();
  const filters: readonly Filter[] = [
    {
      kind: 'select',
      id: 'purse',
      label: t('wallet.purse'),
      options: WALLET_PURSES.map((value) => ({ value, label: t(`wallet.purses.${value}`) })),
    },
  ];
  return (
    <>
      <FilterBar
        filters={filters}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="wallet-entries"
        label={t('wallet.views.entries')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.reference ?? row.id}
        empty={
          <ListEmpty
            isFiltered={purse !== undefined}
            title={t('wallet.emptyTitle')}
            description={t('wallet.emptyHelp')}
          />
        }
      />
    </>
  );
}

function useEntryColumns(): readonly DataColumn<Entry>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Entry>[] => [
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
      {
        id: 'what',
        header: t('wallet.what'), // A sale of the wholesaler's is the distributor's purchase.
        cell: (row) => (row.kind === 'sale' ? t('wallet.purchase') : t(`common:kinds.journal.${row.kind}`)),
      },
      { id: 'purse', header: t('wallet.purse'), width: 120, cell: (row) => t(`wallet.purses.${row.purse}`) },
      {
        id: 'reference',
        header: t('wallet.reference'),
        width: 200,
        cell: (row) => <span className="mono">{row.reference ?? '—'}</span>,
      },
      {
        id: 'amount',
        header: t('wallet.change'),
        align: 'end',
        width: 140,
        narrow: 'corner',
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'balance',
        header: t('wallet.balance'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.balanceAfter} />,
      },
    ],
    [t, format],
  );
}
