import { useNavigation } from '../../navigation/navigation.ts';
import { patchSearch } from '../../navigation/use-url-state.ts';

export interface ViewOptions<View extends string> {
  /** The name in the address; `view` unless another choice stands beneath it. */
  readonly name?: string;
  /** Whether the reader may see a view; the first one always. */
  readonly isOpen?: (view: View) => boolean;
  /** What of the address means the same in every view: a period, whose prices. */
  readonly keep?: readonly string[];
}

export interface ViewState<View extends string> {
  readonly view: View;
  /** Those the reader may see, in their order. */
  readonly views: readonly View[];
  readonly show: (view: View) => void;
}

/** The address of another view: its name and what means the same in every view, nothing else. */
export function searchOfView(
  search: string,
  view: Readonly<Record<string, string | undefined>>,
  keep: readonly string[],
): string {
  const present = new URLSearchParams(search);
  const kept = Object.fromEntries(keep.map((each) => [each, present.get(each) ?? undefined]));
  return patchSearch('', { ...kept, ...view });
}

/**
 * Which view of a page is open, kept in the address. Another view begins afresh: filters, the place in a list and the open row of the last
 * one are dropped, since they would name rows that are not there.
 */
export function useView<View extends string>(
  all: readonly [View, ...(readonly View[])],
  { name = 'view', isOpen, keep = [] }: ViewOptions<View> = {},
): ViewState<View> {
  const { path, search, navigate } = useNavigation();
  const [usual] = all;
  const views = all.filter((each) => each === usual || isOpen === undefined || isOpen(each));
  const wanted = new URLSearchParams(search).get(name);
  const show = (next: View): void => {
    const address = searchOfView(search, { [name]: next === usual ? undefined : next }, keep);
    navigate(`${path}${address}`, { replace: true, keepPlace: true });
  };
  return { view: views.find((each) => each === wanted) ?? usual, views, show };
}
