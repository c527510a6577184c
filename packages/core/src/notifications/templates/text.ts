import { assert } from '../../errors.ts';

const LINE_MAX = 200;

/**
 * A value as one line: no line breaks, control characters or invisible direction marks with which a name could pose as
 * another part of the mail. Cut after 200 characters.
 */
export function oneLine(value: string): string {
  const line = value
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length > LINE_MAX ? `${characters.slice(0, LINE_MAX - 1).join('')}…` : line;
}

/** An absolute http or https address, normalised. @throws InvariantError for any other: addresses in mails are ours */
export function webAddress(url: string): string {
  assert(URL.canParse(url), 'a mail links to something that is no address');
  const { protocol, href } = new URL(url);
  assert(protocol === 'https:' || protocol === 'http:', 'a mail links to something that is no web address');
  return href;
}
