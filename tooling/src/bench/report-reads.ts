import type { Ctx, DistributorPrincipal } from '@keyfall/core';
import { listEntries, readTrialBalanceSheet } from '@keyfall/core/ledger';
import { listOrders, listPortalOrders, readIncomeByChild, readPortalDashboard } from '@keyfall/core/orders';
import {
  readCashFlow,
  readCommissionAging,
  readDashboard,
  readOwnSalesReport,
  readSalesReport,
  readStockValue,
} from '@keyfall/core/reports';
import { readOwnStatement, readPartyStatement } from '@keyfall/core/statements';
import { makePurchaser } from './bench-buyer.ts';
import { startBenchWorld, type BenchWorld } from './bench-world.ts';
import { makeManyOrders } from './many-orders.ts';
import { median } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { printFigure } from './report.ts';

const ORDERS = 200_000;
const DAYS = 180;

/** What staff and a distributor open daily, with so many orders in the books of half a year, all of them the distributor's. */
export async function reportReads({ rounds }: BenchOptions): Promise<void> {
  const world = await startBenchWorld(20);
  try {
    const { ctx } = await makePurchaser(world);
    await makeManyOrders(world, ORDERS, DAYS);
    for (const [metric, read] of await readsOf(world, ctx)) {
      const times: number[] = [];
      // The first fills buffers and plans; it does not count.
      for (let round = 0; round <= rounds; round += 1) {
        const from = performance.now();
        await read();
        times.push(performance.now() - from);
      }
      printFigure({ bench: 'report', metric, value: median(times.slice(1)), unit: 'ms', floor: null });
    }
  } finally {
    await world.stop();
  }
}

type Read = readonly [metric: string, read: () => Promise<unknown>];

async function readsOf({ tenant, admin }: BenchWorld, own: Ctx<DistributorPrincipal>): Promise<readonly Read[]> {
  const staff = tenant.owner;
  const dayBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const [half, month] = [DAYS, 30].map((days) => ({ from: dayBefore(days), until: dayBefore(0) }));
  if (half === undefined || month === undefined) throw new TypeError('two periods');
  const { rows } = await admin.query<{ id: string }>(
    `select account_id as id from ledger.entry where account_code = '4010' and tenant_id = $1 group by 1 order by count(*) desc limit 1`,
    [tenant.tenantId],
  );
  const accountId = rows[0]?.id ?? '';
  const page = { limit: 50 };
  return [
    ['dashboard_7_days', () => readDashboard(staff, { days: 7 })],
    ['dashboard_90_days', () => readDashboard(staff, { days: 90 })],
    ['sales_by_day', () => readSalesReport(staff, { period: half, by: 'day' })],
    ['sales_by_sku', () => readSalesReport(staff, { period: half, by: 'sku' })],
    ['sales_by_day_of_a_month', () => readSalesReport(staff, { period: month, by: 'day' })],
    ['cash_flow', () => readCashFlow(staff, { period: half })],
    ['commission_aging', () => readCommissionAging(staff)],
    ['stock_value', () => readStockValue(staff)],
    ['trial_balance', () => readTrialBalanceSheet(staff)],
    ['ledger_entries', () => listEntries(staff, { accountId, ...page })],
    ['house_statement', () => readPartyStatement(staff, { period: month, party: { kind: 'house' } })],
    ['orders', () => listOrders(staff, page)],
    ['orders_in_a_rare_state', () => listOrders(staff, { states: ['in_review'], ...page })],
    ['orders_of_an_amount', () => listOrders(staff, { q: '31.11', ...page })],
    ['own_sales_by_day', () => readOwnSalesReport(own, { period: half, by: 'day' })],
    ['own_statement', () => readOwnStatement(own, { period: month })],
    ['own_orders', () => listPortalOrders(own, page)],
    ['own_dashboard', () => readPortalDashboard(own)],
    ['own_income_by_child', () => readIncomeByChild(own, {})],
  ];
}
