import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, PageHeader } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useCan, useKeysetPaging, useListTable, useTitle } from '@keyfall/web';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';

type Row = Outputs['purchases']['list']['items'][number];

/** What the distributor bought for itself, newest first. */
export function PurchasesPage(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  useTitle(t('nav.purchases'), usePortalSession().distributor.name);
  const paging = useKeysetPaging('purchases');
  const input = paging.input;
  const query = useQuery({ ...trpc.purchases.list.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = usePurchaseColumns();
  const buy = can('purchases.place') ? (
    <Button component="a" href="/purchases/new">
      {t('purchases.buy')}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t('nav.purchases')} description={t('purchases.help')} action={buy} />
      <DataTable
        id="purchases"
        label={t('nav.purchases')}
        columns={columns}
        {...table}
        rowKey={(row) => row.orderNo}
        rowLabel={(row) => row.orderNo}
        rowHref={(row) => `/purchases/${row.orderNo}`}
        empty={<EmptyState title={t('purchases.emptyTitle')} description={t('purchases.emptyHelp')} action={buy} />}
      />
    </>
  );
}

function usePurchaseColumns(): readonly DataColumn<Row>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Row>[] => [
      {
        id: 'number',
        header: t('purchases.number'),
        width: 200,
        cell: (row) => <span className="mono">{row.orderNo}</span>,
      },
      {
        id: 'goods',
        header: t('purchases.goods'),
        cell: (row) =>
          row.moreLines === 0 ? row.title : t('orders.andMore', { title: row.title, count: row.moreLines }),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 140,
        narrow: 'corner',
        cell: (row) => <StateLabel of="order" state={row.state} />,
      },
      {
        id: 'progress',
        header: t('purchases.progress'),
        align: 'end',
        width: 150,
        cell: (row) => t('purchases.progressOf', { done: format.number(row.delivered), all: format.number(row.units) }),
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row.amount} />,
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
