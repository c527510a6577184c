import { officeRouterOptions } from '@keyfall/web/office';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { AnyRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AdminRoot } from './admin-root.tsx';

const rootRoute = createRootRoute({ component: AdminRoot });

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
  page('/forgot-password', () => import('./session/mailed-links.tsx'), 'ForgotPasswordPage'),
  page('/password-reset', () => import('./session/mailed-links.tsx'), 'ResetPasswordPage'),
  page('/invitation', () => import('./session/mailed-links.tsx'), 'InvitationPage'),
  page('/alerts', () => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
  page('/account', () => import('./session/account-page.tsx'), 'AccountPage'),
  page('/catalog', () => import('./catalog/products-page.tsx'), 'ProductsPage'),
  page('/catalog/new', () => import('./catalog/product-page.tsx'), 'NewProductPage'),
  page('/catalog/import', () => import('./catalog/catalog-import-page.tsx'), 'CatalogImportPage'),
  page('/catalog/$id', () => import('./catalog/product-page.tsx'), 'ProductPage'),
  page('/categories', () => import('./catalog/categories-page.tsx'), 'CategoriesPage'),
  page('/inventory', () => import('./inventory/batches-page.tsx'), 'BatchesPage'),
  page('/inventory/requests', () => import('./inventory/stock-requests-page.tsx'), 'StockRequestsPage'),
  page('/codes', () => import('./inventory/codes-page.tsx'), 'CodesPage'),
  page('/imports', () => import('./inventory/imports-page.tsx'), 'ImportsPage'),
  page('/imports/new', () => import('./inventory/import-start-page.tsx'), 'ImportStartPage'),
  page('/imports/$id', () => import('./inventory/import-page.tsx'), 'ImportPage'),
  page('/income-rules', () => import('./income-rules/income-rules-page.tsx'), 'IncomeRulesPage'),
  page('/price-lists', () => import('./prices/price-lists-page.tsx'), 'PriceListsPage'),
  page('/prices', () => import('./prices/prices-page.tsx'), 'PricesPage'),
  page('/distributors/new', () => import('./distributors/new-distributor-page.tsx'), 'NewDistributorPage'),
  page('/distributors', () => import('./distributors/distributors-page.tsx'), 'DistributorsPage'),
  page('/shops', () => import('./shops/shops-page.tsx'), 'ShopsPage'),
  page('/reconciliation', () => import('./reconciliation/reconciliation-page.tsx'), 'ReconciliationPage'),
  page('/reports', () => import('./reports/reports-page.tsx'), 'ReportsPage'),
  page('/invoices', () => import('./invoices/invoices-page.tsx'), 'InvoicesPage'),
  page('/statements', () => import('./statements/statements-page.tsx'), 'StatementsPage'),
  page('/team', () => import('./house/team-page.tsx'), 'TeamPage'),
  page('/settings', () => import('./house/settings-page.tsx'), 'SettingsPage'),
  page('/audit', () => import('./house/audit-page.tsx'), 'AuditPage'),
  page('/orders', () => import('./orders/orders-page.tsx'), 'OrdersPage'),
  page('/orders/$id', () => import('./orders/order-page.tsx'), 'OrderPage'),
  page('/payments', () => import('./payments/payments-page.tsx'), 'PaymentsPage'),
  page('/withdrawals', () => import('./withdrawals/withdrawals-page.tsx'), 'WithdrawalsPage'),
  page('/wallets', () => import('./wallets/wallets-page.tsx'), 'WalletsPage'),
  page('/ledger', () => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
]);

export const router = createRouter({ routeTree, ...officeRouterOptions });
