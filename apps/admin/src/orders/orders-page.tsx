import { ORDER_STATES } from '@keyfall/contracts';
import { readOrderSearch } from '@keyfall/contracts/order-search';
import { useFormat, useT } from '@keyfall/i18n';
import { isCurrencyCode } from '@keyfall/money/format';
import { DataTable, FilterBar, Money, PageHeader, SidePanel } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useKeysetPaging, useListTable, useTableSort, useTitle, useUrlState } from '@keyfall/web';
import { ExportLink, ListEmpty } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { IconArrowsMaximize, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { useAdminSession, useCurrency } from '../session/use-admin-session.ts';
import { OrderDetail } from './order-detail.tsx';
import { OrdersOfCode } from './orders-of-code.tsx';

type OrderRow = Outputs['orders']['list']['items'][number];

const NEWEST_FIRST = { id: 'created', desc: true } as const;

/** Midnight of a day in the reader's own time; days are whole, so “until” is the midnight after. */
function instantOfDay(day: string, plusDays: number): string | undefined {
  const at = new Date(`${day}T00:00:00`);
  if (Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + plusDays);
  return at.toISOString();
}

/** Whether a search text is neither number, contact nor amount, and so may be a code's value. */
function looksLikeCode(text: string, currency: string): boolean {
  return text !== '' && isCurrencyCode(currency) && readOrderSearch(text, currency).by === 'code';
}

/** Orders of all shops: one box finds by number, contact, code or amount; the list keeps its place beside the detail. */
export function OrdersPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.orders'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('q', 'state', 'from', 'until', 'distributor', 'shop', 'open');
  const paging = useKeysetPaging('orders');
  const [sort, setSort] = useTableSort(['created']);
  const state = ORDER_STATES.find((each) => each === url.state);
  const from = url.from === undefined ? undefined : instantOfDay(url.from, 0);
  const until = url.until === undefined ? undefined : instantOfDay(url.until, 1);
  const filter = {
    ...(sort?.desc === false ? { sort: 'oldest' as const } : {}),
    ...(url.q === undefined ? {} : { q: url.q }),
    ...(url.distributor === undefined ? {} : { distributorId: url.distributor }),
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
  const currency = useCurrency();
  const [code, setCode] = useState<string | undefined>(undefined);
  const isFiltered = Object.entries(url).some(([name, value]) => name !== 'open' && value !== undefined);
  const isNarrowed = url.distributor !== undefined || url.shop !== undefined;
  return (
    <>
      <PageHeader title={t('nav.orders')} description={t('orders.help')} />
      <FilterBar
        filters={[
          { kind: 'search', id: 'q', label: t('orders.search'), placeholder: t('orders.searchHint') },
          {
            kind: 'select',
            id: 'state',
            label: t('common:labels.state'),
            options: ORDER_STATES.map((each) => ({ value: each, label: t(`common:states.order.${each}`) })),
          },
          { kind: 'date', id: 'from', label: t('ui:from') },
          { kind: 'date', id: 'until', label: t('ui:to') },
        ]}
        values={{ ...url, q: code ?? url.q }}
        onChange={(patch) => {
          // What may be a code must not stand in an address: it is looked up apart, and forgotten.
          const isCode = patch['q'] !== undefined && looksLikeCode(patch['q'], currency);
          setCode(isCode ? patch['q'] : undefined);
          setUrl(isCode ? { ...patch, q: undefined } : patch);
          paging.reset();
        }}
        actions={
          <>
            {isNarrowed ? (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconX size={14} />}
                onClick={() => setUrl({ distributor: undefined, shop: undefined })}
              >
                {t('shops.oneDistributor')}
              </Button>
            ) : null}
            <ExportLink path="/downloads/orders.csv" filter={{ ...filter, state }} />
          </>
        }
      />
      {code === undefined ? null : (
        <OrdersOfCode
          key={code}
          value={code}
          columns={columns}
          onOpen={(orderNo) => setUrl({ open: orderNo }, { push: true })}
        />
      )}
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
      <SidePanel
        opened={url.open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={<span className="mono">{url.open}</span>}
        actions={
          <Button
            component="a"
            href={`/orders/${url.open ?? ''}`}
            variant="default"
            leftSection={<IconArrowsMaximize size={16} />}
          >
            {t('orders.fullPage')}
          </Button>
        }
      >
        {url.open === undefined ? null : <OrderDetail key={url.open} orderNo={url.open} narrow />}
      </SidePanel>
    </>
  );
}

function useOrderColumns(): readonly DataColumn<OrderRow>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<OrderRow>[] => [
      {
        id: 'number',
        header: t('orders.number'),
        width: 190,
        cell: (row) => <span className="mono">{row.orderNo}</span>,
      },
      {
        id: 'title',
        header: t('catalog.product'),
        cell: (row) =>
          row.moreLines === 0 ? row.title : t('orders.titleAndMore', { title: row.title, count: row.moreLines }),
      },
      {
        id: 'units',
        header: t('common:labels.quantity'),
        align: 'end',
        width: 80,
        narrow: 'hide',
        cell: (row) => format.number(row.units),
      },
      {
        id: 'amount',
        header: t('common:labels.amount'),
        align: 'end',
        width: 120,
        narrow: 'corner',
        cell: (row) => <Money {...row.amount} />,
      },
      {
        id: 'refunded',
        header: t('orders.refunded'),
        align: 'end',
        width: 110,
        narrow: 'hide',
        hiddenByDefault: true,
        cell: (row) => (/[1-9]/.test(row.refunded.amount) ? <Money {...row.refunded} tone="quiet" /> : ''),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateLabel of="order" state={row.state} />,
      },
      {
        id: 'shop',
        header: t('prices.shop'),
        width: 150,
        narrow: 'hide',
        cell: (row) => row.shopName ?? row.distributorName,
      },
      { id: 'contact', header: t('orders.contact'), width: 190, cell: (row) => row.contact ?? '' },
      {
        id: 'created',
        header: t('orders.placed'),
        width: 170,
        sortable: true,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}
