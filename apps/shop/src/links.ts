/** Addresses within the shop. Pages use these instead of the route table, which imports the pages. */
export const links = {
  home: '/',
  category: (slug: string): string => `/?category=${encodeURIComponent(slug)}`,
  product: (slug: string, sku?: string): string =>
    `/p/${encodeURIComponent(slug)}${sku === undefined ? '' : `?sku=${encodeURIComponent(sku)}`}`,
  cart: '/cart',
  checkout: '/checkout',
  /** Checkout of the one thing just chosen; the cart stays as it is. */
  buyNow: '/checkout?now=1',
  order: (orderNo: string): string => `/orders/${encodeURIComponent(orderNo)}`,
  findOrder: '/find-order',
  login: (back?: string): string => (back === undefined ? '/login' : `/login?back=${encodeURIComponent(back)}`),
  register: '/register',
  forgotPassword: '/forgot-password',
  account: '/account',
  accountOrders: '/account/orders',
  accountInvoices: '/account/invoices',
  inbox: '/account/inbox',
  profile: '/account/profile',
  sessions: '/account/sessions',
  legal: (text: string): string => `/legal/${text}`,
} as const;

/** A path of this shop to go back to after signing in; anything else (another site's address) leads home. */
export function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) ? back : links.home;
}
