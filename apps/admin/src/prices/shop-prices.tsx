import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { UnitPrice, useKeysetPaging, useListTable } from '@keyfall/web';
import { NothingFound } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useSkuName } from '../parts/local-name.ts';

type PriceRow = Outputs['prices']['shop']['items'][number];

/** A shop's retail prices as its distributor set them, with what keeps a SKU off its shelf. */
export function ShopPrices({ shopId, q }: { readonly shopId: string; readonly q: string | undefined }): ReactNode {
  const t = useT('admin');
  const nameOf = useSkuName();
  const paging = useKeysetPaging('shop-prices');
  const query = useQuery({
    ...trpc.prices.shop.queryOptions({
      shopId,
      ...paging.input,
      ...(q === undefined ? {} : { q }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useShopColumns();
  return (
    <DataTable
      id="shop-prices"
      label={t('prices.shopView')}
      columns={columns}
      {...table}
      rowKey={(row) => row.skuId}
      rowLabel={nameOf}
      empty={<NothingFound />}
    />
  );
}

function useShopColumns(): readonly DataColumn<PriceRow>[] {
  const t = useT('admin');
  const format = useFormat();
  const nameOf = useSkuName();
  return useMemo((): readonly DataColumn<PriceRow>[] => {
    const price = (
      id: 'cost' | 'suggested' | 'floor' | 'ceiling' | 'retail',
      header: string,
    ): DataColumn<PriceRow> => ({
      id,
      header,
      align: 'end',
      width: 125,
      ...(id === 'suggested' || id === 'floor' || id === 'ceiling' ? { narrow: 'hide' as const } : {}),
      cell: (row) => <UnitPrice price={row[id]} currency={row.currency} range={row.range} withSpan={id === 'retail'} />,
    });
    return [
      { id: 'name', header: t('catalog.oneSku'), cell: nameOf },
      {
        id: 'code',
        header: t('catalog.sku.code'),
        width: 170,
        narrow: 'hide',
        cell: (row) => <span className="mono">{row.code}</span>,
      },
      price('cost', t('prices.theirCost')),
      price('suggested', t('catalog.sku.suggested')),
      price('floor', t('catalog.sku.floor')),
      price('ceiling', t('catalog.sku.ceiling')),
      price('retail', t('prices.retail')),
      {
        id: 'available',
        header: t('catalog.available'),
        align: 'end',
        width: 100,
        cell: (row) => format.number(row.available),
      },
      {
        id: 'problem',
        header: t('prices.onShelf'),
        width: 170,
        narrow: 'corner',
        cell: (row) =>
          row.problem !== null ? (
            <StateBadge tone="danger">{t(`prices.problems.${row.problem}`)}</StateBadge>
          ) : row.hidden ? (
            <StateBadge tone="neutral">{t('prices.hidden')}</StateBadge>
          ) : (
            <StateBadge tone="success">{t('prices.shown')}</StateBadge>
          ),
      },
    ];
  }, [t, format, nameOf]);
}
