import type { CommissionAgingDto } from '@keyfall/contracts/order-schemas';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { listHeldByWeek, sumBalances, sumCommissions } from './commission-aging-queries.ts';
import { moneyOf } from './present.ts';

/**
 * Commission by age, one row per currency: earned ever, held by the week of its release, available, owed. Of all distributors
 * or of one. Held, available and debt are what the ledger has at this moment.
 */
export async function readCommissionAging(
  ctx: Ctx<StaffPrincipal>,
  distributorId?: string,
): Promise<CommissionAgingDto[]> {
  return await asStaff(ctx, async (tx) => {
    const owner = distributorId ?? null;
    const [sums, weeks, balances] = await Promise.all([
      sumCommissions(tx, owner),
      listHeldByWeek(tx, owner),
      sumBalances(tx, owner),
    ]);
    const currencies = [...new Set([...sums, ...balances].map((row) => row.currency))].toSorted();
    return currencies.map((currency) => {
      const sum = sums.find((row) => row.currency === currency);
      const balance = balances.find((row) => row.currency === currency);
      return {
        currency,
        earned: moneyOf(sum?.earned ?? 0n, currency),
        feeBorne: moneyOf(sum?.fee_borne ?? 0n, currency),
        clawed: moneyOf(sum?.clawed ?? 0n, currency),
        held: moneyOf(balance?.held ?? 0n, currency),
        weeks: weeks
          .filter((row) => row.currency === currency)
          .map((row) => ({ week: row.week, held: moneyOf(row.held, currency) })),
        available: moneyOf(balance?.available ?? 0n, currency),
        debt: moneyOf(balance?.debt ?? 0n, currency),
      };
    });
  });
}

/** The distributor's own held income by the week in which it becomes available. */
export async function readIncomeWeeks(ctx: Ctx<DistributorPrincipal>) {
  const rows = await asDistributor(ctx, (tx) => listHeldByWeek(tx, ctx.principal.distributorId));
  return rows.map(({ week, currency, held }) => ({ week, currency, held: moneyOf(held, currency) }));
}
