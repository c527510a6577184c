import { Suspense, lazy } from 'react';
import type { ReactNode } from 'react';
import { CHART_HEIGHT, type ReportChartProps } from './chart-props.ts';

const ReportBars = lazy(() => import('./report-bars.tsx').then((module) => ({ default: module.ReportBars })));

/** Bars for the eye, nothing while there are no rows; the table below it holds the same figures for everybody. */
export function ReportChart(props: ReportChartProps): ReactNode {
  if (props.rows.length === 0) return null;
  return (
    <Suspense fallback={<div style={{ height: CHART_HEIGHT, marginBlock: 16 }} />}>
      <ReportBars {...props} />
    </Suspense>
  );
}
