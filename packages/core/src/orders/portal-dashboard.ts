import { can } from '@keyfall/contracts';
import type { PortalDashboardDto } from '@keyfall/contracts/portal-schemas';
import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { readOwnBalances, readOwnCurrency } from './portal-income-queries.ts';
import {
  readBestSkus,
  readPortalDays,
  readPortalStanding,
  type DayRow,
  type StandingRow,
} from './portal-dashboard-queries.ts';
import { moneyOf, titleOf } from './present.ts';

const DAYS = 30;
const WEEK = 7;
const BEST_SKUS = 5;

/**
 * A distributor's first page: what it sold and earned today, in 7 and in 30 days, what it has and owes, what sells best and
 * what wants to be done. Figures in the tenant's currency; income only for those who may read it. Read as the portal's role.
 */
export async function readPortalDashboard(ctx: Ctx<DistributorPrincipal>): Promise<PortalDashboardDto> {
  const { distributorId, role } = ctx.principal;
  const withIncome = can({ audience: 'portal', role }, 'commissions.read');
  return await asDistributor(ctx, async (tx) => {
    const currency = await readOwnCurrency(tx);
    const [days, best, standing, balances] = await Promise.all([
      readPortalDays(tx, distributorId, currency, DAYS),
      readBestSkus(tx, distributorId, currency, { days: DAYS, limit: BEST_SKUS, by: withIncome ? 'income' : 'units' }),
      readPortalStanding(tx, distributorId),
      readOwnBalances(tx, distributorId),
    ]);
    const own = balances.find((row) => row.currency === currency) ?? { held: 0n, available: 0n, debt: 0n };
    const income = (minor: bigint) => (withIncome ? moneyOf(minor, currency) : null);
    const sumOf = (rows: readonly DayRow[]): PortalDashboardDto['today'] => ({
      orders: rows.reduce((sum, row) => sum + row.orders, 0),
      units: rows.reduce((sum, row) => sum + row.units, 0),
      revenue: moneyOf(sumMinor(rows, 'revenue'), currency),
      income: income(sumMinor(rows, 'income')),
    });
    return {
      currency,
      today: sumOf(days.slice(-1)),
      week: sumOf(days.slice(-WEEK)),
      month: sumOf(days),
      days: days.map((row) => ({ date: row.day, ...sumOf([row]) })),
      held: income(own.held),
      available: income(own.available),
      debt: income(own.debt),
      bestSkus: best.map((row) => ({
        skuId: row.sku_id,
        skuCode: row.code,
        name: titleOf(row, ctx.locale),
        units: row.units,
        income: income(row.income),
      })),
      nextActions: nextActionsOf(standing, withIncome ? own.debt : 0n),
    };
  });
}

function sumMinor(rows: readonly DayRow[], what: 'revenue' | 'income'): bigint {
  return rows.reduce((sum, row) => sum + row[what], 0n);
}

function nextActionsOf(standing: StandingRow, debt: bigint): PortalDashboardDto['nextActions'] {
  const actions: PortalDashboardDto['nextActions'] = [
    { kind: 'make_shop', count: standing.shops === 0 ? 1 : 0 },
    { kind: 'open_shop', count: standing.drafts },
    { kind: 'orders_waiting', count: standing.waiting },
    { kind: 'repay_debt', count: debt > 0n ? 1 : 0 },
  ];
  return actions.filter(({ count }) => count > 0);
}
