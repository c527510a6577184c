import { randomInt } from 'node:crypto';

const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 8;

/** A distributor's code nobody thought of: over a million million of them, so that two alike stay a theory. */
export function newDistributorCode(): string {
  return `D-${Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')}`;
}
