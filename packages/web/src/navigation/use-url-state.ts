import { useCallback, useMemo } from 'react';
import { useNavigation } from './navigation.ts';

/** Text values by name; a name that is not in the URL is undefined. */
export type UrlState<Name extends string> = Readonly<Record<Name, string | undefined>>;
export type SetUrlState<Name extends string> = (
  patch: Readonly<Partial<Record<Name, string | undefined>>>,
  options?: { readonly push?: boolean },
) => void;

/** `search` with the patch applied; empty and undefined values leave it. Names it does not mention stay, in a stable order. */
export function patchSearch(search: string, patch: Readonly<Record<string, string | undefined>>): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === '') params.delete(name);
    else params.set(name, value);
  }
  params.sort();
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * A part of the page's state that lives in the URL: filters, sorting, the open row. Reloading, sharing and the back button keep it.
 * Changes replace the history entry unless `push` is given (opening a detail, so that back closes it).
 *
 * `const [filters, setFilters] = useUrlState('q', 'state', 'from')`
 */
export function useUrlState<Name extends string>(
  ...names: readonly Name[]
): readonly [UrlState<Name>, SetUrlState<Name>] {
  const { path, search, navigate } = useNavigation();
  const list = names.join(' ');
  const state = useMemo(() => {
    const params = new URLSearchParams(search);
    return Object.fromEntries(list.split(' ').map((name) => [name, params.get(name) ?? undefined])) as UrlState<Name>;
  }, [search, list]);
  const setState = useCallback<SetUrlState<Name>>(
    (patch, options = {}) => {
      // Read at the moment of the change: two changes in one tick must not undo each other.
      const present = window.location.pathname === path ? window.location.search : search;
      navigate(`${path}${patchSearch(present, patch)}`, { replace: options.push !== true, keepPlace: true });
    },
    [path, search, navigate],
  );
  return [state, setState];
}
