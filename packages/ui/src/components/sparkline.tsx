import type { ReactNode } from 'react';
import { barRects, sparkPath } from './spark-path.ts';
import classes from './sparkline.module.css';

export interface SparklineProps {
  readonly values: readonly number[];
  /** The course in words: “Orders of the last 14 days, rising from 12 to 48”. */
  readonly label: string;
  readonly kind?: 'line' | 'bars';
  readonly height?: number;
}

const WIDTH = 100;

/** A course without axes, drawn as plain SVG: no chart library on the way to the first figure. */
export function Sparkline({ values, label, kind = 'line', height = 32 }: SparklineProps): ReactNode {
  const line = sparkPath(values, WIDTH, height);
  return (
    <svg
      role="img"
      aria-label={label}
      className={classes['spark']}
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      height={height}
    >
      {kind === 'bars' ? (
        barRects(values, WIDTH, height).map((bar, index) => <rect key={index} {...bar} className={classes['bar']} />)
      ) : (
        <>
          {line === '' ? null : <path d={`${line}L${WIDTH} ${height}L0 ${height}Z`} className={classes['area']} />}
          <path d={line} className={classes['line']} vectorEffect="non-scaling-stroke" />
        </>
      )}
    </svg>
  );
}
