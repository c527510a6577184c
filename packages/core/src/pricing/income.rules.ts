import type { DistributorId, IncomeModel } from '@keyfall/contracts';
import type { Rate } from '@keyfall/money';
import type { PercentageLink } from './percentage.rules.ts';

/** What a level earns at a distance from who brought the sale, in percent of it. */
export interface IncomeRate {
  /** Null: every level that has no rate of its own at that distance. */
  readonly levelId: string | null;
  /** 0 is who sold or referred, 1 its parent and so on. */
  readonly distance: number;
  readonly percent: Rate;
}

/** A distributor that may earn on a sale. The house is none: it keeps what the others do not earn. */
export interface IncomeNode {
  readonly distributorId: DistributorId;
  readonly levelId: string | null;
}

/** The rate of a level at a distance: its own, else the one for every level; null where there is none. */
export function rateAt(rates: readonly IncomeRate[], levelId: string | null, distance: number): Rate | null {
  const there = rates.filter((rate) => rate.distance === distance);
  const own = levelId === null ? undefined : there.find((rate) => rate.levelId === levelId);
  return (own ?? there.find((rate) => rate.levelId === null))?.percent ?? null;
}

/**
 * Who earns which percentage of a sale, from the top of the chain down to who brought it. Uplines farther away than `depth`
 * get nothing, and so does whoever has no rate.
 *
 * @param chain who brought the sale first, then its uplines; without the house
 */
export function percentageLinks(
  rules: { readonly depth: number; readonly rates: readonly IncomeRate[] },
  chain: readonly IncomeNode[],
): readonly PercentageLink[] {
  return chain
    .slice(0, rules.depth + 1)
    .flatMap(({ distributorId, levelId }, distance): readonly PercentageLink[] => {
      const rate = rateAt(rules.rates, levelId, distance);
      const viaChild = chain[distance - 1]?.distributorId ?? null;
      return rate === null ? [] : [{ earner: distributorId, viaChild, distance, rate }];
    })
    .toReversed();
}

/**
 * Whether distributors may buy the SKU for themselves and sell it through a gateway of their own. In the percentage model
 * they may not: nobody of the chain has a price there, and the wholesaler is who sells.
 */
export function allowsWholesale(model: IncomeModel): boolean {
  return model === 'price_difference';
}
