import type { DistributorId, IncomeModel } from '@keyfall/contracts';
import { allocate, shareOfUnits } from '@keyfall/money';
import type { CurrencyCode } from '@keyfall/money';
import { assert } from '../errors.ts';
import type { EarnedPart } from '../ledger/index.ts';

/** The money of an order line as frozen at placement. Later prices, tree changes and rates never touch it. */
export interface LineMoney {
  readonly line: number;
  readonly quantity: number;
  readonly currency: CurrencyCode;
  readonly model: IncomeModel;
  /** What the payer pays for the line, after coupons. */
  readonly payable: bigint;
  /** The part of a coupon that the platform funds. A seller-funded part lowers the seller's share instead. */
  readonly promo: bigint;
  /** Who earns what of the whole line; the house gets the rest of payable plus promo. */
  readonly shares: readonly { readonly distributorId: DistributorId; readonly amount: bigint }[];
}

/** What is split: what the payer pays plus what the platform adds. */
export function grossOf(line: LineMoney): bigint {
  return line.payable + line.promo;
}

/**
 * What delivering `units` more units of a line earns, when `deliveredBefore` were delivered: after d of q units everybody
 * has earned `floor(share · d / q)` and the house the rest, so any sequence of steps earns exactly the frozen split.
 */
export function planDelivery(line: LineMoney, deliveredBefore: number, units: number): EarnedPart {
  const deliveredAfter = deliveredBefore + units;
  assert(units > 0 && deliveredAfter <= line.quantity, 'more units are delivered than were ordered');
  const step = (amount: bigint): bigint =>
    shareOfUnits(amount, deliveredAfter, line.quantity) - shareOfUnits(amount, deliveredBefore, line.quantity);
  const gross = step(line.payable) + step(line.promo);
  const shares = line.shares.map(({ distributorId, amount }) => ({ distributorId, amount: step(amount) }));
  const house = shares.reduce((rest, share) => rest - share.amount, gross);
  return { model: line.model, gross, house, shares };
}

/** Spreads a gateway's fee over the lines it was paid for, by what each line cost. */
export function feeByLine(fee: bigint, payables: readonly bigint[]): readonly bigint[] {
  return payables.every((payable) => payable === 0n) ? payables.map(() => 0n) : allocate(fee, payables);
}

/** What a seller bears of a line's fee: never more than it earns on the line. */
export function feeBorneOf(feeOfLine: bigint, earned: bigint): bigint {
  return feeOfLine < earned ? feeOfLine : earned;
}
