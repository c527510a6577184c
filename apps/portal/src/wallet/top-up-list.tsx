import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useKeysetPaging, useListTable } from '@keyfall/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type TopUp = Outputs['wallet']['topUps']['items'][number];

/** Money paid into the wallet, or declared and not found yet. */
export function TopUpList(): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const paging = useKeysetPaging('wallet-top-ups');
  const input = paging.input;
  const query = useQuery({ ...trpc.wallet.topUps.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useMemo(
    (): readonly DataColumn<TopUp>[] => [
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
      { id: 'via', header: t('wallet.via'), cell: (row) => row.via },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 140,
        narrow: 'corner',
        cell: (row) => <StateLabel of="topUp" state={row.state} />,
      },
      {
        id: 'note',
        header: t('common:labels.reason'),
        narrow: 'hide',
        cell: (row) => (row.reversedAt === null ? (row.reason ?? '') : t('wallet.reversed')),
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'bonus',
        header: t('wallet.bonus'),
        align: 'end',
        width: 120,
        narrow: 'hide',
        cell: (row) => (/[1-9]/.test(row.bonus.amount) ? <Money {...row.bonus} /> : '—'),
      },
    ],
    [t, format],
  );
  return (
    <DataTable
      id="wallet-top-ups"
      label={t('wallet.views.topUps')}
      columns={columns}
      {...table}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.via}
      empty={<EmptyState title={t('wallet.noTopUps')} description={t('wallet.noTopUpsHelp')} />}
    />
  );
}
