import { useT } from '@keyfall/i18n';
import { DataTable, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { UnitPrice, useCan, useKeysetPaging, useListTable } from '@keyfall/web';
import { NothingFound } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useSkuName } from '../parts/local-name.ts';
import { childPricesHref } from './child-prices-href.ts';

type CostRow = Outputs['prices']['costs']['items'][number];
export interface CostGridProps {
  readonly distributorId: string;
  readonly q: string | undefined;
}

/**
 * What a distributor pays for each SKU: its own price, its parent's beside it, and what really holds. Prices are set in the grid of
 * its parent's children, where tiers and dates are seen and whom a change concerns.
 */
export function CostGrid({ distributorId, q }: CostGridProps): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const nameOf = useSkuName();
  const paging = useKeysetPaging('costs');
  const query = useQuery({
    ...trpc.prices.costs.queryOptions({
      distributorId,
      ...paging.input,
      ...(q === undefined ? {} : { q }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useCostColumns();
  const node = useQuery(trpc.distributors.get.queryOptions({ id: distributorId }));
  const parent = node.data?.ancestors.at(-1);
  return (
    <>
      {parent === undefined || !can('prices.write') ? null : (
        <Group mb="sm">
          <Button
            variant="default"
            component="a"
            href={childPricesHref(parent.id, distributorId, q)}
            leftSection={<IconPencil size={16} />}
          >
            {t('prices.setThem', { name: parent.name })}
          </Button>
        </Group>
      )}
      <DataTable
        id="costs"
        label={t('prices.costView')}
        columns={columns}
        {...table}
        rowKey={(row) => row.skuId}
        rowLabel={nameOf}
        empty={<NothingFound />}
      />
    </>
  );
}

function useCostColumns(): readonly DataColumn<CostRow>[] {
  const t = useT('admin');
  const can = useCan();
  const nameOf = useSkuName();
  return useMemo((): readonly DataColumn<CostRow>[] => {
    const price = (
      id: 'unitCost' | 'suggested' | 'parentCost' | 'ownCost' | 'effectiveCost',
      header: string,
    ): DataColumn<CostRow> => ({
      id,
      header,
      align: 'end',
      width: 130,
      ...(id === 'unitCost' || id === 'suggested' ? { narrow: 'hide' as const } : {}),
      cell: (row) => (
        <UnitPrice price={row[id]} currency={row.currency} range={row.range} withSpan={id === 'effectiveCost'} />
      ),
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
      ...(can('inventory.read_cost') ? [price('unitCost', t('prices.ourCost'))] : []),
      price('suggested', t('catalog.sku.suggested')),
      price('parentCost', t('prices.parentCost')),
      price('ownCost', t('prices.ownCost')),
      price('effectiveCost', t('prices.effectiveCost')),
      {
        id: 'lifted',
        header: t('prices.mark'),
        width: 120,
        cell: (row) => (row.lifted ? <StateBadge tone="warning">{t('prices.lifted')}</StateBadge> : null),
      },
    ];
  }, [t, can, nameOf]);
}
