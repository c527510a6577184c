import { MoneyError } from './money-error.ts';

/**
 * Rules that share an amount by a ratio of whole numbers. All are exact integer arithmetic on minor units; none can create
 * or lose a unit over all of its steps.
 */

function ratioFloor(minor: bigint, part: bigint, whole: bigint): bigint {
  if (minor < 0n || whole <= 0n || part < 0n || part > whole) {
    throw new MoneyError(
      'bad_argument',
      'a proportion needs 0 ≤ part ≤ whole, whole above zero and an amount not below it',
    );
  }
  return (minor * part) / whole;
}

/** What of an amount for `quantity` units belongs to the first `units` of them: `floor(amount · units / quantity)`. */
export function shareOfUnits(minor: bigint, units: number, quantity: number): bigint {
  return ratioFloor(minor, BigInt(units), BigInt(quantity));
}

/** What of an amount belongs to unit `index` (from 0) alone. Over all units these sum to the amount. */
export function shareOfUnit(minor: bigint, index: number, quantity: number): bigint {
  return shareOfUnits(minor, index + 1, quantity) - shareOfUnits(minor, index, quantity);
}

/**
 * How much of an earner's share has to be taken back in total once `refunded` of `payable` has gone back:
 * `earned − floor(earned · (payable − refunded) / payable)`. What remains with the earner is rounded down, so the platform
 * never pays a fraction; at a full refund it is exactly everything. A step claws the difference of two totals.
 */
export function clawedTotal(given: {
  readonly payable: bigint;
  readonly refunded: bigint;
  readonly earned: bigint;
}): bigint {
  return given.earned - ratioFloor(given.earned, given.payable - given.refunded, given.payable);
}

/**
 * Splits an amount over weights by largest remainder: each part differs from its exact share by less than one unit and the
 * parts sum to the amount. Ties go to the earlier part. For spreading one amount over order lines, never where one party is
 * the platform (there each share is floored and the platform takes the rest).
 *
 * @throws MoneyError `bad_argument` when a weight is negative, or all are zero while there is something to split
 */
export function allocate(minor: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.some((weight) => weight < 0n)) throw new MoneyError('bad_argument', 'a weight is not negative');
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) {
    if (minor !== 0n) throw new MoneyError('bad_argument', 'there is nobody to split the amount over');
    return weights.map(() => 0n);
  }
  if (minor < 0n) return allocate(-minor, weights).map((part) => -part);
  const parts = weights.map((weight, index) => {
    const product = minor * weight;
    return { index, part: product / total, remainder: product % total };
  });
  const missing = minor - parts.reduce((sum, { part }) => sum + part, 0n);
  const byRemainder = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  );
  for (const winner of byRemainder.slice(0, Number(missing))) winner.part += 1n;
  return parts.map(({ part }) => part);
}
