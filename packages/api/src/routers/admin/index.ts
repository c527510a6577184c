import { adminRouter } from '../../trpc/procedures.ts';
import { alertsRouter } from './alerts.ts';
import { auditRouter } from './audit.ts';
import { catalogRouter } from './catalog.ts';
import { closingsRouter } from './closings.ts';
import { collectingRouter } from './collecting.ts';
import { distributorsRouter, levelsRouter } from './distributors.ts';
import { incomeRulesRouter } from './income-rules.ts';
import { inventoryRouter } from './inventory.ts';
import { invoicesRouter } from './invoices.ts';
import { ledgerRouter } from './ledger.ts';
import { priceListsRouter } from './price-lists.ts';
import { pricesRouter } from './prices.ts';
import { ordersRouter } from './orders.ts';
import { paymentsRouter } from './payments.ts';
import { reconciliationRouter } from './reconciliation.ts';
import { refundsRouter } from './refunds.ts';
import { dashboardRouter } from './dashboard.ts';
import { reportsRouter } from './reports.ts';
import { sessionRouter } from './session.ts';
import { settingsRouter } from './settings.ts';
import { shopsRouter } from './shops.ts';
import { statementsRouter } from './statements.ts';
import { stockRequestsRouter } from './stock-requests.ts';
import { teamRouter } from './team.ts';
import { debtsRouter, payeesRouter, withdrawalsRouter } from './withdrawals.ts';
import { walletsRouter } from './wallets.ts';
import { treeRouter } from './tree.ts';

/** The back office's API; each area is a router of its own file. */
export const adminApi = adminRouter({
  alerts: alertsRouter,
  audit: auditRouter,
  catalog: catalogRouter,
  closings: closingsRouter,
  collecting: collectingRouter,
  distributors: distributorsRouter,
  incomeRules: incomeRulesRouter,
  inventory: inventoryRouter,
  invoices: invoicesRouter,
  ledger: ledgerRouter,
  levels: levelsRouter,
  priceLists: priceListsRouter,
  prices: pricesRouter,
  orders: ordersRouter,
  payments: paymentsRouter,
  reconciliation: reconciliationRouter,
  refunds: refundsRouter,
  dashboard: dashboardRouter,
  reports: reportsRouter,
  session: sessionRouter,
  settings: settingsRouter,
  shops: shopsRouter,
  statements: statementsRouter,
  stockRequests: stockRequestsRouter,
  team: teamRouter,
  debts: debtsRouter,
  payees: payeesRouter,
  withdrawals: withdrawalsRouter,
  wallets: walletsRouter,
  tree: treeRouter,
});
export type AdminRouter = typeof adminApi;
