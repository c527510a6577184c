import { randomInt } from 'node:crypto';
import { keyOf } from '@keyfall/core/access';

const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const LENGTH = 12;
export const RECOVERY_CODES = 10;

/** Ten codes of twelve characters (59 bits each), written in groups of four. They are shown once and stored hashed. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
  });
}

/** The stored form of a code as a person typed it: without case, blanks and hyphens; bound to its login. */
export function recoveryCodeHash(loginKey: string, typed: string): string {
  return keyOf(`${loginKey}:${typed.toLowerCase().replaceAll(/[\s-]/g, '')}`);
}
