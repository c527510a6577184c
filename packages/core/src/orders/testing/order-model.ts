import type { DistributorId, OrderId, RefundId } from '@keyfall/contracts';
import {
  deliverJournal,
  feeRecoveryJournal,
  payJournal,
  refundApproveJournal,
  releasable,
  releaseJournal,
  withdrawalRequestJournal,
} from '../../ledger/index.ts';
import type { Spendable } from '../../ledger/index.ts';
import { Book } from '../../ledger/testing/book.ts';
import { feeBorneOf, planDelivery } from '../line-money.rules.ts';
import type { LineMoney } from '../line-money.rules.ts';
import { planGoodwill, planRefund } from '../refund-plan.rules.ts';
import type { EarnerHistory, RefundPlan, RefundUnits, RefundableLine } from '../refund-plan.rules.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type LineState = Mutable<Omit<RefundableLine, 'earners'>> & { earners: Mutable<EarnerHistory>[] };

/**
 * One paid order driven through the real rules against a ledger in memory, keeping by hand only what the database would
 * keep: units and the history of each share.
 */
export class OrderModel {
  readonly book = new Book('CNY');
  readonly lines: LineState[];
  refundedCash = 0n;
  readonly #orderId = 'O1' as OrderId;
  readonly #feeOf: (line: LineMoney) => bigint;
  #steps = 0;

  constructor(lines: readonly LineMoney[], feeOf: (line: LineMoney) => bigint) {
    this.#feeOf = feeOf;
    this.lines = lines.map((line) => ({
      ...line,
      delivered: 0,
      unknown: 0,
      refundedDelivered: 0,
      refundedUndelivered: 0,
      refundedCash: 0n,
      promoReversed: 0n,
      charge: null,
      earners: line.shares.map(({ distributorId }) => ({
        distributorId,
        clawed: 0n,
        clawedFromPending: 0n,
        feeBorne: 0n,
        released: 0n,
      })),
    }));
    const sum = (of: (line: LineMoney) => bigint) => lines.reduce((total, line) => total + of(line), 0n);
    const source = { via: 'gateway', gatewayAccountId: 'ALI' as never, fee: sum(feeOf) } as const;
    const [amount, promo] = [sum((line) => line.payable), sum((line) => line.promo)];
    this.book.post(payJournal({ ...this.#head, idemKey: 'pay:ALI:T1', amount, promo, source }));
  }

  get #head() {
    return { orderId: this.#orderId, currency: 'CNY' } as const;
  }

  /** All earners of the order. */
  get earners(): readonly DistributorId[] {
    return [...new Set(this.lines.flatMap((line) => line.shares.map((share) => share.distributorId)))];
  }

  deliver(index: number, units: number): void {
    const line = this.lines[index]!;
    const open = line.quantity - line.delivered - line.refundedUndelivered;
    if (Math.min(units, open) === 0) return;
    const part = planDelivery(line, line.delivered, Math.min(units, open));
    const step = `${++this.#steps}`;
    this.book.post(deliverJournal({ ...this.#head, step, parts: [part] }));
    line.delivered += Math.min(units, open);
    this.#recoverFee(line, step);
  }

  // The seller (the last share) bears the line's fee, as far as its earnings so far reach; the house in the percentage model.
  #recoverFee(line: LineState, step: string): void {
    const seller = line.earners.at(-1);
    if (!seller || line.model === 'percentage') return;
    const feeBorne = feeBorneOf(this.#feeOf(line), this.earned(line, seller.distributorId));
    const more = feeBorne - seller.feeBorne;
    this.book.post(feeRecoveryJournal({ ...this.#head, step, sellerId: seller.distributorId, feeBorne: more }));
    seller.feeBorne = feeBorne;
  }

  earned(line: RefundableLine, owner: DistributorId): bigint {
    const whole = line.shares.find((share) => share.distributorId === owner)?.amount ?? 0n;
    return (whole * BigInt(line.delivered)) / BigInt(line.quantity);
  }

  /** What of a line's commission is still pending, by the columns of its commission lines. */
  pendingOf(line: RefundableLine, earner: EarnerHistory): bigint {
    return releasable({ ...earner, amount: this.earned(line, earner.distributorId) }) - earner.released;
  }

  release(owner: DistributorId): void {
    let amount = 0n;
    for (const line of this.lines) {
      for (const earner of line.earners.filter((one) => one.distributorId === owner)) {
        const pending = this.pendingOf(line, earner);
        earner.released += pending;
        amount += pending;
      }
    }
    const debt = this.book.balance('1210', owner);
    const releaseId = `J${++this.#steps}`;
    this.book.post(releaseJournal({ releaseId, distributorId: owner, currency: 'CNY', amount, debt }));
  }

  /** Somebody takes out everything it has. */
  withdraw(owner: DistributorId): void {
    const amount = this.book.balance('2020', owner);
    const withdrawalId = `W${++this.#steps}` as never;
    const currency = 'CNY';
    this.book.post(
      withdrawalRequestJournal({ withdrawalId, distributorId: owner, currency, amount, source: 'income' }),
    );
  }

  balances(): ReadonlyMap<DistributorId, Spendable> {
    return new Map(this.earners.map((owner) => [owner, { available: this.book.balance('2020', owner), wallet: 0n }]));
  }

  refundUnits(requests: readonly RefundUnits[]): RefundPlan {
    return this.#book(planRefund(this.lines, requests, this.balances()));
  }

  goodwill(amount: bigint): RefundPlan {
    return this.#book(planGoodwill(this.lines, amount, this.balances()));
  }

  #book(plan: RefundPlan): RefundPlan {
    const refundId = `R${++this.#steps}` as RefundId;
    this.book.post(refundApproveJournal({ ...this.#head, ...plan.amounts, refundId, target: { to: 'payable' } }));
    for (const done of plan.lines) {
      const line = this.lines.find((one) => one.line === done.line)!;
      line.refundedDelivered += done.deliveredUnits;
      line.refundedUndelivered += done.undeliveredUnits;
      line.refundedCash += done.returnedCash;
      line.promoReversed += done.promoReversed;
      for (const claw of done.returned.claws) {
        const earner = line.earners.find((one) => one.distributorId === claw.distributorId)!;
        earner.clawed += claw.amount;
        earner.clawedFromPending += claw.fromPending;
      }
    }
    this.refundedCash += plan.amounts.cash;
    return plan;
  }
}
