export interface ReportChartProps {
  readonly currency: string;
  readonly rows: readonly {
    readonly label: string;
    readonly values: readonly { readonly amount: string; readonly currency: string }[];
  }[];
  /** Names of the values, in their order. */
  readonly series: readonly string[];
}

/** Of the picture, and of its place while it is on its way. */
export const CHART_HEIGHT = 260;
