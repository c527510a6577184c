/** JavaScript's blanks already hold U+3000, U+00A0 and U+FEFF; the zero-width space U+200B is not among them. */
const BLANK = /[\s\u200b]/u;
const FULL_WIDTH = /[\uff01-\uff5e]/u;
const FULL_WIDTH_ALL = /[\uff01-\uff5e]/gu;
/** Full-width forms mirror ASCII at a fixed distance. */
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * Trims blanks at both ends, those of East Asian keyboards and of copied web pages included. Counted by hand: a pattern
 * for blanks at the end tries every run of blanks within a hostile text anew.
 */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlankChar(text, start)) start += 1;
  while (end > start && isBlankChar(text, end - 1)) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isBlankChar(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  if (char > 0x20 && char < 0x80) return false;
  return BLANK.test(text[at] ?? '');
}

/** Full-width ASCII (`Ａ`, `１`, `－`) becomes ASCII; every other character stays. */
export function foldWidth(text: string): string {
  if (!FULL_WIDTH.test(text)) return text;
  return text.replace(FULL_WIDTH_ALL, (char) => String.fromCharCode(char.charCodeAt(0) - FULL_WIDTH_OFFSET));
}

/** The stored form of a number, secret, link or password: this and nothing more, so that no code changes its meaning. */
export function normaliseCell(text: string): string {
  return foldWidth(trimBlanks(text));
}

/** Whether nothing but blanks is written here. */
export function isBlank(text: string): boolean {
  return trimBlanks(text) === '';
}
