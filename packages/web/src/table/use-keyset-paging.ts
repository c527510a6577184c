import type { KeysetPaging } from '@keyfall/ui';
import { readRemembered, remember } from '@keyfall/ui';
import { useState } from 'react';
import { useUrlState } from '../navigation/use-url-state.ts';

export interface KeysetState {
  /** Which page is asked for, as every list's input takes it: `queryOptions({ ...paging.input, state })`. */
  readonly input: { readonly limit: number; readonly cursor?: string };
  /** The table's pager, once the page is known. */
  readonly pagingOf: (page: { readonly nextCursor: string | null } | undefined) => KeysetPaging;
  /** Back to the first page; filters do it by themselves when they change `after` too. */
  readonly reset: () => void;
}

const PAGE_SIZE_DEFAULT = 50;
const PAGE_SIZES = [25, 50, 100, 200];

function rememberedSize(tableId: string): number {
  const stored = readRemembered(`pageSize.${tableId}`);
  return typeof stored === 'number' && PAGE_SIZES.includes(stored) ? stored : PAGE_SIZE_DEFAULT;
}

/**
 * Paging of a list that knows only what comes next. The cursor is in the URL (`after`), so a page can be shared and the back
 * button returns to the page before; where one came by a link, “previous” leads to the beginning.
 */
export function useKeysetPaging(tableId: string): KeysetState {
  const [{ after }, setUrl] = useUrlState('after');
  const [limit, setLimit] = useState(() => rememberedSize(tableId));
  const [trail, setTrail] = useState<readonly (string | undefined)[]>([]);

  const goTo = (cursor: string | undefined): void => setUrl({ after: cursor }, { push: true });
  return {
    input: { limit, ...(after === undefined ? {} : { cursor: after }) },
    reset: () => {
      setTrail([]);
      setUrl({ after: undefined });
    },
    pagingOf: (page) => ({
      hasPrevious: after !== undefined,
      hasNext: typeof page?.nextCursor === 'string',
      onPrevious: () => {
        goTo(trail.at(-1));
        setTrail(trail.slice(0, -1));
      },
      onNext: () => {
        // At the beginning no page lies behind, whatever was walked before a filter or a view brought it back there.
        setTrail(after === undefined ? [undefined] : [...trail, after]);
        goTo(page?.nextCursor ?? undefined);
      },
      pageSize: limit,
      pageSizes: PAGE_SIZES,
      onPageSizeChange: (size) => {
        setLimit(size);
        remember(`pageSize.${tableId}`, size);
        setTrail([]);
        setUrl({ after: undefined });
      },
      ...(after === undefined ? { firstRow: 1 } : trail.length > 0 ? { firstRow: trail.length * limit + 1 } : {}),
    }),
  };
}
