import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { listHeldByWeek } from './income-week-queries.ts';
import { moneyOf } from './present.ts';

/** The distributor's own held income by the week in which it becomes available. */
export async function readIncomeWeeks(ctx: Ctx<DistributorPrincipal>) {
  const rows = await asDistributor(ctx, (tx) => listHeldByWeek(tx, ctx.principal.distributorId));
  return rows.map(({ week, currency, held }) => ({ week, currency, held: moneyOf(held, currency) }));
}
