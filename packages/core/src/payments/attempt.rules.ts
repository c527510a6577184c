import type { AttemptState } from '@keyfall/contracts';
import { DomainError } from '../errors.ts';
import { canMove } from '../state-machine.ts';
import type { Moves } from '../state-machine.ts';

/**
 * The life of a payment attempt. Nothing here refuses a report of the outside world: a provider may capture before our own
 * `pending` was committed, or after we had given the attempt up (late money, which capture then judges).
 */
export const ATTEMPT_MOVES: Moves<AttemptState> = {
  created: ['pending', 'captured', 'failed', 'closed', 'unknown'],
  pending: ['captured', 'failed', 'closed', 'unknown'],
  unknown: ['pending', 'captured', 'failed', 'closed'],
  failed: ['captured'],
  closed: ['captured'],
  captured: [],
};

/** How we came to know of a move. */
export type AttemptEvidence =
  /** The provider answered our question about this attempt. */
  | 'query'
  /** The provider told us of itself: a signed webhook, a line of its bill. */
  | 'notice'
  /** The answer to the request that started or closed the attempt. */
  | 'answer'
  /** Our own clock or a person's wish, without a word of the provider. */
  | 'own';

export function canMoveAttempt(from: AttemptState, to: AttemptState, evidence: AttemptEvidence): boolean {
  if (!canMove(ATTEMPT_MOVES, from, to)) return false;
  if (to === 'captured') return evidence !== 'own';
  // A missing answer proves nothing: that no money came is believed only when the provider says so to our question. That
  // the payment waits to be paid is no such claim.
  return from !== 'unknown' || evidence === 'query' || (to === 'pending' && evidence !== 'own');
}

/** @throws DomainError `state_conflict` */
export function assertAttemptMove(from: AttemptState, to: AttemptState, evidence: AttemptEvidence): void {
  if (!canMoveAttempt(from, to, evidence)) {
    throw new DomainError('state_conflict', { what: 'payment_attempt', state: from, wanted: to });
  }
}
