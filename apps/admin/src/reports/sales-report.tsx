import { SALES_GROUPS, type SalesGroup, type SalesReportDto } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useTableState, useUrlState } from '@keyfall/web';
import {
  PeriodFilters,
  ReportCut,
  SalesBars,
  salesOrdersHref,
  useSalesBy,
  useSalesLabel,
  useStatementPeriod,
} from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

type Row = SalesReportDto['rows'][number];

/** Sales, commission, cost and profit by day, hour, SKU, distributor or shop. */
export function SalesReport(): ReactNode {
  const can = useCan();
  const [url, setUrl] = useUrlState('by', 'month', 'from', 'until');
  const period = useStatementPeriod(url);
  const { by, filter } = useSalesBy(SALES_GROUPS, url.by);
  return (
    <>
      <PeriodFilters
        url={url}
        onChange={setUrl}
        period={period}
        before={[filter]}
        {...(can('reports.export')
          ? { files: { file: 'report', formats: ['csv', 'xlsx'], query: { report: 'sales', by } } }
          : {})}
      />
      <Figures key={by} by={by} period={period} />
    </>
  );
}

interface FiguresProps {
  readonly by: SalesGroup;
  readonly period: ReturnType<typeof useStatementPeriod>;
}

/** Keyed by the grouping: the rows of another one may stay for another period's sake, never under this one's name. */
function Figures({ by, period }: FiguresProps): ReactNode {
  const t = useT('documents');
  const query = useQuery({ ...trpc.reports.sales.queryOptions({ period, by }), placeholderData: keepPreviousData });
  const table = useTableState(query);
  const labelOf = useSalesLabel();
  return (
    <>
      <Totals total={query.data?.total} />
      <SalesBars
        by={by}
        currency={query.data?.currency}
        rows={query.data?.rows}
        series={[t('reports.sales'), ...(query.data?.total.profit == null ? [] : [t('reports.profit')])]}
        valuesOf={({ sales, profit }) => (profit === null ? [sales] : [sales, profit])}
      />
      <ReportCut report={query.data} />
      <DataTable
        id={`sales-by-${by}`}
        label={t('reports.views.sales')}
        columns={useSalesColumns(by)}
        rows={query.data?.rows}
        rowKey={(row) => row.key ?? 'none'}
        rowLabel={(row) => labelOf(by, row.label)}
        rowHref={(row) => salesOrdersHref(by, row.key, period)}
        {...table}
        empty={<EmptyState title={t('reports.nothingTitle')} description={t('reports.nothingHelp')} />}
      />
    </>
  );
}

function Totals({ total }: { readonly total: SalesReportDto['total'] | undefined }): ReactNode {
  const t = useT('documents');
  const format = useFormat();
  const money = (figure: SalesReportDto['total']['cost'] | undefined): ReactNode =>
    figure == null ? undefined : <Money {...figure} size="large" />;
  return (
    <StatGrid>
      <StatCard
        label={t('reports.sales')}
        value={money(total?.sales)}
        comparison={total === undefined ? undefined : `${t('reports.orders')}: ${format.number(total.orders)}`}
      />
      <StatCard label={t('reports.commission')} value={money(total?.commission)} />
      {total?.cost === null ? null : <StatCard label={t('reports.cost')} value={money(total?.cost)} />}
      {total?.profit === null ? null : <StatCard label={t('reports.profit')} value={money(total?.profit)} />}
    </StatGrid>
  );
}

function useSalesColumns(by: SalesGroup): readonly DataColumn<Row>[] {
  const t = useT('documents');
  const format = useFormat();
  const seesCost = useCan()('inventory.read_cost');
  const labelOf = useSalesLabel();
  return useMemo((): readonly DataColumn<Row>[] => {
    const figures = seesCost
      ? (['sales', 'commission', 'cost', 'profit'] as const)
      : (['sales', 'commission'] as const);
    return [
      {
        id: 'label',
        header: t(`reports.columns.${by}`),
        cell: (row) => labelOf(by, row.label),
      },
      { id: 'orders', header: t('reports.orders'), align: 'end', width: 90, cell: (row) => format.number(row.orders) },
      { id: 'units', header: t('reports.units'), align: 'end', width: 90, cell: (row) => format.number(row.units) },
      ...figures.map((figure) => ({
        id: figure,
        header: t(`reports.${figure}`),
        align: 'end' as const,
        width: 130,
        ...(figure === 'sales' ? { narrow: 'corner' as const } : {}),
        cell: (row: Row) => {
          const money = row[figure];
          return money === null ? '' : <Money {...money} />;
        },
      })),
    ];
  }, [t, format, by, seesCost, labelOf]);
}
