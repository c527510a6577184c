import { useT } from '@keyfall/i18n';
import { DataTable, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { UnitPrice, useCan, useKeysetPaging, useListTable } from '@keyfall/web';
import { NothingFound, useToast } from '@keyfall/web/office';
import { Button, Group, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useSkuName } from '../parts/local-name.ts';
import { toPrice } from '../parts/typed-fields.tsx';

type CostRow = Outputs['prices']['costs']['items'][number];
type Changes = Readonly<Record<string, string>>;

const PRICE = /^(0|[1-9]\d{0,11})(\.\d{1,8})?$/;
const isWrong = (typed: string): boolean => {
  const price = toPrice(typed);
  return price !== null && !PRICE.test(price);
};

export interface CostGridProps {
  readonly distributorId: string;
  readonly q: string | undefined;
}

/** What a distributor pays for each SKU: its own price, its parent's beside it, and what really holds. */
export function CostGrid({ distributorId, q }: CostGridProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const nameOf = useSkuName();
  const [changes, setChanges] = useState<Changes>({});
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
  const save = useMutation({
    mutationFn: () =>
      client.prices.setCosts.mutate({
        distributorId,
        changes: Object.entries(changes).map(([skuId, typed]) => ({ skuId, unitPrice: toPrice(typed) })),
      }),
    onSuccess: async () => {
      setChanges({});
      toast.success(t('common:messages.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.prices.pathKey() });
    },
    onError: toast.error,
  });
  const columns = useCostColumns(changes, setChanges);
  const wrong = Object.values(changes).filter(isWrong).length;
  const count = Object.keys(changes).length;
  return (
    <>
      <DataTable
        id="costs"
        label={t('prices.costView')}
        columns={columns}
        {...table}
        rowKey={(row) => row.skuId}
        rowLabel={nameOf}
        empty={<NothingFound />}
      />
      {count === 0 ? null : (
        <div className="save-bar">
          <output>{wrong === 0 ? t('prices.changed', { count }) : t('prices.wrong', { count: wrong })}</output>
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => setChanges({})}>
              {t('list.discard')}
            </Button>
            <Button size="xs" disabled={wrong > 0} loading={save.isPending} onClick={() => save.mutate()}>
              {t('common:actions.save')}
            </Button>
          </Group>
        </div>
      )}
    </>
  );
}

function useCostColumns(changes: Changes, setChanges: (changes: Changes) => void): readonly DataColumn<CostRow>[] {
  const t = useT('admin');
  const can = useCan();
  const nameOf = useSkuName();
  const readOnly = !can('prices.write');
  return useMemo((): readonly DataColumn<CostRow>[] => {
    const price = (
      id: 'unitCost' | 'suggested' | 'parentCost' | 'effectiveCost',
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
      {
        id: 'ownCost',
        header: t('prices.ownCost'),
        align: 'end',
        width: 140,
        hideable: false,
        cell: (row) => {
          const typed = changes[row.skuId];
          return (
            <span className="price-cell">
              <TextInput
                size="xs"
                aria-label={`${row.code} · ${t('prices.ownCost')}`}
                inputMode="decimal"
                maxLength={24}
                readOnly={readOnly}
                placeholder={row.parentCost ?? ''}
                value={typed ?? row.ownCost ?? ''}
                error={typed !== undefined && isWrong(typed)}
                data-changed={typed !== undefined || undefined}
                onChange={(event) => {
                  const text = event.currentTarget.value;
                  const rest = Object.fromEntries(Object.entries(changes).filter(([id]) => id !== row.skuId));
                  setChanges(text === (row.ownCost ?? '') ? rest : { ...rest, [row.skuId]: text });
                }}
              />
            </span>
          );
        },
      },
      price('effectiveCost', t('prices.effectiveCost')),
      {
        id: 'lifted',
        header: t('prices.mark'),
        width: 120,
        cell: (row) => (row.lifted ? <StateBadge tone="warning">{t('prices.lifted')}</StateBadge> : null),
      },
    ];
  }, [t, can, nameOf, changes, setChanges, readOnly]);
}
