import type { RefundId, RefundReason } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { insertOrderEvent, type RefundUnits } from '../orders/index.ts';
import { loadRefundable, previewRefund, type RefundWish } from './refund-plan.ts';
import { insertRefund, writeRefundLines } from './refund-queries.ts';
import { lockRefundableOrder, type RefundableOrderRow } from './refundable-order-queries.ts';

export interface RefundRequestInput {
  readonly orderNo: string;
  /** Units of lines, or an amount out of goodwill. Nothing of either: everything that is left. */
  readonly units?: readonly RefundUnits[] | undefined;
  readonly goodwill?: bigint | undefined;
  /** The currency `goodwill` is meant in; another one than the order's is refused. */
  readonly currency?: string | undefined;
  readonly reason: string;
}

export interface RequestedRefund {
  readonly refundId: RefundId;
  readonly amount: bigint;
  readonly currency: string;
}

/**
 * Asks for a refund. Nothing moves until a second person approves it; the amount is worked out now and must still be the
 * same then. A distributor asks for its own orders only.
 *
 * @throws DomainError order_not_found, refund_nothing (also where nothing was paid), refund_units_exceeded,
 *   refund_exceeds_paid, currency_mismatch
 */
export async function requestRefund(
  ctx: Ctx<StaffPrincipal | DistributorPrincipal>,
  input: RefundRequestInput,
): Promise<RequestedRefund> {
  const { principal } = ctx;
  const refundId = uuidv7();
  return await asService(ctx, async (tx) => {
    const own = principal.kind === 'distributor' ? { distributorId: principal.distributorId } : {};
    const order = await lockRefundableOrder(tx, { orderNo: input.orderNo, ...own });
    const paid = assertPaid(order);
    const { currency = paid.currency } = input;
    if (currency !== paid.currency)
      throw new DomainError('currency_mismatch', { expected: paid.currency, given: currency });
    const loaded = await loadRefundable(tx, paid);
    const wish = wishOf(input, loaded.rows);
    const plan = previewRefund(loaded, wish);
    const cause: RefundReason = 'goodwill' in wish ? 'goodwill' : 'person';
    await insertRefund(tx, {
      id: refundId,
      orderId: paid.id,
      buyerId: paid.buyer_id,
      receiptId: paid.receipt_id,
      kind: 'order',
      amount: plan.cash,
      currency: paid.currency,
      state: 'requested',
      cause,
      reason: input.reason,
      requestedBy: principal.loginId,
    });
    await writeRefundLines(
      tx,
      refundId,
      paid.id,
      plan.lines.map((line) => ({
        line: line.line,
        openUnits: line.undeliveredUnits,
        deliveredUnits: line.deliveredUnits,
        openAmount: line.cash - line.returnedCash,
        deliveredAmount: line.returnedCash,
      })),
    );
    await insertOrderEvent(tx, paid, {
      kind: 'refund_requested',
      isPublic: false,
      data: { refund_id: refundId, amount: plan.cash.toString() },
    });
    await recordAudit(tx, ctx, {
      action: 'refunds.request',
      subjectKind: 'refund',
      subjectId: refundId,
      data: { orderId: paid.id, amount: plan.cash.toString(), currency: paid.currency, reason: input.reason },
    });
    return { refundId: refundId as RefundId, amount: plan.cash, currency: paid.currency };
  });
}

export interface PaidOrder extends RefundableOrderRow {
  readonly receipt_id: string;
}

/** @throws DomainError order_not_found, refund_nothing */
export function assertPaid(order: RefundableOrderRow | undefined): PaidOrder {
  if (order === undefined) throw new DomainError('order_not_found');
  const { receipt_id } = order;
  if (receipt_id === null) throw new DomainError('refund_nothing', {});
  return { ...order, receipt_id };
}

function wishOf(
  input: RefundRequestInput,
  rows: readonly {
    readonly line: number;
    readonly quantity: number;
    readonly delivered: number;
    readonly refunded_open: number;
    readonly refunded_units: number;
  }[],
): RefundWish {
  if (input.goodwill !== undefined) return { goodwill: input.goodwill };
  if (input.units !== undefined) return { units: input.units };
  return {
    units: rows.map((row) => ({
      line: row.line,
      delivered: row.delivered - row.refunded_units,
      undelivered: row.quantity - row.delivered - row.refunded_open,
    })),
  };
}
