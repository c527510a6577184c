import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ViewState } from './use-view.ts';
import classes from './view-tabs.module.css';

export interface ViewTabsProps<View extends string> {
  readonly label: string;
  readonly state: ViewState<View>;
  readonly nameOf: (view: View) => string;
  /** What stands beside the choice: whose prices, an act for all rows. */
  readonly children?: ReactNode;
}

/** The views of a page side by side; where they do not fit they scroll within themselves. */
export function ViewTabs<View extends string>({ label, state, nameOf, children }: ViewTabsProps<View>): ReactNode {
  const { view, views, show } = state;
  return (
    <div className={classes['bar']}>
      <div className={classes['views']}>
        <SegmentedControl
          aria-label={label}
          value={view}
          onChange={show}
          data={views.map((each) => ({ value: each, label: nameOf(each) }))}
        />
      </div>
      {children}
    </div>
  );
}
