import type { LineState, OrderState } from '@keyfall/contracts';
import { DomainError } from '../errors.ts';
import { canMove } from '../state-machine.ts';
import type { Moves } from '../state-machine.ts';

/**
 * The life of an order. One transaction may make several moves (a capture with partial stock is paid, fulfilling and
 * partly delivered at once); each is recorded. Refunded is no state: it is derived from refund rows.
 *
 * A closed order comes back only for late money of the exact amount while stock is at hand.
 */
export const ORDER_MOVES: Moves<OrderState> = {
  awaiting_payment: ['paid', 'delivered', 'in_review', 'closing'],
  in_review: ['fulfilling', 'delivered', 'refund_only'],
  paid: ['fulfilling', 'refund_only'],
  fulfilling: ['delivered', 'partly_delivered', 'refund_only'],
  partly_delivered: ['delivered', 'refund_only'],
  closing: ['closed', 'paid', 'delivered'],
  closed: ['paid', 'delivered'],
  delivered: [],
  refund_only: [],
};

/**
 * The life of an order line. `unknown` means a supplier's answer is missing: nothing of the line may be reissued or
 * refunded until it is known. `cancelled` opens again with its order.
 */
export const LINE_MOVES: Moves<LineState> = {
  awaiting_payment: ['processing', 'delivered', 'partly_delivered', 'cancelled'],
  processing: ['unknown', 'delivered', 'partly_delivered', 'failed', 'cancelled'],
  unknown: ['processing', 'delivered', 'partly_delivered', 'failed'],
  partly_delivered: ['delivered'],
  cancelled: ['processing', 'delivered', 'partly_delivered'],
  delivered: [],
  failed: [],
};

export function canMoveOrder(from: OrderState, to: OrderState): boolean {
  return canMove(ORDER_MOVES, from, to);
}

/** @throws DomainError `order_state_conflict` */
export function assertOrderMove(from: OrderState, to: OrderState): void {
  if (!canMoveOrder(from, to)) throw new DomainError('order_state_conflict', { from, to });
}

export function canMoveLine(from: LineState, to: LineState): boolean {
  return canMove(LINE_MOVES, from, to);
}

/** @throws DomainError `state_conflict` */
export function assertLineMove(from: LineState, to: LineState): void {
  if (!canMoveLine(from, to)) throw new DomainError('state_conflict', { what: 'order_line', state: from, wanted: to });
}

/** How far a paid line has come, in units. */
export interface LineProgress {
  readonly quantity: number;
  readonly delivered: number;
  /** Units whose money went back before anything was delivered for them. */
  readonly refundedUndelivered: number;
  /** Units whose outcome at the supplier is not known. */
  readonly unknown: number;
}

/** Units still owed: neither delivered nor paid back. */
export function openUnits(line: LineProgress): number {
  return line.quantity - line.delivered - line.refundedUndelivered;
}

/** The state a paid line is in, from its units alone. */
export function lineStateOf(line: LineProgress): LineState {
  if (line.delivered === line.quantity) return 'delivered';
  if (line.delivered > 0) return 'partly_delivered';
  if (openUnits(line) === 0) return 'failed';
  return line.unknown > 0 ? 'unknown' : 'processing';
}

/** The state a paid order that is past its review is in, from its lines alone. */
export function orderStateOf(lines: readonly LineProgress[]): OrderState {
  if (lines.every((line) => line.delivered === line.quantity)) return 'delivered';
  if (lines.some((line) => line.delivered > 0)) return 'partly_delivered';
  return lines.every((line) => openUnits(line) === 0) ? 'refund_only' : 'fulfilling';
}
