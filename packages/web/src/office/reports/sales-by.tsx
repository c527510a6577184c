import type { OwnSalesGroup, SalesGroup } from '@keyfall/contracts/report-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import type { Filter } from '@keyfall/ui';
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import type { StatementPeriod } from '../statement/statement-period.ts';
import type { ReportChartProps } from './chart-props.ts';
import { ReportChart } from './report-chart.tsx';

/** As many bars as a month has days; the table has the rest. */
const CHART_ROWS_MAX = 31;

type Group = SalesGroup | OwnSalesGroup;

/** What sales are summed by, as the address says it, and the filter that changes it. Days are the usual. */
export function useSalesBy<By extends Group>(
  groups: readonly By[],
  chosen: string | undefined,
): { readonly by: By | 'day'; readonly filter: Filter } {
  const t = useT('documents');
  return {
    by: groups.find((each) => each === chosen) ?? 'day',
    filter: {
      kind: 'select',
      id: 'by',
      label: t('reports.by'),
      unset: t('reports.groups.day'),
      options: groups
        .filter((each) => each !== 'day')
        .map((each: Group) => ({ value: each, label: t(`reports.groups.${each}`) })),
    },
  };
}

// A calendar day without a zone: noon keeps it the same day everywhere.
const noonOf = (day: string): string => `${day}T12:00:00`;

/** The name of a row in words: a day as a date, an hour as a clock says it, a sale without a shop as such. */
export function useSalesLabel(): (by: Group, label: string) => string {
  const t = useT('documents');
  const format = useFormat();
  return useCallback(
    (by, label) => {
      if (by === 'day') return format.date(noonOf(label));
      if (by === 'hour') return `${label}:00`;
      return label === '' ? t('reports.noShop') : label;
    },
    [t, format],
  );
}

export interface SalesChartProps<Row> {
  readonly by: Group;
  readonly currency: string | undefined;
  readonly rows: readonly Row[] | undefined;
  readonly series: readonly string[];
  readonly valuesOf: (row: Row) => ReportChartProps['rows'][number]['values'];
}

/** The first rows of a sales report as bars. */
export function SalesBars<Row extends { readonly label: string }>(props: SalesChartProps<Row>): ReactNode {
  const { by, currency = '', rows = [], series, valuesOf } = props;
  const labelOf = useSalesLabel();
  const format = useFormat();
  const bars = rows.slice(0, CHART_ROWS_MAX).map((row) => ({
    label: by === 'day' ? format.day(noonOf(row.label)) : labelOf(by, row.label),
    values: valuesOf(row),
  }));
  return <ReportChart currency={currency} series={series} rows={bars} />;
}

/** Where the orders that a figure is made of are listed: of that day, or of the whole period; of that shop or distributor. */
export function salesOrdersHref(by: Group, key: string | null, period: StatementPeriod): string {
  const days = by === 'day' && key !== null ? { from: key, until: key } : period;
  const who: Readonly<Record<string, string>> =
    (by === 'shop' || by === 'distributor') && key !== null ? { [by]: key } : {};
  return `/orders?${new URLSearchParams({ ...days, ...who }).toString()}`;
}
