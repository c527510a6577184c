import { chartHeight } from '@keyfall/money/format';
import '@mantine/charts/styles.css';
import { useFormat, useT } from '@keyfall/i18n';
import { useMoneyText } from '@keyfall/web';
import { AreaChart } from '@mantine/charts';
import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';

type Series = Outputs['dashboard']['read']['series'];

export interface SalesChartProps {
  readonly series: Series;
  readonly currency: string;
}

/** Sales day by day. The picture is for the eye; the same figures stand in a table for everybody else. */
export function SalesChart({ series, currency }: SalesChartProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const money = useMoneyText();
  // A day has no zone of its own: noon of it is the same day everywhere that matters here.
  const labelOf = (day: string): string => format.day(`${day}T12:00:00`);
  const hasMargin = series.some((row) => row.margin !== null);
  return (
    <>
      <div aria-hidden="true">
        <AreaChart
          h={260}
          data={series.map((row) => ({
            day: labelOf(row.day),
            // Heights of a picture, not amounts that anything is computed from.
            sales: chartHeight(row.sales),
            ...(row.margin === null ? {} : { margin: chartHeight(row.margin) }),
          }))}
          dataKey="day"
          series={[
            { name: 'sales', label: t('home.sales'), color: 'var(--kf-chart-1)' },
            ...(hasMargin ? [{ name: 'margin', label: t('home.margin'), color: 'var(--kf-chart-2)' }] : []),
          ]}
          // The table below is what a keyboard and a screen reader get.
          areaChartProps={{ accessibilityLayer: false }}
          curveType="monotone"
          withDots={false}
          withLegend={hasMargin}
          gridAxis="x"
          tickLine="none"
          valueFormatter={(value) => money({ amount: value.toFixed(2), currency })}
          yAxisProps={{ tickFormatter: (value: number) => format.compact(value), width: 56 }}
          xAxisProps={{ minTickGap: 24 }}
        />
      </div>
      <VisuallyHidden>
        <table>
          <caption>{t('home.salesByDay')}</caption>
          <tbody>
            {series.map((row) => (
              <tr key={row.day}>
                <th scope="row">{labelOf(row.day)}</th>
                <td>{money(row.sales)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}
