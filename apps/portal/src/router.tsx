import { officeRouterOptions } from '@keyfall/web/office';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { AnyRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PortalRoot } from './portal-root.tsx';

const rootRoute = createRootRoute({ component: PortalRoot });

/** A page that is brought when it is first needed; a pointer over its link brings it early. */
function page<Name extends string>(
  path: string,
  load: () => Promise<Readonly<Record<Name, () => ReactNode>>>,
  name: Name,
): AnyRoute {
  return createRoute({ getParentRoute: () => rootRoute, path, component: lazyRouteComponent(load, name) });
}

const routeTree = rootRoute.addChildren([
  page('/', () => import('./home/home-page.tsx'), 'HomePage'),
  page('/alerts', () => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
  page('/orders', () => import('./orders/orders-page.tsx'), 'OrdersPage'),
  page('/income', () => import('./income/income-page.tsx'), 'IncomePage'),
  page('/referrals', () => import('./referrals/referrals-page.tsx'), 'ReferralsPage'),
  page('/shops', () => import('./shops/shops-page.tsx'), 'ShopsPage'),
  page('/shops/$id', () => import('./shops/shop-page.tsx'), 'ShopPage'),
  page('/downline-prices', () => import('./prices/downline-prices-page.tsx'), 'DownlinePricesPage'),
  page('/prices', () => import('./prices/prices-page.tsx'), 'PricesPage'),
  page('/downline', () => import('./downline/downline-page.tsx'), 'DownlinePage'),
  page('/collecting', () => import('./collecting/collecting-page.tsx'), 'CollectingPage'),
  page('/wallet', () => import('./wallet/wallet-page.tsx'), 'WalletPage'),
  page('/purchases', () => import('./purchases/purchases-page.tsx'), 'PurchasesPage'),
  page('/purchases/new', () => import('./purchases/buy-page.tsx'), 'BuyPage'),
  page('/purchases/$orderNo', () => import('./purchases/purchase-page.tsx'), 'PurchasePage'),
  page('/withdrawals', () => import('./withdrawals/withdrawals-page.tsx'), 'WithdrawalsPage'),
  page('/reports', () => import('./reports/reports-page.tsx'), 'ReportsPage'),
  page('/invoices', () => import('./invoices/invoices-page.tsx'), 'InvoicesPage'),
  page('/statements', () => import('./statements/statements-page.tsx'), 'StatementsPage'),
  page('/team', () => import('./team/team-page.tsx'), 'TeamPage'),
  page('/audit', () => import('./audit/audit-page.tsx'), 'AuditPage'),
  page('/account', () => import('./account/account-page.tsx'), 'AccountPage'),
  page('/forgot-password', () => import('./session/mailed-links.tsx'), 'ForgotPasswordPage'),
  page('/password-reset', () => import('./session/mailed-links.tsx'), 'PasswordResetPage'),
  page('/apply/$token', () => import('./applying/apply-page.tsx'), 'ApplyPage'),
  page('/application', () => import('./applying/apply-page.tsx'), 'ApplicationPage'),
  page('/invitation', () => import('./session/mailed-links.tsx'), 'InvitationPage'),
]);

export const router = createRouter({ routeTree, ...officeRouterOptions });
