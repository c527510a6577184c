import { encodeCursor, NIL_UUID } from '@keyfall/contracts';
import { describe, expect, it } from 'vitest';
import {
  balancePositionOf,
  codePositionOf,
  idPositionOf,
  linePositionOf,
  namedPositionOf,
  pageOf,
  positionOf,
} from './page-cursor.ts';

const ID = '0190b3b0-0000-7000-8000-000000000001';
const INSTANT = '2026-02-28 23:59:59.123456+00';
const INVALID = { code: 'cursor_invalid' };

describe('where a page begins', () => {
  it('is the beginning without a cursor', () => {
    for (const read of [positionOf, linePositionOf, balancePositionOf, namedPositionOf, codePositionOf, idPositionOf]) {
      expect([read(null), read(undefined)]).toEqual([undefined, undefined]);
    }
  });

  it.each([INSTANT, '2026-02-28', '2028-02-29 00:00:00+05:30', '1999-12-31 00:00:00.1-11'])('reads %s', (position) => {
    expect(positionOf(encodeCursor([position, ID]))).toEqual({ position, id: ID });
    expect(linePositionOf(encodeCursor([position, ID, '12']))).toEqual({ position, id: ID, line: 12 });
    expect(balancePositionOf(encodeCursor([position, ID, '12', '-350']))).toEqual({
      ...{ position, id: ID, line: 12 },
      balance: -350n,
    });
  });

  it.each([
    'now',
    '',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '9999-99-99 99:99:99+00',
    '2026-01-01 24:00:00+00',
    '2026-01-01 00:00:60+00',
    '2026-01-01 00:00:00+15',
    '2026-01-01 00:00:00',
    '2026-01-01T00:00:00Z',
    '----------',
  ])('refuses the moment %j, which the database could not read', (position) => {
    expect(() => positionOf(encodeCursor([position, ID]))).toThrow(expect.objectContaining(INVALID));
    expect(() => linePositionOf(encodeCursor([position, ID, '1']))).toThrow(expect.objectContaining(INVALID));
  });

  it('refuses ids that are none, lines out of range, nulls, other lengths and other texts', () => {
    for (const bad of [
      [INSTANT, 'x'],
      [INSTANT, NIL_UUID],
      [INSTANT, null],
      [null, ID],
      [INSTANT],
      [INSTANT, ID, '1'],
    ]) {
      expect(() => positionOf(encodeCursor(bad))).toThrow(expect.objectContaining(INVALID));
    }
    for (const line of ['-1', '99999', 'x', null])
      expect(() => linePositionOf(encodeCursor([INSTANT, ID, line]))).toThrow(expect.objectContaining(INVALID));
    for (const balance of ['', '1.5', '9'.repeat(19), '--1', null])
      expect(() => balancePositionOf(encodeCursor([INSTANT, ID, '1', balance]))).toThrow(
        expect.objectContaining(INVALID),
      );
    expect(() => namedPositionOf(encodeCursor(['name', 'x']))).toThrow(expect.objectContaining(INVALID));
    expect(() => codePositionOf(encodeCursor([null]))).toThrow(expect.objectContaining(INVALID));
    expect(() => codePositionOf('not a cursor')).toThrow(expect.objectContaining(INVALID));
    expect(() => idPositionOf(encodeCursor(['x']))).toThrow(expect.objectContaining(INVALID));
  });
});

it('leaves the row beyond the limit out and names the one before it', () => {
  const values = (row: number): string[] => [String(row)];
  expect(pageOf([1, 2, 3], 2, values)).toEqual({ page: [1, 2], nextCursor: encodeCursor(['2']) });
  expect(pageOf([1, 2], 2, values)).toEqual({ page: [1, 2], nextCursor: null });
  expect(pageOf([], 2, values)).toEqual({ page: [], nextCursor: null });
});
