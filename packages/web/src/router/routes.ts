import type { ComponentType } from 'react';

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The parameters in a path: `/p/:slug` → `{ slug: string }`. */
export type PathParams<Path extends string> = { readonly [Name in ParamNames<Path>]: string };

/** What a page gets: the parameters of its path. */
export interface PageProps<Path extends string> {
  readonly params: PathParams<Path>;
}
type Page<Path extends string> = ComponentType<PageProps<Path>>;

export interface Route<Path extends string = string> {
  readonly path: Path;
  /** The page, where it is part of the first chunk or has been loaded. */
  readonly page: () => Page<Path> | undefined;
  /** Brings the page; free when it is there. */
  readonly load: () => Promise<Page<Path>>;
}

/** A route whose page is in the first chunk: the entry page, so that nothing waits for a second round trip. */
export function route<const Path extends string>(path: Path, page: Page<Path>): Route<Path> {
  return { path, page: () => page, load: async () => page };
}

/** A route whose page comes when it is needed: `lazyRoute('/cart', () => import('./cart-page.tsx').then((m) => m.CartPage))`. */
export function lazyRoute<const Path extends string>(path: Path, bring: () => Promise<Page<Path>>): Route<Path> {
  let loaded: Page<Path> | undefined;
  let loading: Promise<Page<Path>> | undefined;
  return {
    path,
    page: () => loaded,
    load: async () => {
      loading ??= bring().catch((error: unknown) => {
        // The next try asks again: the connection may be back by then.
        loading = undefined;
        throw error;
      });
      loaded = await loading;
      return loaded;
    },
  };
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The parameters of a path under a pattern; undefined when it does not match. Broken escapes match nothing. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [segments(pattern), segments(path)];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (value === undefined) return undefined;
    if (want.startsWith(':')) params[want.slice(1)] = value;
    else if (want !== value) return undefined;
  }
  return params;
}

/** A path with its parameters filled in and, if given, a search. */
export function fillPath(
  pattern: string,
  params: Readonly<Record<string, string>> = {},
  search: Readonly<Record<string, string | undefined>> = {},
): string {
  const path = segments(pattern).map((segment) =>
    segment.startsWith(':') ? encodeURIComponent(params[segment.slice(1)] ?? '') : segment,
  );
  const entries = Object.entries(search).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const query = new URLSearchParams(entries).toString();
  return `/${path.join('/')}${query === '' ? '' : `?${query}`}`;
}
