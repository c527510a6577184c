export type * from './gateway.port.ts';
export { ATTEMPT_MOVES, assertAttemptMove, canMoveAttempt } from './attempt.rules.ts';
export type { AttemptEvidence } from './attempt.rules.ts';
