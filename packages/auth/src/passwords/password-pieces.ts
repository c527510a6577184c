import { COMMON_DIGITS, COMMON_WORDS } from './common-passwords.ts';

/** How a guessing program would put a password together: known pieces, and what no rule explains. */
export interface Pieces {
  /** Words, years, dates, walks along the keyboard, repetitions, phone numbers. */
  readonly known: number;
  /** Whether a name of the person or its house is among them. */
  readonly personal: boolean;
  /** Letters, digits and characters of other scripts that belong to no piece. */
  readonly free: number;
  /** Signs and blanks between and around. */
  readonly signs: number;
}

/** The characters that stand for a letter when a word is dressed up. */
const READINGS: Readonly<Record<string, string>> = {
  a: 'a@4',
  b: 'b8',
  e: 'e3',
  g: 'g9',
  i: 'i1!|',
  l: 'l1|',
  o: 'o0',
  s: 's$5',
  t: 't7+',
  z: 'z2',
};

/** Runs of neighbours: digits, alphabet, keyboard along rows and down columns, and rows in step with each other. */
const WALKS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  'qazwsxedcrfvtgbyhnujm',
  'zaqxswcdevfrbgtnhymju',
  'zaq1xsw2cde3vfr4bgt5',
  'zaq12wsx34rfv',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6g7h8i9j0',
  '1a2b3c4d5e6f7g8h9i0j',
  '!@#$%^&*()',
].flatMap((walk) => [walk, reversed(walk)]);
const WALK_LENGTH_MIN = 4;

/** Years of the living, dates in digits with or without marks, Chinese mobile numbers, digits that everybody likes. */
const FIGURES = [
  /^(?:19|20)\d{2}[-./]?(?:0?[1-9]|1[0-2])[-./]?(?:0?[1-9]|[12]\d|3[01])/,
  /^(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)?\d{2}/,
  /^1[3-9]\d{9}/,
  /^(?:19|20)\d{2}/,
];

const REPEATED = /^(.{1,4}?)\1{2,}/su;
const IS_SIGN = /^[^\p{L}\p{N}]$/u;

function reversed(text: string): string {
  return [...text].toReversed().join('');
}

const BACKWARDS: ReadonlySet<string> = new Set([...COMMON_WORDS].filter((word) => word.length > 4).map(reversed));
const WORDS: readonly string[] = [...COMMON_WORDS, ...BACKWARDS].filter((word) => word.length >= 3);

interface Step {
  readonly length: number;
  readonly kind: 'known' | 'personal' | 'free' | 'sign';
}

/** Every piece that begins at a place of the text, the single character included. */
function stepsAt(text: string, from: number, personal: readonly string[]): readonly Step[] {
  const rest = text.slice(from);
  const steps: Step[] = [{ length: 1, kind: IS_SIGN.test(rest[0] ?? '') ? 'sign' : 'free' }];
  const known = (length: number | undefined): void => {
    if (length !== undefined) steps.push({ length, kind: 'known' });
  };
  for (const word of WORDS) if (readsAs(rest, word)) known(word.length);
  for (const digits of COMMON_DIGITS) if (rest.startsWith(digits)) known(digits.length);
  for (const figure of FIGURES) known(figure.exec(rest)?.[0].length);
  known(REPEATED.exec(rest)?.[0].length);
  known(walkLength(rest));
  for (const name of personal) if (readsAs(rest, name)) steps.push({ length: name.length, kind: 'personal' });
  return steps;
}

function readsAs(text: string, word: string): boolean {
  if (text.length < word.length) return false;
  for (let at = 0; at < word.length; at += 1) {
    const letter = word.charAt(at);
    if (!(READINGS[letter] ?? letter).includes(text.charAt(at))) return false;
  }
  return true;
}

/** The longest walk that the text begins with. */
function walkLength(text: string): number | undefined {
  let longest: number | undefined;
  for (let length = WALK_LENGTH_MIN; length <= text.length; length += 1) {
    const run = text.slice(0, length);
    if (!WALKS.some((walk) => walk.includes(run))) break;
    longest = length;
  }
  return longest;
}

/** What a piece, a free character and a sign add to the work of guessing, in halves of a character. */
const WORK: Readonly<Record<Step['kind'], number>> = { known: 4, personal: 4, free: 2, sign: 1 };

/** The work of guessing a password of these pieces, in halves of a free character. */
export function workOf({ known, free, signs }: Pieces): number {
  return known * WORK.known + free * WORK.free + signs * WORK.sign;
}

/**
 * The cheapest way to put the text together of known pieces and single characters.
 *
 * @param text in lower case
 * @param personal names of the person and its house, in lower case
 */
export function piecesOf(text: string, personal: readonly string[]): Pieces {
  // best[n]: the cheapest way through the first n characters.
  const best: (Pieces | undefined)[] = [{ known: 0, personal: false, free: 0, signs: 0 }];
  for (let from = 0; from < text.length; from += 1) {
    const before = best[from];
    if (before === undefined) continue;
    for (const { length, kind } of stepsAt(text, from, personal)) {
      const after: Pieces = {
        known: before.known + (kind === 'known' || kind === 'personal' ? 1 : 0),
        personal: before.personal || kind === 'personal',
        free: before.free + (kind === 'free' ? 1 : 0),
        signs: before.signs + (kind === 'sign' ? 1 : 0),
      };
      const present = best[from + length];
      const isBetter =
        present === undefined ||
        workOf(after) < workOf(present) ||
        (workOf(after) === workOf(present) && after.personal && !present.personal);
      if (isBetter) best[from + length] = after;
    }
  }
  return best[text.length] ?? { known: 0, personal: false, free: text.length, signs: 0 };
}
