import type { BillDto } from '@keyfall/contracts/reconciliation-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useKeysetPaging, useListTable } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';

const TONES = { fetching: 'neutral', failed: 'danger', done: 'success' } as const;

/** Days and what their bills come to, latest first. */
export function Bills(): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('bills');
  const query = useQuery({
    ...trpc.reconciliation.bills.queryOptions(paging.input),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  return (
    <DataTable
      id="bills"
      label={t('reconciliation.views.bills')}
      columns={useBillColumns()}
      {...table}
      rowKey={(row) => row.id}
      rowLabel={(row) => `${row.accountName} ${row.day}`}
      empty={<EmptyState title={t('reconciliation.noBills')} description={t('reconciliation.noBillsHelp')} />}
    />
  );
}

function useBillColumns(): readonly DataColumn<BillDto>[] {
  const t = useT('admin');
  const format = useFormat();
  const mayCompare = useCan()('reconciliation.resolve');
  return useMemo(
    (): readonly DataColumn<BillDto>[] => [
      { id: 'day', header: t('reconciliation.day'), width: 110, cell: (row) => row.day },
      { id: 'account', header: t('reconciliation.account'), cell: (row) => row.accountName },
      {
        id: 'state',
        header: t('reconciliation.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateBadge tone={TONES[row.state]}>{t(`reconciliation.billStates.${row.state}`)}</StateBadge>,
      },
      {
        id: 'lines',
        header: t('reconciliation.lines'),
        align: 'end',
        width: 80,
        givesWay: true,
        cell: (row) => format.number(row.lines),
      },
      ...(['gross', 'refunded', 'fee', 'net'] as const).map((figure) => ({
        id: figure,
        header: t(`reconciliation.${figure}`),
        align: 'end' as const,
        width: 120,
        ...(figure === 'refunded' ? { givesWay: true } : {}),
        cell: (row: BillDto) => row.totals.map((total) => <Money key={total.net.currency} {...total[figure]} />),
      })),
      {
        id: 'tickets',
        header: t('reconciliation.openTickets'),
        align: 'end',
        width: 110,
        cell: (row) => format.number(row.openTickets),
      },
      ...(mayCompare
        ? [
            {
              id: 'again',
              header: t('common:labels.action'),
              width: 130,
              hideable: false,
              cell: (row: BillDto) => <CompareAgain bill={row} />,
            },
          ]
        : []),
    ],
    [t, format, mayCompare],
  );
}

function CompareAgain({ bill }: { readonly bill: BillDto }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const queries = useQueryClient();
  const compare = useMutation({
    mutationFn: () => client.reconciliation.compare.mutate({ accountId: bill.accountId, day: bill.day }),
    onSuccess: ({ opened }) => toast.success(t('reconciliation.compared', { count: opened })),
    onError: toast.error,
    onSettled: () => queries.invalidateQueries(trpc.reconciliation.pathFilter()),
  });
  return (
    <Button size="compact-sm" variant="default" loading={compare.isPending} onClick={() => compare.mutate()}>
      {t('reconciliation.compareAgain')}
    </Button>
  );
}
