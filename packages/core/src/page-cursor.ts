import { decodeCursor, encodeCursor, isUuid } from '@keyfall/contracts';
import { DomainError } from './errors.ts';

/** What a list that is read page by page takes. */
export interface PageInput {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

type Cursor = PageInput['cursor'];

/** A moment as the database prints it, to the microsecond, and the row's id behind it. */
export interface InstantPosition {
  readonly position: string;
  readonly id: string;
}

/** A moment and a line of something with an id: entries of journals, lines of orders. */
export interface LinePosition extends InstantPosition {
  readonly line: number;
}

/** Where a page begins in a list by time: after the row a cursor names. @throws DomainError cursor_invalid */
export function positionOf(cursor: Cursor): InstantPosition | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const [position, id] = decodeCursor(cursor, 2) ?? [];
  if (!isInstant(position) || !isId(id)) throw new DomainError('cursor_invalid');
  return { position, id };
}

/** Where a page begins in a list of lines by time. @throws DomainError cursor_invalid */
export function linePositionOf(cursor: Cursor): LinePosition | undefined {
  return cursor === null || cursor === undefined ? undefined : lineOf(decodeCursor(cursor, 3) ?? []);
}

/** The same in a list with a running balance, with what stood after that line. @throws DomainError cursor_invalid */
export function balancePositionOf(cursor: Cursor): (LinePosition & { readonly balance: bigint }) | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const values = decodeCursor(cursor, 4) ?? [];
  const balance = values[3];
  if (balance == null || !/^-?\d{1,18}$/.test(balance)) throw new DomainError('cursor_invalid');
  return { ...lineOf(values), balance: BigInt(balance) };
}

function lineOf([position, id, line]: readonly (string | null)[]): LinePosition {
  if (!isInstant(position) || !isId(id) || line == null || !/^\d{1,4}$/.test(line))
    throw new DomainError('cursor_invalid');
  return { position, id, line: Number(line) };
}

/** Where a page begins in a list by a text (a name, a code) and the row's id. @throws DomainError cursor_invalid */
export function namedPositionOf(cursor: Cursor): { readonly name: string; readonly id: string } | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const [name, id] = decodeCursor(cursor, 2) ?? [];
  if (name == null || !isId(id)) throw new DomainError('cursor_invalid');
  return { name, id };
}

/** Where a page begins in a list by a place that somebody gave its rows. @throws DomainError cursor_invalid */
export function numberedPositionOf(cursor: Cursor): { readonly number: number; readonly id: string } | undefined {
  const named = namedPositionOf(cursor);
  if (named === undefined) return undefined;
  if (!/^\d{1,9}$/.test(named.name)) throw new DomainError('cursor_invalid');
  return { number: Number(named.name), id: named.id };
}

/** Where a page begins in a list by a text of which no two rows have the same. @throws DomainError cursor_invalid */
export function codePositionOf(cursor: Cursor): string | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const [code] = decodeCursor(cursor, 1) ?? [];
  if (code == null) throw new DomainError('cursor_invalid');
  return code;
}

/** Where a page begins in a list by id. @throws DomainError cursor_invalid */
export function idPositionOf(cursor: Cursor): string | undefined {
  const id = codePositionOf(cursor);
  if (id !== undefined && !isUuid(id)) throw new DomainError('cursor_invalid');
  return id;
}

/**
 * The page out of the rows a query found for one more than its limit: that row, if there is one, only tells that something
 * follows. `valuesOf` names the last row's values behind which the next page begins.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  valuesOf: (last: Row) => readonly (string | null)[],
): { readonly page: readonly Row[]; readonly nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, nextCursor: last === undefined ? null : encodeCursor(valuesOf(last)) };
}

/** Where a page begins in a list in the order of two ids. @throws DomainError cursor_invalid */
export function idPairPositionOf(cursor: Cursor): readonly [string, string] | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const [first, second] = decodeCursor(cursor, 2) ?? [];
  if (!isId(first) || !isId(second)) throw new DomainError('cursor_invalid');
  return [first, second];
}

const isId = (text: string | null | undefined): text is string => text != null && isUuid(text);

/** A date, or a timestamp with its offset, as PostgreSQL prints them in the ISO style. */
const INSTANT =
  /^([1-9]\d{3})-(0[1-9]|1[0-2])-(\d{2})(?: (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?$/;

function isInstant(text: string | null | undefined): text is string {
  const [, year, month, day] = (text == null ? null : INSTANT.exec(text)) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) >= 1 && Number(day) <= daysInMonth;
}
