import '@mantine/charts/styles.css';
import { chartHeight } from '@keyfall/money/format';
import { useFormat } from '@keyfall/i18n';
import { BarChart } from '@mantine/charts';
import type { ReactNode } from 'react';
import { useMoneyText } from '../../page/money-text.ts';
import { CHART_HEIGHT, type ReportChartProps } from './chart-props.ts';

const COLORS = ['var(--kf-chart-1)', 'var(--kf-chart-2)', 'var(--kf-chart-3)'];

/** The picture itself, in a file of its own: the library that draws it comes only where there is something to draw. */
export function ReportBars({ currency, rows, series }: ReportChartProps): ReactNode {
  const format = useFormat();
  const money = useMoneyText();
  return (
    <div aria-hidden="true" style={{ marginBlock: 16 }}>
      <BarChart
        h={CHART_HEIGHT}
        data={rows.map((row) => ({
          label: row.label,
          // Heights of a picture, not amounts that anything is computed from.
          ...Object.fromEntries(row.values.map((value, index) => [`s${index}`, chartHeight(value)])),
        }))}
        dataKey="label"
        series={series.map((label, index) => ({ name: `s${index}`, label, color: COLORS[index] ?? COLORS[0] ?? '' }))}
        barChartProps={{ accessibilityLayer: false }}
        withLegend={series.length > 1}
        gridAxis="x"
        tickLine="none"
        valueFormatter={(value) => money({ amount: value.toFixed(2), currency })}
        yAxisProps={{ tickFormatter: (value: number) => format.compact(value), width: 56 }}
        xAxisProps={{ minTickGap: 24 }}
      />
    </div>
  );
}
