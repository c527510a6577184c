import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
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
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the open view may lie beyond the edge; only the row moves, never the page.
    const [row, chosen] = [box.current, box.current?.querySelector('input:checked + label')];
    if (row === null || !(chosen instanceof HTMLElement)) return;
    const [frame, part] = [row.getBoundingClientRect(), chosen.getBoundingClientRect()];
    if (part.left < frame.left || part.right > frame.right)
      row.scrollLeft += part.left - frame.left - (frame.width - part.width) / 2;
  }, [view]);
  return (
    <div className={classes['bar']}>
      <div ref={box} className={classes['views']}>
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
