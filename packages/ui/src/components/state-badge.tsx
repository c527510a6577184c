import type { ReactNode } from 'react';
import type { Tone } from '../theme/tokens.ts';
import classes from './state-badge.module.css';

export interface StateBadgeProps {
  readonly tone: Tone;
  /** The state in the reader's words. */
  readonly children: ReactNode;
  /** `dot` is for dense tables: coloured dot, plain ground. `soft` (default) stands on its own. */
  readonly variant?: 'soft' | 'dot';
  /** The state is under way: the dot breathes. */
  readonly live?: boolean;
}

/** A state as text plus colour. The colour only supports the text; it never stands alone. */
export function StateBadge({ tone, children, variant = 'soft', live = false }: StateBadgeProps): ReactNode {
  return (
    <span className={classes['badge']} data-tone={tone} data-variant={variant}>
      <span className={classes['dot']} data-live={live || undefined} aria-hidden="true" />
      {children}
    </span>
  );
}
