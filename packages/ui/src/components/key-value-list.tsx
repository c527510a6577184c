import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import classes from './key-value-list.module.css';

export interface KeyValue {
  readonly label: string;
  /** Undefined or null shows the quiet “none”. */
  readonly value: ReactNode;
  /** Amounts stand right, as in a bill. */
  readonly align?: 'start' | 'end';
  /** A total: stronger, with a hairline above. */
  readonly strong?: boolean;
}

/** Facts of a thing, label left and value right of it. */
export function KeyValueList({
  items,
  label,
}: {
  readonly items: readonly KeyValue[];
  readonly label?: string;
}): ReactNode {
  const { labels } = useUi();
  return (
    <dl className={classes['list']} aria-label={label}>
      {items.map((item) => (
        <div key={item.label} className={classes['pair']} data-strong={item.strong || undefined}>
          <dt>{item.label}</dt>
          <dd data-align={item.align}>{item.value ?? <span className={classes['none']}>{labels.none}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
