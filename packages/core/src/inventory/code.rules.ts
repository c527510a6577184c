import type { CodeState } from '@keyfall/contracts';
import { DomainError } from '../errors.ts';
import { canMove } from '../state-machine.ts';
import type { Moves } from '../state-machine.ts';

/**
 * The life of a code: one row, one good. `available → sold` is a reservation and a sale in one transaction. A sold code is
 * quarantined when it came back unrevealed and void when it was replaced; revealing is an event on a delivery, not a state.
 */
export const CODE_MOVES: Moves<CodeState> = {
  available: ['reserved', 'sold', 'quarantined'],
  reserved: ['sold', 'available'],
  sold: ['quarantined', 'void'],
  quarantined: ['available', 'void'],
  void: [],
};

export function canMoveCode(from: CodeState, to: CodeState): boolean {
  return canMove(CODE_MOVES, from, to);
}

/** @throws DomainError `code_not_movable` */
export function assertCodeMove(from: CodeState, to: CodeState): void {
  if (!canMoveCode(from, to)) throw new DomainError('code_not_movable', { state: from, wanted: to });
}
