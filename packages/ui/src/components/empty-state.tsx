import type { ReactNode } from 'react';
import classes from './notice.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** What to do next, in one sentence. */
  readonly description: string;
  readonly icon?: ReactNode;
  /** The one button that ends the emptiness. */
  readonly action?: ReactNode;
  /** Smaller, for cards and panels. */
  readonly compact?: boolean;
}

/** Nothing here yet: says why and what to do about it. */
export function EmptyState({ title, description, icon, action, compact = false }: EmptyStateProps): ReactNode {
  return (
    <div className={classes['notice']} data-compact={compact || undefined}>
      {icon === undefined ? null : (
        <div className={classes['icon']} aria-hidden="true">
          {icon}
        </div>
      )}
      <p className={classes['title']}>{title}</p>
      <p className={classes['description']}>{description}</p>
      {action === undefined ? null : <div className={classes['actions']}>{action}</div>}
    </div>
  );
}
