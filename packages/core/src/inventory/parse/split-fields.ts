/** A separator of one blank stands for any run of blanks. */
export const BLANK_SEPARATOR = ' ';

const BLANK_RUN = /[ \t\u3000\u00a0]+/u;
const QUOTE = '"';

/** Splits a line at every separator; quotes are ordinary characters here. */
export function splitPlain(text: string, separator: string | null): string[] {
  if (separator === null) return [text];
  if (separator === BLANK_SEPARATOR) return text.trim().split(BLANK_RUN);
  return text.split(separator);
}

/** A quoted field that the text so far does not close. */
export interface OpenField {
  /** The fields before it. */
  readonly fields: readonly string[];
  /** Position of the field in the text. */
  readonly fieldAt: number;
}

export type QuotedSplit =
  | { readonly state: 'complete'; readonly fields: string[] }
  | { readonly state: 'open'; readonly open: OpenField }
  /** The resumed field turned out not to be a quoted one. */
  | { readonly state: 'broken' };

/** Continues an open field after a line was appended to the text; looking for its end starts at that line. */
export interface ResumedField extends OpenField {
  readonly scanAt: number;
}

/**
 * Splits a record of quoted fields as RFC 4180 writes them, blanks around the quotes allowed. A field whose quotes do
 * not add up (`"ab"c`, `a"b`) is no quoted field: its quotes are data. A quoted field that the text does not close is
 * answered as `open`, to be resumed with the next line.
 *
 * @param literalFrom every field that begins at this position or later is taken as it is written.
 */
export function splitQuoted(
  text: string,
  separator: string,
  resume?: ResumedField,
  literalFrom = Number.POSITIVE_INFINITY,
): QuotedSplit {
  const fields = resume === undefined ? [] : [...resume.fields];
  let at = resume?.fieldAt ?? 0;
  let scanAt = resume?.scanAt;
  for (;;) {
    const quoteAt = at >= literalFrom ? -1 : quotePosition(text, at, separator);
    let endAt = -1;
    if (quoteAt >= 0) {
      const closeAt = closingQuote(text, scanAt ?? quoteAt + 1);
      if (closeAt < 0) return { state: 'open', open: { fields, fieldAt: at } };
      endAt = fieldEnd(text, closeAt + 1, separator);
      if (endAt < 0 && scanAt !== undefined) return { state: 'broken' };
      if (endAt >= 0) fields.push(text.slice(quoteAt + 1, closeAt).replaceAll('""', QUOTE));
    }
    if (endAt < 0) {
      const next = text.indexOf(separator, at);
      endAt = next < 0 ? text.length : next;
      fields.push(text.slice(at, endAt));
    }
    if (endAt === text.length) return { state: 'complete', fields };
    at = endAt + separator.length;
    scanAt = undefined;
  }
}

/** The position of a field's opening quote, if nothing but blanks stands before it; else -1. */
function quotePosition(text: string, from: number, separator: string): number {
  const at = skipBlanks(text, from, separator);
  return text[at] === QUOTE ? at : -1;
}

/** The first quote from here that is not the first of a doubled pair; -1 where there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf(QUOTE, from);
  while (at >= 0 && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  return at;
}

/** The position of the separator or the end behind a closing quote; -1 where something else follows. */
function fieldEnd(text: string, from: number, separator: string): number {
  const at = skipBlanks(text, from, separator);
  return at === text.length || text.startsWith(separator, at) ? at : -1;
}

function skipBlanks(text: string, from: number, separator: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== separator) at += 1;
  return at;
}
