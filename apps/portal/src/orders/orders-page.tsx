import { ORDER_STATES } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, FilterBar, Money, PageHeader } from '@keyfall/ui';
import type { DataColumn, Filter } from '@keyfall/ui';
import { StateLabel, useKeysetPaging, useListTable, useTableSort, useTitle, useUrlState } from '@keyfall/web';
import { ExportLink, ListEmpty } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { dayEnd, dayStart } from '../parts/day-bounds.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { OrderPanel } from './order-panel.tsx';

export type OrderRow = Outputs['orders']['list']['items'][number];

const NEWEST_FIRST = { id: 'created', desc: true } as const;

/** Orders of the distributor's own shops: one search box, filters in the URL, the detail beside the list. */
export function OrdersPage(): ReactNode {
  const t = useT('portal');
  useTitle(t('nav.orders'), usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('q', 'state', 'shop', 'from', 'until', 'open');
  const paging = useKeysetPaging('orders');
  const [sort, setSort] = useTableSort(['created']);
  const shops = useQuery(trpc.shops.list.queryOptions({ limit: 50 }));
  const state = ORDER_STATES.find((each) => each === url.state);
  const [from, until] = [dayStart(url.from), dayEnd(url.until)];
  const filter = {
    ...(sort?.desc === false ? { sort: 'oldest' as const } : {}),
    ...(url.q === undefined ? {} : { q: url.q }),
    ...(url.shop === undefined ? {} : { shopId: url.shop }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
  const input: Inputs['orders']['list'] = {
    ...filter,
    ...paging.input,
    ...(state === undefined ? {} : { states: [state] }),
  };
  const query = useQuery({ ...trpc.orders.list.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useOrderColumns();
  const filters = useOrderFilters(shops.data?.items ?? []);
  const isFiltered = [url.q, url.state, url.shop, url.from, url.until].some((value) => value !== undefined);
  return (
    <>
      <PageHeader title={t('nav.orders')} description={t('orders.help')} />
      <FilterBar
        filters={filters}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
        actions={<ExportLink path="/downloads/orders.csv" filter={{ ...filter, state }} />}
      />
      <DataTable
        id="orders"
        label={t('nav.orders')}
        columns={columns}
        {...table}
        rowKey={(row) => row.orderNo}
        rowLabel={(row) => row.orderNo}
        onOpen={(row) => setUrl({ open: row.orderNo }, { push: true })}
        openKey={url.open}
        sort={sort ?? NEWEST_FIRST}
        onSortChange={setSort}
        empty={<ListEmpty isFiltered={isFiltered} title={t('orders.emptyTitle')} description={t('orders.emptyHelp')} />}
      />
      {url.open === undefined ? null : <OrderPanel orderNo={url.open} onClose={() => setUrl({ open: undefined })} />}
    </>
  );
}

function useOrderFilters(shops: Outputs['shops']['list']['items']): readonly Filter[] {
  const t = useT('portal');
  const shopFilter: Filter = {
    kind: 'select',
    id: 'shop',
    label: t('shops.shop'),
    options: shops.map(({ id, name }) => ({ value: id, label: name })),
  };
  return [
    { kind: 'search', id: 'q', label: t('orders.searchLabel'), placeholder: t('orders.searchHint') },
    {
      kind: 'select',
      id: 'state',
      label: t('common:labels.state'),
      options: ORDER_STATES.map((value) => ({ value, label: t(`common:states.order.${value}`) })),
    },
    ...(shops.length > 1 ? [shopFilter] : []),
    { kind: 'date', id: 'from', label: t('orders.from') },
    { kind: 'date', id: 'until', label: t('orders.until') },
  ];
}

function useOrderColumns(): readonly DataColumn<OrderRow>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<OrderRow>[] => [
      {
        id: 'number',
        header: t('orders.number'),
        width: 200,
        cell: (row) => <span className="mono">{row.orderNo}</span>,
      },
      {
        id: 'goods',
        header: t('orders.goods'),
        cell: (row) =>
          row.moreLines === 0 ? row.title : t('orders.andMore', { title: row.title, count: row.moreLines }),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="order" state={row.state} />,
      },
      { id: 'shop', header: t('shops.shop'), width: 150, narrow: 'hide', cell: (row) => row.shopName ?? '—' },
      {
        id: 'contact',
        header: t('orders.contact'),
        width: 190,
        hiddenByDefault: true,
        cell: (row) => row.contact ?? '—',
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'refunded',
        header: t('orders.refunded'),
        align: 'end',
        width: 120,
        narrow: 'hide',
        cell: (row) => (/[1-9]/.test(row.refunded.amount) ? <Money {...row.refunded} /> : '—'),
      },
      {
        id: 'created',
        header: t('common:labels.time'),
        width: 170,
        sortable: true,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}
