import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, neutraliseCell } from './export.rules.ts';
import { collect } from './testing/read-rows.ts';
import { type RejectFileRow, writeRejectCsv } from './write-reject-csv.ts';

describe('a cell', () => {
  it.each([
    "=cmd|'/C calc'!A0",
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    ' =1',
    '\u3000=1',
    '\u200b=1',
    '\ufeff=1',
    '＝1+1',
    '＋1',
    '－1+1',
    '＠A',
    '\t=1',
    '\rx',
    '\n=1',
    '|calc',
    '%0A=1',
    '-',
    '--1',
    '+1e5',
    '-1234567890123456',
  ])('%j is made text', (text) => {
    expect(neutraliseCell(text)).toBe(`'${text}`);
  });

  it.each(['', 'ABCD-EFGH', '0012', '-12.50', '+3', '卡密', 'a=b', "'x", 'https://a.example/?a=1'])(
    '%j stays',
    (text) => {
      expect(neutraliseCell(text)).toBe(text);
    },
  );

  it('never begins like a formula afterwards, and loses nothing', () => {
    const unit = fc.constantFrom(...'=+-@|%0a1. ', '\t', '\r', '\n', '＝', '\u3000', '\u200b', '卡');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
        const safe = neutraliseCell(text);
        expect(safe === text || safe === `'${text}`).toBe(true);
        const isAmount = /^[+-]\d+(\.\d+)?$/u.test(safe);
        expect(isAmount || !/^[=+\-@\t\r\n＝＋－＠]/u.test(safe.trimStart())).toBe(true);
      }),
    );
  });
});

it('lines are read back as they were written, apart from the mark', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab1 ,"=', '\n', '\r\n', '卡'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constant('k'), cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const text = rows.map((row) => csvLine(row)).join('');
      expect(parse(text, { record_delimiter: '\r\n' })).toEqual(rows.map((row) => row.map(neutraliseCell)));
    }),
  );
});

describe('the file of rejected rows', () => {
  async function* rows(count: number, text: string): AsyncGenerator<RejectFileRow, void, undefined> {
    for (let line = 1; line <= count; line += 1) {
      yield await Promise.resolve<RejectFileRow>({ line, reason: 'empty_secret', text });
    }
  }

  it('holds line, reason and row', async () => {
    const bytes = Buffer.concat(await collect(writeRejectCsv(rows(2, '=1,"x"\n2'))));
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(parse(bytes, { bom: true, record_delimiter: '\r\n' })).toEqual([
      ['line', 'reason', 'row'],
      ['1', 'empty_secret', `'=1,"x"\n2`],
      ['2', 'empty_secret', `'=1,"x"\n2`],
    ]);
  });

  it('is written in pieces, however many rows there are', async () => {
    const pieces = await collect(writeRejectCsv(rows(5000, 'x'.repeat(100))));
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(80_000);
    expect(parse(Buffer.concat(pieces), { bom: true })).toHaveLength(5001);
  });

  it('has its headings also where nothing was rejected', async () => {
    expect(Buffer.concat(await collect(writeRejectCsv(rows(0, '')))).toString()).toBe('\ufeffline,reason,row\r\n');
  });
});
