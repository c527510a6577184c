import { DomainError } from '@keyfall/core';
import { piecesOf, workOf } from './password-pieces.ts';

export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;

type Weakness = 'short' | 'long' | 'common' | 'like_login';

/** In halves of a character that nobody could know: two common words with a year and a sign are less than that. */
const WORK_MIN = 15;

/**
 * Why a password is refused, or undefined. Nothing is demanded about kinds of characters: a password is as good as what is
 * left of it when common words (also dressed up: `p@55w0rd`), seasons and years, dates, phone numbers, walks along the
 * keyboard, repetitions and the names of the person and its house are taken for one piece each. No list of leaked passwords
 * is asked, here or elsewhere.
 *
 * @param names what the person is known by: mail address, name, house, shop
 */
export function weaknessOf(password: string, names: readonly string[]): Weakness | undefined {
  const text = password.normalize('NFKC');
  const { length } = [...text];
  if (length < PASSWORD_LENGTH_MIN) return 'short';
  if (length > PASSWORD_LENGTH_MAX) return 'long';
  const pieces = piecesOf(text.toLowerCase(), personalWords(names));
  if (workOf(pieces) >= WORK_MIN) return undefined;
  return pieces.personal ? 'like_login' : 'common';
}

/** @throws DomainError password_too_weak with the reason */
export function assertPassword(password: string, names: readonly string[]): void {
  const reason = weaknessOf(password, names);
  if (reason !== undefined) throw new DomainError('password_too_weak', { reason });
}

const PERSONAL_LENGTH_MIN = 3;

/** The names as wholes, as they are written together, and their parts: `anna.lee@star.example` has anna, lee and star. */
function personalWords(names: readonly string[]): readonly string[] {
  const words = names.flatMap((name) => {
    const lower = name.normalize('NFKC').toLowerCase();
    const parts = lower.split(/[^\p{L}\p{N}]+/u);
    return [lower, lower.split('@', 1)[0] ?? '', parts.join(''), ...parts];
  });
  return [...new Set(words)].filter((word) => word.length >= PERSONAL_LENGTH_MIN);
}
