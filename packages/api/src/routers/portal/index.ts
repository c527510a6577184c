import { portalRouter } from '../../trpc/procedures.ts';
import { alertsRouter } from './alerts.ts';
import { auditRouter } from './audit.ts';
import { collectingRouter } from './collecting.ts';
import { dashboardRouter } from './dashboard.ts';
import { downlinePricesRouter } from './downline-prices.ts';
import { incomeRouter } from './income.ts';
import { invoicesRouter } from './invoices.ts';
import { ordersRouter } from './orders.ts';
import { pricesRouter } from './prices.ts';
import { purchasesRouter } from './purchases.ts';
import { referralsRouter } from './referrals.ts';
import { reportsRouter } from './reports.ts';
import { sessionRouter } from './session.ts';
import { shopsRouter } from './shops.ts';
import { statementsRouter } from './statements.ts';
import { teamRouter } from './team.ts';
import { payeesRouter, withdrawalsRouter } from './withdrawals.ts';
import { walletRouter } from './wallet.ts';
import { applicationRouter, downlineRouter } from './downline.ts';

/** The distributor portal's API; each area is a router of its own file. */
export const portalApi = portalRouter({
  alerts: alertsRouter,
  audit: auditRouter,
  collecting: collectingRouter,
  dashboard: dashboardRouter,
  downlinePrices: downlinePricesRouter,
  income: incomeRouter,
  invoices: invoicesRouter,
  orders: ordersRouter,
  prices: pricesRouter,
  purchases: purchasesRouter,
  referrals: referralsRouter,
  reports: reportsRouter,
  session: sessionRouter,
  shops: shopsRouter,
  statements: statementsRouter,
  team: teamRouter,
  payees: payeesRouter,
  withdrawals: withdrawalsRouter,
  wallet: walletRouter,
  application: applicationRouter,
  downline: downlineRouter,
});
export type PortalRouter = typeof portalApi;
