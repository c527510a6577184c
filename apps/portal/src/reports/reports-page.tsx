import { OWN_SALES_GROUPS, type OwnSalesDto, type OwnSalesGroup } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, PageHeader, StatCard, StatGrid } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useTableState, useTitle, useUrlState } from '@keyfall/web';
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
import { usePortalSession } from '../session/use-portal-session.ts';

type Row = OwnSalesDto['rows'][number];

/** What the distributor's own shops sold and what it earned on that. */
export function ReportsPage(): ReactNode {
  const t = useT('documents');
  const title = useT('portal')('nav.reports');
  const can = useCan();
  useTitle(title, usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('by', 'month', 'from', 'until');
  const period = useStatementPeriod(url);
  const { by, filter } = useSalesBy(OWN_SALES_GROUPS, url.by);
  return (
    <>
      <PageHeader title={title} description={t('reports.help')} />
      <PeriodFilters
        url={url}
        onChange={setUrl}
        period={period}
        before={[filter]}
        {...(can('reports.export') ? { files: { file: 'report', formats: ['csv', 'xlsx'], query: { by } } } : {})}
      />
      <Figures key={by} by={by} period={period} />
    </>
  );
}

interface FiguresProps {
  readonly by: OwnSalesGroup;
  readonly period: ReturnType<typeof useStatementPeriod>;
}

/** Keyed by the grouping: the rows of another one may stay for another period's sake, never under this one's name. */
function Figures({ by, period }: FiguresProps): ReactNode {
  const t = useT('documents');
  const title = useT('portal')('nav.reports');
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
        series={[t('reports.sales'), t('reports.income')]}
        valuesOf={({ sales, income }) => [sales, income]}
      />
      <ReportCut report={query.data} />
      <DataTable
        id={`sales-by-${by}`}
        label={title}
        columns={useSalesColumns(by, isSome(query.data?.total))}
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

const isSome = (total: OwnSalesDto['total'] | undefined): boolean => /[1-9]/.test(total?.charged.amount ?? '');

function Totals({ total }: { readonly total: OwnSalesDto['total'] | undefined }): ReactNode {
  const t = useT('documents');
  const format = useFormat();
  return (
    <StatGrid>
      {(['sales', 'income', ...(isSome(total) ? (['charged'] as const) : [])] as const).map((figure) => (
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

/** What the wallet was charged is shown to whom it concerns. */
function useSalesColumns(by: OwnSalesGroup, withCharged: boolean): readonly DataColumn<Row>[] {
  const t = useT('documents');
  const format = useFormat();
  const labelOf = useSalesLabel();
  return useMemo(
    (): readonly DataColumn<Row>[] => [
      { id: 'label', header: t(`reports.columns.${by}`), cell: (row) => labelOf(by, row.label) },
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
      ...(withCharged
        ? [
            {
              id: 'charged',
              header: t('reports.charged'),
              align: 'end' as const,
              width: 170,
              cell: (row: Row) => <Money {...row.charged} />,
            },
          ]
        : []),
    ],
    [t, format, by, labelOf, withCharged],
  );
}
