import type { StockValueDto } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useTableState } from '@keyfall/web';
import { PeriodFiles, ReportCut } from '@keyfall/web/office';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

type Row = StockValueDto['rows'][number];

/** Unsold codes at what they cost, and how long they last. */
export function StockValue(): ReactNode {
  const t = useT('documents');
  const can = useCan();
  const format = useFormat();
  const query = useQuery(trpc.reports.stockValue.queryOptions());
  const table = useTableState(query);
  const total = query.data?.total;
  return (
    <>
      <Group justify="space-between" mb="sm">
        <p className="quiet small">{t('reports.stockHelp')}</p>
        {can('reports.export') ? (
          <PeriodFiles file="report" formats={['csv', 'xlsx']} query={{ report: 'stock-value' }} />
        ) : null}
      </Group>
      <StatGrid>
        <StatCard
          label={t('reports.value')}
          value={total === undefined ? undefined : <Money {...total.value} size="large" />}
        />
        <StatCard label={t('reports.units')} value={total === undefined ? undefined : format.number(total.units)} />
      </StatGrid>
      <ReportCut report={query.data} />
      <DataTable
        id="stock-value"
        label={t('reports.views.stock')}
        columns={useStockColumns()}
        rows={query.data?.rows}
        rowKey={(row) => row.skuId}
        rowLabel={(row) => row.label}
        rowHref={(row) => `/inventory?q=${encodeURIComponent(row.code)}`}
        {...table}
        empty={<EmptyState title={t('reports.nothingTitle')} description={t('reports.stockHelp')} />}
      />
    </>
  );
}

function useStockColumns(): readonly DataColumn<Row>[] {
  const t = useT('documents');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Row>[] => [
      {
        id: 'sku',
        header: t('reports.sku'),
        cell: (row) => (
          <>
            {row.label} <span className="mono small quiet">{row.code}</span>
          </>
        ),
      },
      ...(['units', 'reserved', 'unknown'] as const).map((figure) => ({
        id: figure,
        header: t(`reports.${figure}`),
        align: 'end' as const,
        width: 100,
        cell: (row: Row) => format.number(row[figure]),
      })),
      {
        id: 'expiry',
        header: t('reports.firstExpiry'),
        width: 130,
        cell: (row) => (row.firstExpiry === null ? '' : format.date(row.firstExpiry)),
      },
      {
        id: 'daysLeft',
        header: t('reports.daysLeft'),
        align: 'end',
        width: 100,
        cell: (row) => (row.daysLeft === null ? '—' : format.number(row.daysLeft)),
      },
      {
        id: 'value',
        header: t('reports.value'),
        align: 'end',
        width: 140,
        narrow: 'corner',
        cell: (row) => <Money {...row.value} />,
      },
    ],
    [t, format],
  );
}
