import { SALES_GROUPS, type SalesGroup, type SalesReportDto } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useErrorNotice, useUrlState } from '@keyfall/web';
import { PeriodFilters, useStatementPeriod, type StatementPeriod } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

const ReportChart = lazy(() => import('./report-chart.tsx').then((module) => ({ default: module.ReportChart })));

const CHART_ROWS_MAX = 31;

type Row = SalesReportDto['rows'][number];

/** Sales, commission, cost and profit by day, hour, SKU, distributor or shop. */
export function SalesReport(): ReactNode {
  const t = useT('documents');
  const can = useCan();
  const noticeOf = useErrorNotice();
  const [url, setUrl] = useUrlState('by', 'month', 'from', 'until');
  const period = useStatementPeriod(url);
  const by = SALES_GROUPS.find((each) => each === url.by) ?? 'day';
  const query = useQuery({ ...trpc.reports.sales.queryOptions({ period, by }), placeholderData: keepPreviousData });
  const format = useFormat();
  const chartLabel = (label: string): string =>
    by === 'day' ? format.day(`${label}T12:00:00`) : label === '' ? t('reports.noShop') : label;
  const shown = query.data?.rows.slice(0, CHART_ROWS_MAX) ?? [];
  const group = {
    kind: 'select' as const,
    id: 'by',
    label: t('reports.by'),
    unset: t('reports.groups.day'),
    options: SALES_GROUPS.filter((each) => each !== 'day').map((each) => ({
      value: each,
      label: t(`reports.groups.${each}`),
    })),
  };
  return (
    <>
      <PeriodFilters
        url={url}
        onChange={setUrl}
        period={period}
        before={[group]}
        {...(can('reports.export')
          ? { files: { file: 'report', formats: ['csv', 'xlsx'], query: { report: 'sales', by } } }
          : {})}
      />
      <Totals total={query.data?.total} />
      {shown.length === 0 ? null : (
        <Suspense fallback={<div style={{ height: 260 }} />}>
          <ReportChart
            currency={query.data?.currency ?? ''}
            series={[t('reports.sales'), ...(shown[0]?.profit == null ? [] : [t('reports.profit')])]}
            rows={shown.map((row) => ({
              label: chartLabel(row.label),
              values: row.profit === null ? [row.sales] : [row.sales, row.profit],
            }))}
          />
        </Suspense>
      )}
      <DataTable
        id={`sales-by-${by}`}
        label={t('reports.views.sales')}
        columns={useSalesColumns(by)}
        rows={query.data?.rows}
        rowKey={(row) => row.key ?? 'none'}
        rowLabel={(row) => row.label}
        rowHref={(row) => ordersOf(by, row, period)}
        error={noticeOf(query.error)}
        onRetry={() => void query.refetch()}
        fetching={query.isFetching}
        empty={<EmptyState title={t('reports.nothingTitle')} description={t('reports.nothingHelp')} />}
      />
    </>
  );
}

/** The orders that a figure is made of. */
function ordersOf(by: SalesGroup, row: Row, period: StatementPeriod): string {
  const days = by === 'day' && row.key !== null ? { from: row.key, until: row.key } : { ...period };
  const who = (by === 'shop' || by === 'distributor') && row.key !== null ? { [by]: row.key } : {};
  return `/orders?${new URLSearchParams({ ...days, ...who }).toString()}`;
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
  return useMemo((): readonly DataColumn<Row>[] => {
    const figures = seesCost
      ? (['sales', 'commission', 'cost', 'profit'] as const)
      : (['sales', 'commission'] as const);
    return [
      {
        id: 'label',
        header: t(`reports.groups.${by}`),
        cell: (row) => (by === 'hour' ? `${row.label}:00` : row.label === '' ? t('reports.noShop') : row.label),
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
  }, [t, format, by, seesCost]);
}
