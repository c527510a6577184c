import type { RefundReason, RefundState } from '@keyfall/contracts';
import { DomainError } from '../errors.ts';
import { canMove } from '../state-machine.ts';
import type { Moves } from '../state-machine.ts';

/**
 * The life of a refund. Its money is booked at approval, so it cannot be withdrawn meanwhile. A refund into a wallet is
 * final at approval; a failed one keeps owing the buyer and is tried again under the same provider reference, or paid
 * another way.
 */
export const REFUND_MOVES: Moves<RefundState> = {
  requested: ['approved', 'rejected'],
  approved: ['submitted', 'done'],
  submitted: ['done', 'failed'],
  failed: ['submitted', 'done'],
  done: [],
  rejected: [],
};

export function canMoveRefund(from: RefundState, to: RefundState): boolean {
  return canMove(REFUND_MOVES, from, to);
}

/** @throws DomainError `refund_state_conflict` */
export function assertRefundMove(from: RefundState, to: RefundState): void {
  if (!canMoveRefund(from, to)) throw new DomainError('refund_state_conflict', { from, to });
}

// What a person asks for is checked by a second one; what the system owes by its own rules is approved by the system.
const ASKED_BY_PEOPLE: readonly RefundReason[] = ['person', 'goodwill', 'claim'];

export function needsChecker(reason: RefundReason): boolean {
  return ASKED_BY_PEOPLE.includes(reason);
}
