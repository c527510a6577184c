import type { SortState } from '@keyfall/ui';
import { useUrlState } from '../navigation/use-url-state.ts';

/** `-created` → created, descending. */
export function parseSort(text: string | undefined, allowed: readonly string[]): SortState | undefined {
  if (text === undefined) return undefined;
  const desc = text.startsWith('-');
  const id = desc ? text.slice(1) : text;
  return allowed.includes(id) ? { id, desc } : undefined;
}

export function formatSort(sort: SortState | undefined): string | undefined {
  return sort === undefined ? undefined : `${sort.desc ? '-' : ''}${sort.id}`;
}

/** The sorting of a table in the URL (`sort=-created`); changing it begins at the first page. */
export function useTableSort(
  allowed: readonly string[],
  fallback?: SortState,
): readonly [SortState | undefined, (sort: SortState | undefined) => void] {
  const [{ sort }, setUrl] = useUrlState('sort', 'after');
  const parsed = parseSort(sort, allowed) ?? fallback;
  return [parsed, (next) => setUrl({ sort: formatSort(next), after: undefined })];
}
