export const PAGE_LIMIT_DEFAULT = 50;
export const PAGE_LIMIT_MAX = 200;

/** One page of a list in a stable order. The cursor is opaque: it names the last row seen, never an offset. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export const SORT_DIRECTIONS = ['asc', 'desc'] as const;
export type SortDirection = (typeof SORT_DIRECTIONS)[number];

const CURSOR_PARTS_MAX = 4;
const CURSOR_LENGTH_MAX = 600;
const CURSOR_TEXT = /^[A-Za-z0-9_-]+$/;

/**
 * Packs the sort values of a page's last row (the last of them its id, so that the order is total) into a cursor.
 * Null stands for a null column. The values are not secret and not signed: a forged cursor only chooses another start
 * inside rows the reader may see anyway, and every query still binds them as parameters.
 */
export function encodeCursor(values: readonly (string | null)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The values of a cursor with exactly `count` parts, or undefined when the text is not such a cursor. */
export function decodeCursor(cursor: string, count: number): readonly (string | null)[] | undefined {
  if (cursor.length > CURSOR_LENGTH_MAX || !CURSOR_TEXT.test(cursor)) return undefined;
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const values: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isCursorValues(values) && values.length === count ? values : undefined;
  } catch {
    return undefined;
  }
}

function isCursorValues(values: unknown): values is (string | null)[] {
  return (
    Array.isArray(values) &&
    values.length <= CURSOR_PARTS_MAX &&
    values.every((value) => value === null || (typeof value === 'string' && isStorable(value)))
  );
}

/** Whether PostgreSQL can hold a text: no NUL, and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
