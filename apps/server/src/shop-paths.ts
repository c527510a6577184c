import { LEGAL_TEXTS } from '@keyfall/contracts';

/** Paths of a shop that are about one visitor, or lead to such pages: nothing there is for a search engine. */
export const PRIVATE_PATHS: readonly string[] = [
  '/account',
  '/cart',
  '/checkout',
  '/orders',
  '/find-order',
  '/login',
  '/register',
  '/forgot-password',
  '/password-reset',
  '/verify-mail',
  '/offline',
];

const PUBLIC_PATHS: ReadonlySet<string> = new Set(['/', ...LEGAL_TEXTS.map((text) => `/legal/${text}`)]);

/** Whether a page of a shop, other than a product's, is there for everybody to find. */
export function isPublicPath(path: string): boolean {
  return PUBLIC_PATHS.has(path);
}
