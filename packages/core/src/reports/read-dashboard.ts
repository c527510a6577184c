import { can } from '@keyfall/contracts';
import type { DashboardDto } from '@keyfall/contracts/dashboard-schemas';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { moneyOf, titleOf } from '../orders/index.ts';
import {
  readBest,
  readDays,
  readHours,
  readMargins,
  readSince,
  readTenantCurrency,
  readWaiting,
  type DayRow,
} from './dashboard-queries.ts';
import { planByValues } from './pace-queries.ts';

const BEST_MAX = 8;

/**
 * How the wholesaler's business stands: sales and margin by day, orders by hour, what sells, what waits for a person. Days
 * are those of the tenant's time zone and sales those in its currency; margin is read from the ledger. One snapshot.
 */
export async function readDashboard(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly days: 7 | 30 | 90 },
): Promise<DashboardDto> {
  const maySeeCost = can({ audience: 'admin', role: ctx.principal.role }, 'inventory.read_cost');
  const read = await asStaff(ctx, async (tx) => {
    const [since] = await Promise.all([readSince(tx, input.days), planByValues(tx)]);
    // Yesterday is compared with today even where only a week is shown; seven days hold both.
    const [currency, days, margins, hours, best, waiting] = await Promise.all([
      readTenantCurrency(tx),
      readDays(tx, input.days, since),
      maySeeCost ? readMargins(tx, since) : [],
      readHours(tx),
      readBest(tx, input.days, BEST_MAX),
      readWaiting(tx),
    ]);
    return { currency, days, margins, hours, best, waiting };
  });
  const { currency, days, waiting } = read;
  const marginOf = new Map(read.margins.map((row) => [row.day, row.margin]));
  const figures = (rows: readonly DayRow[]): DashboardDto['today'] => ({
    orders: rows.reduce((sum, row) => sum + row.orders, 0),
    units: Number(rows.reduce((sum, row) => sum + row.units, 0n)),
    sales: moneyOf(
      rows.reduce((sum, row) => sum + row.sales, 0n),
      currency,
    ),
    margin: maySeeCost
      ? moneyOf(
          rows.reduce((sum, row) => sum + (marginOf.get(row.day) ?? 0n), 0n),
          currency,
        )
      : null,
  });
  return {
    currency,
    today: figures(days.slice(-1)),
    yesterday: figures(days.slice(-2, -1)),
    period: figures(days),
    series: days.map((row) => {
      const { orders, sales, margin } = figures([row]);
      return { day: row.day, orders, sales, margin };
    }),
    hours: read.hours.map((row) => ({ hour: row.hour.toISOString(), orders: row.orders })),
    best: read.best.map((row) => ({
      skuId: row.sku_id,
      skuCode: row.sku_code,
      name: titleOf(row, ctx.locale),
      units: Number(row.units),
      sales: moneyOf(row.sales, currency),
    })),
    waiting: {
      refundsToApprove: waiting.refunds_to_approve,
      refundsFailed: waiting.refunds_failed,
      moneyInSuspense: waiting.money_in_suspense,
      topUpsToFulfil: waiting.top_ups_to_fulfil,
      withdrawalsToApprove: waiting.withdrawals_to_approve,
      transfersToConfirm: waiting.transfers_to_confirm,
      payBacksToDecide: waiting.pay_backs_to_decide,
      settlementsToDecide: waiting.settlements_to_decide,
    },
    stock: {
      available: Number(waiting.available),
      low: waiting.low,
      empty: waiting.empty,
      expiringSoon: waiting.expiring_soon,
    },
  };
}
