import type { RawRecord } from './code-file-row.ts';
import { type ColumnRole, countHeadings, rolesOfHeadings } from './column-names.ts';
import { normaliseCell } from './normalise-cell.ts';
import { looksLikeDate } from './parse-expiry.ts';
import { beginsWithLink } from './split-link.ts';

/** The headings of a file, and where they stand. */
export interface FoundHeader {
  readonly line: number;
  readonly cells: readonly string[];
  /** Headings that were understood. */
  readonly known: number;
}

/** Titles and notes above a table; deeper down a row that looks like headings is one of the codes. */
const HEADER_ROWS_SEARCHED = 10;
/** Part of a column's cells that must agree before the column is taken for what they look like. */
const AGREEMENT = 0.8;
const CODE_LIKE = /^[\x21-\x7e][\x20-\x7e]{2,}[\x21-\x7e]$/u;
const SERIAL = /^[2-7]\d{4}(?:\.\d+)?$/u;

/**
 * Finds the row of headings: the first row with one heading that is understood, or a later one with at least two.
 */
export function findHeader(records: readonly RawRecord[]): FoundHeader | undefined {
  for (const [index, record] of records.slice(0, HEADER_ROWS_SEARCHED).entries()) {
    const cells = withoutBlankTail(record.cells.map(normaliseCell));
    const known = countHeadings(cells);
    if (known >= (index === 0 ? 1 : 2)) return { line: record.line, cells, known };
  }
  return undefined;
}

function withoutBlankTail(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1);
}

/** What the sample says about one column. */
interface ColumnLooks {
  readonly filled: number;
  readonly distinct: number;
  readonly links: number;
  readonly dates: number;
  readonly codeLike: number;
  readonly increasing: boolean;
}

/** Gives roles to named columns; where no heading names the secret, the column that looks like one is it. */
export function rolesByHeader(header: FoundHeader, rows: readonly RawRecord[]): ColumnRole[] {
  const { roles, unknown } = rolesOfHeadings(header.cells);
  const looks = roles.map((_, column) => look(rows, column));
  const link = roles.indexOf('link');
  const secret = roles.indexOf('secret');
  if (link >= 0 && secret >= 0) {
    // The same address on every line is where codes are redeemed, not what is sold.
    const linkLooks = looks[link];
    if (linkLooks !== undefined && linkLooks.distinct * 2 <= linkLooks.filled) roles[link] = 'ignored';
    return roles;
  }
  if (link >= 0 || secret >= 0) return roles;
  const hidden = looks.findIndex((column, index) => unknown.has(index) && isCodeColumn(column));
  if (hidden >= 0) roles[hidden] = 'secret';
  else if (roles.includes('number')) roles[roles.indexOf('number')] = 'secret';
  else roles[Math.max(0, roles.indexOf('ignored'))] = 'secret';
  return roles;
}

/** Gives roles to columns without headings: links and dates show what they are, number comes before secret. */
export function rolesByContent(rows: readonly RawRecord[], width: number): ColumnRole[] {
  const roles = Array.from({ length: width }, (): ColumnRole => 'ignored');
  const looks = roles.map((_, column) => look(rows, column));
  const free = (column: number): boolean => roles[column] === 'ignored';
  const share = (part: number, column: ColumnLooks): boolean => column.filled > 0 && part >= column.filled * AGREEMENT;

  const link = looks.findIndex((column) => share(column.links, column));
  if (link >= 0) roles[link] = 'link';
  // With one column left, a row of eight digits is a code, however much it looks like a date.
  const expiry = width < 2 ? -1 : looks.findIndex((column, index) => free(index) && share(column.dates, column));
  if (expiry >= 0 && width - (link >= 0 ? 1 : 0) - 1 >= (link >= 0 ? 0 : 1)) roles[expiry] = 'expiry';

  const rest = looks.flatMap((column, index) => (free(index) ? [{ column, index }] : []));
  const useful = rest.filter(({ column }) => rest.length <= 2 || !isFiller(column));
  const order = (useful.length === 0 ? rest : useful).map(({ index }) => index);
  if (link >= 0) {
    const after = order.find((index) => index > link);
    if (after !== undefined) roles[after] = 'password';
    return roles;
  }
  const [first, second] = order;
  if (first !== undefined && second === undefined) roles[first] = 'secret';
  if (first !== undefined && second !== undefined) {
    roles[first] = 'number';
    roles[second] = 'secret';
  }
  return roles;
}

/** A running number, or the same text on every line. */
function isFiller(column: ColumnLooks): boolean {
  return column.filled >= 3 && (column.increasing || column.distinct === 1);
}

function isCodeColumn(column: ColumnLooks): boolean {
  return (
    column.filled > 0 &&
    column.codeLike >= column.filled * AGREEMENT &&
    column.distinct >= column.filled * AGREEMENT &&
    column.dates < column.filled * AGREEMENT
  );
}

function look(rows: readonly RawRecord[], column: number): ColumnLooks {
  const cells = rows.map((row) => normaliseCell(row.cells[column] ?? ''));
  const filled = cells.filter((cell) => cell !== '');
  const isDate = (cell: string, row: RawRecord | undefined): boolean =>
    row?.dates?.has(column) === true ? SERIAL.test(cell) : looksLikeDate(cell);
  return {
    filled: filled.length,
    distinct: new Set(filled).size,
    links: filled.filter(beginsWithLink).length,
    dates: cells.filter((cell, index) => cell !== '' && isDate(cell, rows[index])).length,
    codeLike: filled.filter((cell) => CODE_LIKE.test(cell)).length,
    // Only from 0 or 1 on: suppliers also number their cards one after the other.
    increasing: /^[01]$/u.test(filled[0] ?? '') && filled.every((cell, at) => cell === String(Number(filled[0]) + at)),
  };
}
