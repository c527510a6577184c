import { floorShare, parseRate, type Rate } from '@keyfall/money';

/** From this amount on, so many percent of the whole top-up are given on top. */
export interface BonusRule {
  /** Minor units. */
  readonly amountFrom: bigint;
  readonly percent: Rate;
}

/** The bonus of a top-up: the highest rule its amount reaches counts, rounded down; none reached: nothing. */
export function bonusOfTopUp(amount: bigint, rules: readonly BonusRule[]): bigint {
  const reached = rules
    .filter((rule) => rule.amountFrom <= amount)
    .toSorted((a, b) => (a.amountFrom < b.amountFrom ? 1 : -1))[0];
  return reached === undefined ? 0n : floorShare(amount, reached.percent);
}

/** A rule as the database keeps it. */
export function bonusRuleOf(row: { readonly amount_from: bigint; readonly percent: string }): BonusRule {
  return { amountFrom: row.amount_from, percent: parseRate(row.percent) };
}
