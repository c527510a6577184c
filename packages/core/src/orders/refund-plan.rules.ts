import type { DistributorId } from '@keyfall/contracts';
import { allocate, clawedTotal, formatMinor, shareOfUnits } from '@keyfall/money';
import { DomainError, assert } from '../errors.ts';
import { planClaws } from '../ledger/index.ts';
import type { ClawPart, RefundAmounts, ReturnedPart, Spendable } from '../ledger/index.ts';
import type { LineMoney } from './line-money.rules.ts';

/** What happened so far to one earner's share of a line. */
export interface EarnerHistory {
  readonly distributorId: DistributorId;
  /** Clawed in all, from wherever. */
  readonly clawed: bigint;
  /** The part of it that was taken from this line's pending commission. */
  readonly clawedFromPending: bigint;
  readonly feeBorne: bigint;
  /** What of the share was released into available. */
  readonly released: bigint;
}

/** A paid line and everything that was delivered and refunded of it. */
export interface RefundableLine extends LineMoney {
  readonly delivered: number;
  /** Units whose supplier outcome is not known: their money may not move. */
  readonly unknown: number;
  readonly refundedDelivered: number;
  readonly refundedUndelivered: number;
  /** Cash that went back for delivered units, goodwill included. */
  readonly refundedCash: bigint;
  /** Platform-funded coupon taken back with it. */
  readonly promoReversed: bigint;
  readonly earners: readonly EarnerHistory[];
  /**
   * Where the seller collected the buyer's money itself: what its wallet is charged for the whole line, and what of that came
   * back for delivered units. Shares and earners are then those above it. Null where the wholesaler collected.
   */
  readonly charge: { readonly amount: bigint; readonly returned: bigint } | null;
}

/** Units of one line whose money is to go back: some that were delivered, some that will not be. */
export interface RefundUnits {
  readonly line: number;
  readonly delivered: number;
  readonly undelivered: number;
}

export interface RefundPlanLine {
  readonly line: number;
  readonly deliveredUnits: number;
  readonly undeliveredUnits: number;
  readonly cash: bigint;
  /** The part of `cash` that belongs to delivered units or goodwill. */
  readonly returnedCash: bigint;
  readonly promoReversed: bigint;
  /** Deferred money (coupon included) of the undelivered units; of a charged line, of its charge. */
  readonly deferred: bigint;
  readonly returned: ReturnedPart;
}

/** What a refund takes from whom. */
export interface RefundPlan {
  readonly lines: readonly RefundPlanLine[];
  /** What the payer gets back. */
  readonly cash: bigint;
  /** What the approval posts: the payer's cash, or what goes back into the wallet of a seller that collected it itself. */
  readonly amounts: RefundAmounts;
}

type Balances = ReadonlyMap<DistributorId, Spendable>;

/**
 * Plans the refund of units. Money of undelivered units comes out of what was deferred and claws nobody; money of delivered
 * units is taken back from the house and every earner by the cumulative rule, so that any sequence of refunds takes exactly
 * what was earned once everything is back.
 *
 * @throws DomainError `refund_units_exceeded`, `refund_unknown_outstanding`, `refund_nothing`, `not_found` (no such line)
 */
export function planRefund(
  lines: readonly RefundableLine[],
  requested: readonly RefundUnits[],
  balances: Balances,
): RefundPlan {
  assert(new Set(requested.map((units) => units.line)).size === requested.length, 'a refund names a line twice');
  const drafts = requested.map((units) => {
    const line = findLine(lines, units.line);
    assertUnits(line, units);
    return draftLine(line, units, cashOfDelivered(line, units.delivered));
  });
  return finish(drafts, balances);
}

/**
 * Plans a goodwill refund: an amount, no units. Spread by largest remainder over what is still refundable of the delivered
 * part of each line.
 *
 * @throws DomainError `refund_exceeds_paid`, `refund_nothing`
 */
export function planGoodwill(lines: readonly RefundableLine[], amount: bigint, balances: Balances): RefundPlan {
  assert(amount >= 0n, 'a goodwill amount is below zero');
  const refundable = lines.map((line) => deliveredPayable(line) - line.refundedCash);
  const total = refundable.reduce((sum, one) => sum + one, 0n);
  if (amount > total) {
    const currency = lines[0]?.currency ?? 'CNY';
    throw new DomainError('refund_exceeds_paid', {
      refundable: formatMinor(total, currency),
      requested: formatMinor(amount, currency),
    });
  }
  const parts = allocate(amount, refundable);
  const drafts = lines
    .map((line, index) => draftLine(line, { line: line.line, delivered: 0, undelivered: 0 }, parts[index] ?? 0n))
    .filter((draft) => draft.returnedCash > 0n);
  return finish(drafts, balances);
}

function findLine(lines: readonly RefundableLine[], number: number): RefundableLine {
  const line = lines.find((one) => one.line === number);
  if (!line) throw new DomainError('not_found', { what: 'order_line' });
  return line;
}

function assertUnits(line: RefundableLine, units: RefundUnits): void {
  assert(units.delivered >= 0 && units.undelivered >= 0, 'units are not below zero');
  const returnable = line.delivered - line.refundedDelivered;
  if (units.delivered > returnable) {
    throw new DomainError('refund_units_exceeded', { line: line.line, available: returnable });
  }
  const open = line.quantity - line.delivered - line.refundedUndelivered;
  if (units.undelivered > open) {
    throw new DomainError('refund_units_exceeded', { line: line.line, available: open });
  }
  if (units.undelivered > open - line.unknown) {
    throw new DomainError('refund_unknown_outstanding', { units: line.unknown });
  }
}

/** What was paid for the units delivered so far. */
function deliveredPayable(line: RefundableLine): bigint {
  return shareOfUnits(line.payable, line.delivered, line.quantity);
}

/** What goes back for the first `units` undelivered units: what the others keep is rounded down, as at delivery. */
function undeliveredValue(amount: bigint, units: number, quantity: number): bigint {
  return amount - shareOfUnits(amount, quantity - units, quantity);
}

/**
 * Cash for delivered units: what the kept units are worth is rounded down; the last delivered unit takes all that is left.
 * Goodwill given before is not paid twice.
 */
function cashOfDelivered(line: RefundableLine, units: number): bigint {
  if (units === 0) return 0n;
  const left = deliveredPayable(line) - line.refundedCash;
  const keptBefore = line.delivered - line.refundedDelivered;
  const keptAfter = keptBefore - units;
  if (keptAfter === 0) return left;
  const worth =
    shareOfUnits(line.payable, keptBefore, line.quantity) - shareOfUnits(line.payable, keptAfter, line.quantity);
  return worth < left ? worth : left;
}

interface LineDraft extends Omit<RefundPlanLine, 'returned'> {
  readonly source: RefundableLine;
  readonly returnedGross: bigint;
  readonly demands: readonly {
    readonly distributorId: DistributorId;
    readonly amount: bigint;
    readonly pendingLeft: bigint;
  }[];
}

function draftLine(line: RefundableLine, units: RefundUnits, returnedCash: bigint): LineDraft {
  const undelivered = (amount: bigint): bigint =>
    undeliveredValue(amount, line.refundedUndelivered + units.undelivered, line.quantity) -
    undeliveredValue(amount, line.refundedUndelivered, line.quantity);
  const payable = deliveredPayable(line);
  const refunded = line.refundedCash + returnedCash;
  // Nothing of the delivered units is asked for, or they cost nothing: nobody has to give anything back.
  const untouched = payable === 0n || (units.delivered === 0 && returnedCash === 0n);
  // A step only ever takes. Units delivered since the last refund can round a total down by one; the next step catches up.
  const stepOf = (earned: bigint, takenBefore: bigint): bigint => {
    const total = untouched ? takenBefore : clawedTotal({ payable, refunded, earned });
    return total > takenBefore ? total - takenBefore : 0n;
  };
  const promoReversed = stepOf(shareOfUnits(line.promo, line.delivered, line.quantity), line.promoReversed);
  const { charge } = line;
  return {
    source: line,
    line: line.line,
    deliveredUnits: units.delivered,
    undeliveredUnits: units.undelivered,
    cash: returnedCash + undelivered(line.payable),
    returnedCash,
    promoReversed,
    deferred: charge === null ? undelivered(line.payable) + undelivered(line.promo) : undelivered(charge.amount),
    returnedGross:
      charge === null
        ? returnedCash + promoReversed
        : stepOf(shareOfUnits(charge.amount, line.delivered, line.quantity), charge.returned),
    demands: line.shares.map((share) => demandOf(line, share, stepOf)),
  };
}

function demandOf(
  line: RefundableLine,
  share: LineMoney['shares'][number],
  stepOf: (earned: bigint, takenBefore: bigint) => bigint,
): LineDraft['demands'][number] {
  const history = line.earners.find((earner) => earner.distributorId === share.distributorId);
  assert(history, `line ${line.line} has a share without a history`);
  const earned = shareOfUnits(share.amount, line.delivered, line.quantity);
  return {
    distributorId: share.distributorId,
    amount: stepOf(earned, history.clawed),
    pendingLeft: earned - history.feeBorne - history.clawedFromPending - history.released,
  };
}

function isTaken(claw: ClawPart): boolean {
  return claw.amount > 0n;
}

/** Takes the claws of all lines from the earners' balances, which the lines share, and sums up. */
function finish(drafts: readonly LineDraft[], balances: Balances): RefundPlan {
  const claws = planClaws(
    drafts.flatMap((draft) => draft.demands),
    balances,
  );
  let next = 0;
  const lines = drafts.map(({ source, demands, returnedGross, ...line }): RefundPlanLine => {
    const own: readonly ClawPart[] = claws.slice(next, next + demands.length);
    next += demands.length;
    const house = own.reduce((rest, claw) => rest - claw.amount, returnedGross);
    return { ...line, returned: { model: source.model, gross: returnedGross, house, claws: own } };
  });
  const cash = lines.reduce((sum, line) => sum + line.cash, 0n);
  const deferred = lines.reduce((sum, line) => sum + line.deferred, 0n);
  const moves = cash > 0n || deferred > 0n || drafts.some((draft) => draft.returnedGross > 0n) || claws.some(isTaken);
  if (!moves) throw new DomainError('refund_nothing', {});
  const returned = lines.map((line) => line.returned);
  // An order is collected by one of the two: all of its lines are charged, or none.
  const isCharged = drafts.some((draft) => draft.source.charge !== null);
  const posted = isCharged ? returned.reduce((sum, part) => sum + part.gross, deferred) : cash;
  return { lines, cash, amounts: { cash: posted, deferred, returned } };
}
