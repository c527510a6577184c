import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import type { DataColumn } from './data-table-types.ts';

/**
 * Leaves out the columns that matter least, the first of them first, until the others fit the room; that scrolls sideways if all of them were not
 * enough. Another width of the room begins anew with all columns.
 */
export function useFittingColumns<Row>(
  room: RefObject<HTMLDivElement | null>,
  shown: readonly DataColumn<Row>[],
  isLoading: boolean,
): readonly DataColumn<Row>[] {
  const [dropped, setDropped] = useState(0);
  const givingWay = shown.filter((column, index) => index > 0 && givesWay(column));
  const { length: all } = givingWay;
  useEffect(() => {
    const { current: box } = room;
    const table = box?.querySelector('table');
    if (isLoading || box === null || table == null) return undefined;
    let known = box.clientWidth;
    const fit = (): void => {
      if (box.clientWidth === known) {
        setDropped(countDropped(box, all));
        return;
      }
      known = box.clientWidth;
      setDropped(0);
      requestAnimationFrame(fit);
    };
    const observer = new ResizeObserver(fit);
    observer.observe(box);
    observer.observe(table);
    return () => observer.disconnect();
  }, [room, isLoading, all]);
  const gone = new Set(givingWay.slice(0, dropped));
  return shown.filter((column) => !gone.has(column));
}

/** Whether a column makes room for others. */
export function givesWay<Row>(column: DataColumn<Row>): boolean {
  return column.givesWay ?? column.narrow === 'hide';
}

/** How many of all columns that may give way have to, so that the others fit. */
function countDropped(box: HTMLElement, all: number): number {
  const heads = [...box.querySelectorAll<HTMLElement>('th[data-gives-way]')];
  let missing = box.scrollWidth - box.clientWidth;
  let count = all - heads.length;
  for (const head of heads) {
    if (missing <= 0) break;
    missing -= head.offsetWidth;
    count += 1;
  }
  return count;
}
