import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import type { AnyRoute, Router, RouterHistory } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { CrashPage, NotFoundPage } from '../widgets/crash-boundary.tsx';
import { interceptLinks } from '../navigation/link-target.ts';
import { NavigationContext } from '../navigation/navigation.ts';
import type { NavigateOptions } from '../navigation/navigation.ts';
import { arriveAt } from '../navigation/place.ts';

// TanStack Router reads `?q=007` as the number 7 by default; a search for an order number must stay what was typed.
const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));
const stringifySearch = (search: Record<string, unknown>): string => {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
};

/**
 * Our defaults for `createRouter({ routeTree, ...officeRouterOptions })`: plain text search, prefetch on intent, our pages for crashes
 * and wrong addresses.
 */
export const officeRouterOptions = {
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  scrollRestoration: true,
  defaultErrorComponent: CrashPage,
  defaultNotFoundComponent: WrongAddress,
} as const;

function WrongAddress(): ReactNode {
  return <NotFoundPage />;
}

// Without an app's registration the history would be `any`.
type OfficeRouter = Router<AnyRoute, 'never', false, RouterHistory>;

/**
 * For the root route's component: connects our components to TanStack Router (plain links, `useUrlState`, focus after a change of
 * page) and renders the matched route inside `children`.
 */
export function OfficeNavigation({ children }: { readonly children: (page: ReactNode) => ReactNode }): ReactNode {
  const { history } = useRouter<OfficeRouter>();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const search = useRouterState({ select: (state) => state.location.searchStr });
  const resolvedPath = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const navigate = useCallback(
    (href: string, { replace = false }: NavigateOptions = {}) => {
      if (replace) history.replace(href);
      else history.push(href);
    },
    [history],
  );
  const arrived = useRef<string | undefined>(undefined);
  useEffect(() => interceptLinks((href) => navigate(href)), [navigate]);
  useEffect(() => {
    if (arrived.current !== undefined && arrived.current !== resolvedPath) arriveAt(window.location.hash);
    arrived.current = resolvedPath;
  }, [resolvedPath]);
  const navigation = useMemo(() => ({ path, search, navigate }), [path, search, navigate]);
  return <NavigationContext value={navigation}>{children(<Outlet />)}</NavigationContext>;
}
