import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Tone } from '../theme/tokens.ts';
import classes from './stat-card.module.css';

export interface StatCardProps {
  readonly label: string;
  /** The figure: text, or `<Money size="large">`. Undefined while it loads. */
  readonly value: ReactNode | undefined;
  /** Against what: “+12 % on yesterday”. Say it in words; the tone only supports them. */
  readonly comparison?: ReactNode;
  readonly tone?: Tone;
  /** A `<Sparkline>`. */
  readonly chart?: ReactNode;
  /** Where the figure comes from. */
  readonly href?: string;
}

/** One figure of a dashboard with what it is compared with and, if given, its course. */
export function StatCard({ label, value, comparison, tone = 'neutral', chart, href }: StatCardProps): ReactNode {
  return (
    <div className={classes['card']}>
      <div className={classes['label']}>
        {href === undefined ? (
          label
        ) : (
          <a className={classes['link']} href={href}>
            {label}
          </a>
        )}
      </div>
      <div className={classes['row']}>
        <div className={classes['value']}>
          {value === undefined ? <Skeleton height={26} width={110} my={3} /> : value}
        </div>
        {chart === undefined ? null : <div className={classes['chart']}>{chart}</div>}
      </div>
      <div className={classes['comparison']} data-tone={tone}>
        {comparison ?? ' '}
      </div>
    </div>
  );
}

/** Cards side by side, as many as fit. */
export function StatGrid({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className={classes['frame']}>
      <div className={classes['grid']}>{children}</div>
    </div>
  );
}
