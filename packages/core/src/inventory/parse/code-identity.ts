import type { CodeContent } from './code-file-row.ts';
import { normaliseCell } from './normalise-cell.ts';

/** Between number and secret; no code can hold it, since control characters are rejected. */
const UNIT_SEPARATOR = '\u001f';
const FOLDABLE = /^[A-Z0-9 -]+$/u;
const GROUPING = /[ -]/gu;

/**
 * The form in which one value is compared. Blanks and hyphens are grouping only where the whole value consists of
 * capital letters, digits and them; anywhere else each character counts, and so does its case.
 */
export function foldForIndex(value: string): string {
  if (!FOLDABLE.test(value)) return value;
  const folded = value.replace(GROUPING, '');
  return folded === '' ? value : folded;
}

/**
 * What makes two codes the same good: the link without its password, or number and secret, or the secret. The caller
 * puts it through the tenant's blind index at once; it is as confidential as the code.
 */
export function codeIdentity(content: CodeContent): string {
  if (content.link !== undefined) return foldForIndex(content.link.expose());
  const secret = foldForIndex(content.secret?.expose() ?? '');
  if (content.number === undefined) return secret;
  return `${foldForIndex(content.number.expose())}${UNIT_SEPARATOR}${secret}`;
}

/** The identity of a code's number alone, for the number's own blind index. */
export function numberIdentity(content: CodeContent): string | undefined {
  return content.number === undefined ? undefined : foldForIndex(content.number.expose());
}

/** What somebody may mean by a text they search a code with. */
export interface CodeSearchKeys {
  /** Identities to look up in the index of codes. */
  readonly codes: readonly string[];
  /** Identity to look up in the index of numbers. */
  readonly number: string;
}

/** Longest text a search takes: a number and a secret at their longest. */
const SEARCH_CHARS_MAX = 8200;
const PAIR_SEPARATORS = [/-{3,6}/u, /[\t,;|，；｜]/u, /\s+/u];

/**
 * Turns a typed or pasted text into identities: a whole secret or link, a number alone, or number and secret with any
 * separator between them.
 */
export function codeSearchKeys(typed: string): CodeSearchKeys {
  const text = normaliseCell(typed.slice(0, SEARCH_CHARS_MAX));
  const codes = new Set([foldForIndex(text)]);
  for (const separator of PAIR_SEPARATORS) {
    const found = separator.exec(text);
    if (found === null) continue;
    const first = foldForIndex(normaliseCell(text.slice(0, found.index)));
    const second = foldForIndex(normaliseCell(text.slice(found.index + found[0].length)));
    if (first !== '' && second !== '') codes.add(`${first}${UNIT_SEPARATOR}${second}`);
  }
  return { codes: [...codes], number: foldForIndex(text) };
}
