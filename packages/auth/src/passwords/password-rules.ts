import { DomainError } from '@keyfall/core';
import { COMMON_WORDS } from './common-passwords.ts';

export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;

type Weakness = 'short' | 'long' | 'common' | 'like_login';

/**
 * Why a password is refused, or undefined. Length counts most, so nothing is demanded about kinds of characters.
 *
 * @param logins what the person is known by: mail address, name, shop
 */
export function weaknessOf(password: string, logins: readonly string[]): Weakness | undefined {
  const text = password.normalize('NFKC');
  const { length } = [...text];
  if (length < PASSWORD_LENGTH_MIN) return 'short';
  if (length > PASSWORD_LENGTH_MAX) return 'long';
  const lower = text.toLowerCase();
  if (isCommon(lower)) return 'common';
  if (logins.some((login) => isLike(lower, login))) return 'like_login';
  return undefined;
}

/** @throws DomainError password_too_weak with the reason */
export function assertPassword(password: string, logins: readonly string[]): void {
  const reason = weaknessOf(password, logins);
  if (reason !== undefined) throw new DomainError('password_too_weak', { reason });
}

function isCommon(lower: string): boolean {
  if (isRepeated(lower) || isSequence(lower)) return true;
  const core = lower.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const undressed = core.replaceAll('@', 'a').replaceAll('0', 'o').replaceAll('$', 's').replaceAll('3', 'e');
  return COMMON_WORDS.has(core) || COMMON_WORDS.has(undressed);
}

/** A piece of up to four characters over and over: aaaaaaaaaa, 1212121212, abcdabcdabcd. */
function isRepeated(text: string): boolean {
  return /^(.{1,4}?)\1+$/su.test(text);
}

const ROWS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
];

/** A walk along the alphabet, the digits or the keyboard, in either direction. */
function isSequence(text: string): boolean {
  const backwards = [...text].toReversed().join('');
  return ROWS.some((row) => row.includes(text) || row.includes(backwards));
}

const LIKE_LENGTH_MIN = 4;

/** Contains what the person is known by and adds little to it. */
function isLike(lower: string, login: string): boolean {
  const names = [login.toLowerCase(), login.toLowerCase().split('@', 1)[0] ?? ''];
  return names.some((name) => name.length >= LIKE_LENGTH_MIN && lower.includes(name) && lower.length < name.length + 6);
}
