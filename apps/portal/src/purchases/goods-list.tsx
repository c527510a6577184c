import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { UnitPrice, useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Goods } from './use-cart.ts';

export interface GoodsListProps {
  readonly chosen: ReadonlySet<string>;
  readonly onAdd: (goods: Goods) => void;
}

/** Goods with the distributor's own price for one unit, to be added to the purchase. */
export function GoodsList({ chosen, onAdd }: GoodsListProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const [url, setUrl] = useUrlState('q');
  const paging = useKeysetPaging('purchase-goods');
  const input = {
    ...paging.input,
    ...(url.q === undefined ? {} : { q: url.q }),
  };
  const query = useQuery({ ...trpc.purchases.goods.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useMemo(
    (): readonly DataColumn<Goods>[] => [
      {
        id: 'name',
        header: t('purchases.goods'),
        cell: (row) => (
          <>
            {row.name} <span className="quiet small mono">{row.code}</span>
          </>
        ),
      },
      {
        id: 'stock',
        header: t('purchases.stock'),
        align: 'end',
        width: 130,
        cell: (row) => (
          <>
            {format.number(row.available)}
            {row.mayWait ? <span className="quiet small"> {t('purchases.mayWait')}</span> : null}
          </>
        ),
      },
      {
        id: 'price',
        header: t('purchases.yourPrice'),
        align: 'end',
        width: 150,
        cell: (row) => <UnitPrice price={row.unitPrice} currency={row.currency} range={row.faceRange} />,
      },
      {
        id: 'add',
        header: t('common:labels.action'),
        width: 100,
        hideable: false,
        cell: (row) => (
          <Button
            size="compact-sm"
            variant="default"
            disabled={chosen.has(row.skuId)}
            onClick={() => onAdd(row)}
            aria-label={`${t('purchases.add')} ${row.name}`}
          >
            {t('purchases.add')}
          </Button>
        ),
      },
    ],
    [t, format, chosen, onAdd],
  );
  return (
    <div>
      <FilterBar
        filters={[
          { kind: 'search', id: 'q', label: t('purchases.searchLabel'), placeholder: t('purchases.searchHint') },
        ]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="purchase-goods"
        label={t('purchases.goods')}
        columns={columns}
        {...table}
        rowKey={(row) => row.skuId}
        rowLabel={(row) => row.name}
        empty={<EmptyState title={t('purchases.noGoods')} description={t('purchases.noGoodsHelp')} />}
      />
    </div>
  );
}
