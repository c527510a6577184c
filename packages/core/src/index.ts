export { DomainError, InvariantError, PortError, assert, isDomainError } from './errors.ts';
export { Secret, secret } from './secret.ts';
export { canMove, finalStatesOf, movePairs } from './state-machine.ts';
export type { Moves } from './state-machine.ts';
