import { createElement, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { interceptLinks } from '../navigation/link-target.ts';
import { NavigationContext } from '../navigation/navigation.ts';
import type { NavigateOptions } from '../navigation/navigation.ts';
import { arriveAt, newEntryState, rememberScroll, rememberedScroll } from '../navigation/place.ts';
import { fillPath, matchPath } from './routes.ts';
import type { PathParams } from './routes.ts';

/** A route of whatever path: its page takes parameters that are known only where the route was made. */
interface AnyRoute {
  readonly path: string;
  readonly page: () => unknown;
  readonly load: () => Promise<unknown>;
}
type AnyPage = ComponentType<{ readonly params: Readonly<Record<string, string>> }>;
type RouteRecord = Readonly<Record<string, AnyRoute>>;
type PathOf<R> = R extends { readonly path: infer Path extends string } ? Path : never;
type Search = Readonly<Record<string, string | undefined>>;

/** Parameters are required exactly for paths that have some. */
type HrefArgs<Path extends string> = keyof PathParams<Path> extends never
  ? [params?: Readonly<Record<string, never>>, search?: Search]
  : [params: PathParams<Path>, search?: Search];

export interface RouterProps {
  /** The frame around the page. */
  readonly children: (page: ReactNode) => ReactNode;
  /** While the first page is brought. */
  readonly pending: ReactNode;
  readonly notFound: ReactNode;
  /** A page that could not be brought (offline); `retry` tries again. */
  readonly failed: (retry: () => void) => ReactNode;
}

export interface SmallRouter<Routes> {
  readonly Router: ComponentType<RouterProps>;
  /** The address of a route: `hrefTo('product', { slug })`. Checked by the compiler. */
  readonly hrefTo: <Name extends keyof Routes & string>(name: Name, ...args: HrefArgs<PathOf<Routes[Name]>>) => string;
}

interface Place {
  readonly path: string;
  readonly search: string;
  readonly hash: string;
}

interface Shown {
  readonly place: Place;
  /** The page itself, or why there is none. */
  readonly content: { readonly page: ReactNode } | 'pending' | 'not_found' | 'failed';
  /** What to do with scroll and focus once it is on the page; false for a change of the search alone. */
  readonly arrival: 'new' | 'back' | 'stay';
}

function placeOf(url: URL | Location): Place {
  return { path: url.pathname, search: url.search, hash: url.hash };
}

function findRoute(
  routes: RouteRecord,
  path: string,
): { readonly route: AnyRoute; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const route of Object.values(routes)) {
    const params = matchPath(route.path, path);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

/** The page of a place if it needs no loading: undefined means that it must be brought first. */
function readyContent(routes: RouteRecord, place: Place): Shown['content'] | undefined {
  const found = findRoute(routes, place.path);
  if (found === undefined) return 'not_found';
  // `matchPath` made the parameters from this very route's path.
  const page = found.route.page() as AnyPage | undefined;
  return page === undefined ? undefined : { page: createElement(page, { key: place.path, params: found.params }) };
}

/**
 * A router of the few things a shop needs, instead of 22 kB: typed paths, lazy pages, scroll and focus kept, plain links followed and
 * prefetched. The page one is on stays until the next is there.
 */
export function createRouter<const Routes extends RouteRecord>(routes: Routes): SmallRouter<Routes> {
  function Router(props: RouterProps): ReactNode {
    const { shown, navigate, retry } = useRouterState(routes);
    useArrival(shown);
    const { path, search } = shown.place;
    const navigation = useMemo(() => ({ path, search, navigate }), [path, search, navigate]);
    const page = pageOf(shown.content, props, retry);
    return <NavigationContext value={navigation}>{props.children(page)}</NavigationContext>;
  }
  return { Router, hrefTo: (name, ...[params, search]) => fillPath(routes[name]?.path ?? '/', params, search) };
}

function pageOf(content: Shown['content'], props: RouterProps, retry: () => void): ReactNode {
  switch (content) {
    case 'pending':
      return props.pending;
    case 'not_found':
      return props.notFound;
    case 'failed':
      return props.failed(retry);
    default:
      return content.page;
  }
}

interface RouterState {
  readonly shown: Shown;
  readonly navigate: (href: string, options?: NavigateOptions) => void;
  readonly retry: () => void;
}

function useRouterState(routes: RouteRecord): RouterState {
  const [shown, setShown] = useState<Shown>(() => {
    const place = placeOf(window.location);
    return { place, content: readyContent(routes, place) ?? 'pending', arrival: 'back' };
  });
  // Only the newest wish counts: a slow page must not replace a faster one asked for later.
  const wish = useRef(0);

  const show = useCallback(
    async (place: Place, arrival: Shown['arrival'], commit: () => void): Promise<void> => {
      wish.current += 1;
      const mine = wish.current;
      let content = readyContent(routes, place);
      if (content === undefined) {
        document.documentElement.dataset['navigating'] = '';
        await findRoute(routes, place.path)
          ?.route.load()
          .catch(() => undefined);
        if (mine !== wish.current) return;
        content = readyContent(routes, place) ?? 'failed';
      }
      delete document.documentElement.dataset['navigating'];
      commit();
      setShown({ place, content, arrival });
    },
    [routes],
  );

  const navigate = useCallback(
    (href: string, { replace = false, keepPlace = false }: NavigateOptions = {}) => {
      const url = new URL(href, window.location.href);
      const commit = (): void => {
        rememberScroll();
        if (replace) window.history.replaceState(window.history.state, '', url);
        else window.history.pushState(newEntryState(), '', url);
      };
      void show(placeOf(url), keepPlace ? 'stay' : 'new', commit);
    },
    [show],
  );
  const retry = useCallback(() => void show(placeOf(window.location), 'new', () => {}), [show]);

  useEffect(() => {
    window.history.scrollRestoration = 'manual';
    const onPop = (): void => void show(placeOf(window.location), 'back', () => {});
    window.addEventListener('popstate', onPop);
    window.addEventListener('pagehide', rememberScroll);
    const stopLinks = interceptLinks((href) => navigate(href));
    const stopPrefetch = prefetchOnIntent((path) => findRoute(routes, path)?.route.load());
    return () => {
      window.removeEventListener('popstate', onPop);
      window.removeEventListener('pagehide', rememberScroll);
      stopLinks();
      stopPrefetch();
    };
  }, [navigate, routes, show]);

  const needsFirst = shown.content === 'pending';
  useEffect(() => {
    if (needsFirst) void show(placeOf(window.location), 'back', () => {});
  }, [needsFirst, show]);
  return { shown, navigate, retry };
}

/** Scroll and focus after a change of page. */
function useArrival(shown: Shown): void {
  // What one came with is where the browser has put it already.
  const arrived = useRef(shown);
  useEffect(() => {
    if (shown.content === 'pending' || shown.arrival === 'stay') return undefined;
    if (arrived.current === shown || arrived.current.content === 'pending') {
      arrived.current = shown;
      return undefined;
    }
    arrived.current = shown;
    const top = shown.arrival === 'back' ? rememberedScroll() : 0;
    window.scrollTo(0, top);
    arriveAt(shown.place.hash);
    // The page may still be growing; once its content is there, the place one came from is reachable.
    const again = top === 0 ? undefined : setTimeout(() => window.scrollTo(0, top), 120);
    return () => clearTimeout(again);
  }, [shown]);
}

/** A pointer over a link, or a finger on it, announces where one will go next: the page is brought meanwhile. */
function prefetchOnIntent(load: (path: string) => Promise<unknown> | undefined): () => void {
  const onIntent = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.origin !== window.location.origin) return;
    load(link.pathname)?.catch(() => undefined);
  };
  const kinds = ['pointerover', 'touchstart', 'focusin'] as const;
  for (const kind of kinds) document.addEventListener(kind, onIntent, { passive: true });
  return () => {
    for (const kind of kinds) document.removeEventListener(kind, onIntent);
  };
}
