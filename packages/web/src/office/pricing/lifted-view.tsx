import type { LiftedLinkDto } from '@keyfall/contracts/price-schemas';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { DataTable, EmptyState } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useKeysetPaging } from '../../table/use-keyset-paging.ts';
import { useListTable } from '../../table/use-list-table.ts';
import { priceKey, type PricingApi } from './pricing-api.ts';
import classes from './pricing.module.css';

/** Links that a rise lifted, and that earn nothing until repriced. */
export function LiftedView({ api }: { readonly api: PricingApi }): ReactNode {
  const t = useT('pricing');
  const format = useFormat();
  const { locale } = useI18n();
  const paging = useKeysetPaging('lifted');
  const query = useQuery({
    queryKey: priceKey(api, 'lifted', paging.input),
    queryFn: () => api.lifted(paging.input),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useMemo(
    (): readonly DataColumn<LiftedLinkDto>[] => [
      { id: 'sku', header: t('grid.sku'), cell: (row) => (locale === 'zh-CN' ? row.nameZh : row.nameEn) },
      { id: 'code', header: t('impact.sku'), width: 180, cell: (row) => <span className="mono">{row.code}</span> },
      { id: 'who', header: t('lifted.who'), width: 220, cell: (row) => row.distributorName },
      { id: 'parent', header: t('lifted.parent'), width: 220, cell: (row) => row.parentName },
      { id: 'since', header: t('lifted.since'), width: 180, cell: (row) => format.dateTime(row.since) },
    ],
    [t, format, locale],
  );
  return (
    <Stack gap="sm">
      <p className={classes['quiet']}>{t('lifted.help')}</p>
      <DataTable
        id="lifted"
        label={t('views.lifted')}
        columns={columns}
        {...table}
        rowKey={(row) => `${row.distributorId}/${row.skuId}`}
        rowLabel={(row) => row.code}
        {...(api.canWrite ? { rowHref: api.repriceHref } : {})}
        empty={<EmptyState title={t('lifted.none')} description={t('lifted.noneHelp')} />}
      />
    </Stack>
  );
}
