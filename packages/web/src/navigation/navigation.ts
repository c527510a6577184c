import { createContext, use } from 'react';

export interface NavigateOptions {
  /** Replaces the present entry instead of adding one (filters while typing). */
  readonly replace?: boolean;
  /** Leaves the scroll position and the focus alone (same page, other search). */
  readonly keepPlace?: boolean;
}

/** Where one is and how to go elsewhere, whichever router is below: the shop's small one or TanStack's. */
export interface Navigation {
  readonly path: string;
  /** With the question mark, or empty. */
  readonly search: string;
  readonly navigate: (href: string, options?: NavigateOptions) => void;
}

export const NavigationContext = createContext<Navigation | undefined>(undefined);

/** The present place. Renders again when it changes. Throws outside a router. */
export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === undefined) throw new Error('useNavigation() was called outside a router.');
  return navigation;
}
