import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExpiryContext, parseExpiry } from './parse-expiry.ts';
import { endOfDay, instantOfWallTime, isTimeZone } from './zoned-time.ts';

const SHANGHAI: ExpiryContext = { timeZone: 'Asia/Shanghai', serials: false, dayMonthOrder: null };
const WORKBOOK: ExpiryContext = { ...SHANGHAI, serials: true };

function read(text: string, context: ExpiryContext = SHANGHAI): string | undefined {
  const expiry = parseExpiry(text, context);
  return expiry === undefined ? 'bad' : expiry.expiresAt?.toISOString();
}

describe('dates', () => {
  it.each([
    ['2028/6/30', '2028-06-30T15:59:59.000Z'],
    ['2028-06-30', '2028-06-30T15:59:59.000Z'],
    ['2028.6.30', '2028-06-30T15:59:59.000Z'],
    ['20290131', '2029-01-31T15:59:59.000Z'],
    ['2028年6月30日', '2028-06-30T15:59:59.000Z'],
    ['　２０２８－０６－３０ ', '2028-06-30T15:59:59.000Z'],
    ['2028-02-29', '2028-02-29T15:59:59.000Z'],
    ['9999-12-31', '9999-12-31T15:59:59.000Z'],
  ])('%s alone ends that day', (text, instant) => {
    expect(read(text)).toBe(instant);
  });

  it.each([
    ['2028-03-31 23:59:59', '2028-03-31T15:59:59.000Z'],
    ['2028/3/31 8:05', '2028-03-31T00:05:00.000Z'],
    ['2028-03-31T08:00:00.123', '2028-03-31T00:00:00.000Z'],
    ['2028-03-31T08:00:00Z', '2028-03-31T08:00:00.000Z'],
    ['2028-03-31T08:00:00+09:00', '2028-03-30T23:00:00.000Z'],
    ['2028-03-31 08:00:00 -0330', '2028-03-31T11:30:00.000Z'],
    ['20280331235959', '2028-03-31T15:59:59.000Z'],
    ['2028年3月31日 8时5分', '2028-03-31T00:05:00.000Z'],
    ['2028-03-31 24:00:00', '2028-03-31T15:59:59.000Z'],
  ])('%s has a time', (text, instant) => {
    expect(read(text)).toBe(instant);
  });

  it.each(['', ' ', '永久有效', 'Never', '-', 'N/A'])('%j is no expiry', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    ...['2028-13-01', '2028-02-30', '2027-02-29', '2028-6', '28/6/30', '2028-06/30', 'soon', '0000-00-00', '20281301'],
    ...[
      '2028-06-30 25:00',
      '2028-06-30 23:60',
      '2028-06-3012:00',
      '2028-06-30x',
      '46753',
      '30/06/2028',
      '2028-06-30+08:00',
    ],
    ...['1846339199', '2028-06-30T08:00+99:00', '2'.repeat(100_000), `2028-06-30${' '.repeat(100_000)}x`],
  ])('%.40j is no date', (text) => {
    expect(read(text)).toBe('bad');
  });

  it('stay within four digits of a year in any zone', () => {
    expect(read('9999-12-31', { ...SHANGHAI, timeZone: 'America/New_York' })).toBe('9999-12-31T23:59:59.000Z');
    expect(read('9999-12-31 23:59:59 -0500')).toBe('9999-12-31T23:59:59.000Z');
  });

  it('that begin with the day or the month need a person to say which', () => {
    expect(read('03/04/2028', { ...SHANGHAI, dayMonthOrder: 'dmy' })).toBe('2028-04-03T15:59:59.000Z');
    expect(read('03/04/2028', { ...SHANGHAI, dayMonthOrder: 'mdy' })).toBe('2028-03-04T15:59:59.000Z');
    expect(read('13/13/2028', { ...SHANGHAI, dayMonthOrder: 'mdy' })).toBe('bad');
  });
});

describe('serial numbers of a workbook', () => {
  it.each([
    ['46753', '2028-01-01T15:59:59.000Z'],
    ['46753.5', '2028-01-01T04:00:00.000Z'],
    ['46753.999988425923', '2028-01-01T15:59:59.000Z'],
    ['20000', '1954-10-03T15:59:59.000Z'],
    ['80000', '2119-01-11T15:59:59.000Z'],
    ['19999', 'bad'],
    ['80001', 'bad'],
  ])('%s', (text, instant) => {
    expect(read(text, WORKBOOK)).toBe(instant);
  });

  it('count from 1904 where the workbook says so', () => {
    expect(read('45291', { ...WORKBOOK, date1904: true })).toBe(read('46753', WORKBOOK));
  });

  it('mean nothing in a text file', () => {
    expect(read('46753')).toBe('bad');
  });
});

describe('zones', () => {
  it.each([
    ['America/New_York', '2028-03-13T03:59:59.000Z'],
    ['America/New_York spring day of 23 hours', '2028-03-13T03:59:59.000Z'],
  ])('%s', (name, instant) => {
    expect(endOfDay({ year: 2028, month: 3, day: 12 }, name.split(' ')[0] ?? '').toISOString()).toBe(instant);
  });

  it('a midnight that clocks skip ends the day before the jump', () => {
    // Beirut put its clocks forward from 24:00 on 27 March 2021: the 28th began at 01:00.
    expect(endOfDay({ year: 2021, month: 3, day: 27 }, 'Asia/Beirut').toISOString()).toBe('2021-03-27T21:59:59.000Z');
  });

  it('a time that occurs twice is its first occurrence', () => {
    const wall = { year: 2028, month: 11, day: 5, hour: 1, minute: 30, second: 0 };
    expect(instantOfWallTime(wall, 'America/New_York').toISOString()).toBe('2028-11-05T05:30:00.000Z');
  });

  it('show the wall time again that was put in', () => {
    const zones = ['Asia/Shanghai', 'UTC', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'America/Sao_Paulo'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 130 * 365 }),
        fc.integer({ min: 12, max: 23 }),
        (zone, days, hour) => {
          const date = new Date(days * 86_400_000);
          const wall = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour };
          const instant = instantOfWallTime({ ...wall, minute: 30, second: 15 }, zone);
          const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
          // Apia left out the whole of 30 December 2011.
          fc.pre(!(zone === 'Pacific/Apia' && date.toISOString().startsWith('2011-12-30')));
          expect(shown.format(instant)).toBe(`${date.toISOString().slice(0, 10)} ${hour}:30:15`);
        },
      ),
    );
  });

  it('are known or not', () => {
    expect(isTimeZone('Asia/Shanghai')).toBe(true);
    expect(isTimeZone('Asia/Nowhere')).toBe(false);
  });
});
