import { assert } from '../errors.ts';

/**
 * What of a top-up's bonus goes when more of the top-up is paid back: in all `floor(bonus · returned ÷ amount)`, so parts sum to
 * the whole, and never more than is left of it. What was spent stays the wholesaler's expense.
 */
export function bonusOfPayBack(given: {
  /** The top-up's cash and the bonus it brought, minor units. */
  readonly amount: bigint;
  readonly bonus: bigint;
  /** What of the cash has gone back, this time included. */
  readonly returned: bigint;
  readonly takenBefore: bigint;
  readonly bonusBalance: bigint;
}): bigint {
  const { amount, bonus, returned, takenBefore, bonusBalance } = given;
  assert(returned <= amount, 'more goes back than was paid in');
  const due = (bonus * returned) / amount - takenBefore;
  const left = due < bonusBalance ? due : bonusBalance;
  return left < 0n ? 0n : left;
}
