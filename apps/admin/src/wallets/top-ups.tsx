import { TOP_UP_STATES } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useKeysetPaging, useListTable } from '@keyfall/web';
import { ListEmpty, useStateFilter } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { TopUpDecision } from './top-up-decision.tsx';

export type TopUp = Outputs['wallets']['topUps']['items'][number];

/** Money on its way into wallets, newest first; what waits for a person carries its buttons. */
export function TopUps(): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('top-ups');
  const { state, filterBar } = useStateFilter(TOP_UP_STATES, (each) => t(`common:states.topUp.${each}`), paging);
  const input = {
    ...paging.input,
    ...(state === undefined ? {} : { states: [state] }),
  };
  const query = useQuery({ ...trpc.wallets.topUps.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useTopUpColumns();
  return (
    <>
      {filterBar}
      <DataTable
        id="top-ups"
        label={t('wallets.views.topUps')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.distributorName} ${row.amount.amount}`}
        empty={
          <ListEmpty
            isFiltered={state !== undefined}
            title={t('wallets.noTopUps')}
            description={t('wallets.noTopUpsHelp')}
          />
        }
      />
    </>
  );
}

function useTopUpColumns(): readonly DataColumn<TopUp>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<TopUp>[] => [
      { id: 'distributor', header: t('wallets.distributor'), cell: (row) => row.distributorName },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 140,
        narrow: 'corner',
        cell: (row) => <StateLabel of="topUp" state={row.state} />,
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'act',
        header: t('common:labels.action'),
        width: 190,
        hideable: false,
        cell: (row) => <TopUpDecision topUp={row} />,
      },
      {
        id: 'bonus',
        header: t('wallets.bonus'),
        align: 'end',
        width: 110,
        narrow: 'hide',
        cell: (row) => (/[1-9]/.test(row.bonus.amount) ? <Money {...row.bonus} /> : '—'),
      },
      { id: 'via', header: t('wallets.method'), width: 150, hiddenByDefault: true, cell: (row) => row.via },
      { id: 'payer', header: t('wallets.payer'), width: 140, cell: (row) => row.payerName ?? '—' },
      {
        id: 'line',
        header: t('wallets.bankLine'),
        width: 150,
        wrap: true,
        narrow: 'hide',
        cell: (row) => (row.reversedAt === null ? (row.bankLine ?? row.reason ?? '—') : t('wallets.reversed')),
      },
      {
        id: 'side',
        header: t('wallets.declaredBy'),
        width: 120,
        hiddenByDefault: true,
        cell: (row) => t(`wallets.sides.${row.declaredSide}`),
      },
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}
