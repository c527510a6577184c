import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A letter and 11 random base-32 characters: what people and banks find money on its way out by. `W` a withdrawal, `F` a bank
 * file, `B` a pay-back, `S` a settlement.
 */
export function newNumber(prefix: 'W' | 'F' | 'B' | 'S'): string {
  return prefix + Array.from(randomBytes(11), (byte) => ALPHABET[byte & 31]).join('');
}
