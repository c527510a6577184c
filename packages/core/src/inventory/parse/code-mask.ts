import type { CodeContent } from './code-file-row.ts';

/** Always as many, so that a mask does not tell how long a secret is. */
export const BULLETS = '••••••••';
const SHORT_BULLETS = '••••';
const NUMBER_TAIL = 4;
/** A mask is at most 60 characters where it is stored; of a longer host the end tells whose it is. */
const HOST_CHARS_MAX = 50;

/**
 * What a list may show of a code: the last four of its number, of a link its host, of anything else nothing. A number
 * whose end also occurs in the secret (some suppliers repeat it there) is not shown: no character of a secret leaves.
 */
export function maskOf(content: CodeContent): string {
  if (content.number !== undefined) {
    const hidden = [content.secret, content.password].map((value) => value?.expose() ?? '');
    return maskOfNumber(content.number.expose(), hidden);
  }
  return content.link === undefined ? BULLETS : maskOfLink(content.link.expose());
}

/** The last four characters of a number that stand in none of the hidden texts. */
export function maskOfNumber(number: string, hidden: readonly string[] = []): string {
  const tail = [...number].slice(-NUMBER_TAIL).join('');
  if (tail === '' || hidden.some((text) => text.includes(tail))) return BULLETS;
  return `${SHORT_BULLETS}${tail}`;
}

function maskOfLink(link: string): string {
  const host = URL.parse(link)?.hostname ?? '';
  if (host === '') return BULLETS;
  const shown = host.length > HOST_CHARS_MAX ? `…${host.slice(-HOST_CHARS_MAX)}` : host;
  return `${shown}/${SHORT_BULLETS}`;
}
