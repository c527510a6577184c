import { Suspense, lazy } from 'react';
import type { ReactNode } from 'react';

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

export interface ReportChartProps {
  readonly currency: string;
  readonly rows: readonly { readonly label: string; readonly values: readonly Amount[] }[];
  /** Names of the values, in their order. */
  readonly series: readonly string[];
}

export const CHART_HEIGHT = 260;

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
