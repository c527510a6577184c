import { OWN_SALES_GROUPS, type OwnSalesDto, type OwnSalesGroup } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, PageHeader, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useErrorNotice, useTitle, useUrlState } from '@keyfall/web';
import { PeriodFilters, useStatementPeriod, type StatementPeriod } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';

const ReportChart = lazy(() => import('./report-chart.tsx').then((module) => ({ default: module.ReportChart })));

const CHART_ROWS_MAX = 31;

type Row = OwnSalesDto['rows'][number];

/** What the distributor's own shops sold and what it earned on that. */
export function ReportsPage(): ReactNode {
  const t = useT('documents');
  const title = useT('portal')('nav.reports');
  const can = useCan();
  const format = useFormat();
  const noticeOf = useErrorNotice();
  useTitle(title, usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('by', 'month', 'from', 'until');
  const period = useStatementPeriod(url);
  const by = OWN_SALES_GROUPS.find((each) => each === url.by) ?? 'day';
  const query = useQuery({ ...trpc.reports.sales.queryOptions({ period, by }), placeholderData: keepPreviousData });
  const shown = query.data?.rows.slice(0, CHART_ROWS_MAX) ?? [];
  const group = {
    kind: 'select' as const,
    id: 'by',
    label: t('reports.by'),
    unset: t('reports.groups.day'),
    options: OWN_SALES_GROUPS.filter((each) => each !== 'day').map((each) => ({
      value: each,
      label: t(`reports.groups.${each}`),
    })),
  };
  return (
    <>
      <PageHeader title={title} description={t('reports.help')} />
      <PeriodFilters
        url={url}
        onChange={setUrl}
        period={period}
        before={[group]}
        {...(can('reports.export') ? { files: { file: 'report', formats: ['csv', 'xlsx'], query: { by } } } : {})}
      />
      <Totals total={query.data?.total} />
      {shown.length === 0 ? null : (
        <Suspense fallback={<div style={{ height: 260 }} />}>
          <ReportChart
            currency={query.data?.currency ?? ''}
            series={[t('reports.sales'), t('reports.income')]}
            rows={shown.map((row) => ({
              label: by === 'day' ? format.day(`${row.label}T12:00:00`) : row.label,
              values: [row.sales, row.income],
            }))}
          />
        </Suspense>
      )}
      <DataTable
        id={`sales-by-${by}`}
        label={title}
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
function ordersOf(by: OwnSalesGroup, row: Row, period: StatementPeriod): string {
  const days = by === 'day' && row.key !== null ? { from: row.key, until: row.key } : { ...period };
  const where: Readonly<Record<string, string>> = by === 'shop' && row.key !== null ? { shop: row.key } : {};
  return `/orders?${new URLSearchParams({ ...days, ...where }).toString()}`;
}

function Totals({ total }: { readonly total: OwnSalesDto['total'] | undefined }): ReactNode {
  const t = useT('documents');
  const format = useFormat();
  return (
    <StatGrid>
      {(['sales', 'income'] as const).map((figure) => (
        <StatCard
          key={figure}
          label={t(`reports.${figure}`)}
          value={total === undefined ? undefined : <Money {...total[figure]} size="large" />}
        />
      ))}
      <StatCard label={t('reports.orders')} value={total === undefined ? undefined : format.number(total.orders)} />
    </StatGrid>
  );
}

function useSalesColumns(by: OwnSalesGroup): readonly DataColumn<Row>[] {
  const t = useT('documents');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Row>[] => [
      { id: 'label', header: t(`reports.groups.${by}`), cell: (row) => row.label },
      { id: 'orders', header: t('reports.orders'), align: 'end', width: 90, cell: (row) => format.number(row.orders) },
      { id: 'units', header: t('reports.units'), align: 'end', width: 90, cell: (row) => format.number(row.units) },
      { id: 'sales', header: t('reports.sales'), align: 'end', width: 140, cell: (row) => <Money {...row.sales} /> },
      {
        id: 'income',
        header: t('reports.income'),
        align: 'end',
        width: 140,
        narrow: 'corner',
        cell: (row) => <Money {...row.income} />,
      },
    ],
    [t, format, by],
  );
}
