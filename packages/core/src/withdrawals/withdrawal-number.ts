import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `W` or `F` and 11 random base-32 characters: what people and banks find a withdrawal or a bank file by. */
export function newNumber(prefix: 'W' | 'F'): string {
  return prefix + Array.from(randomBytes(11), (byte) => ALPHABET[byte & 31]).join('');
}
