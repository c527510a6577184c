import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';
import { DelimitedReader } from './record-reader.ts';

const RECORD_CHARS_MAX = 200;

function read(text: string, options: { separator?: string | null; quotes?: boolean; cut?: number } = {}) {
  const { separator = ',', quotes = true, cut = text.length } = options;
  const reader = new DelimitedReader({ separator, quotes, recordCharsMax: RECORD_CHARS_MAX });
  const records = [];
  for (let at = 0; at < text.length; at += Math.max(1, cut)) records.push(...reader.push(text.slice(at, at + cut)));
  return [...records, ...reader.finish()];
}

function cellsOf(text: string, options: Parameters<typeof read>[1] = {}) {
  return read(text, options).map((record) => [record.line, ...record.cells]);
}

describe('lines', () => {
  it.each(['a\nb\nc', 'a\rb\rc', 'a\r\nb\r\nc\r\n', 'a\nb\rc\r\n'])('%j has three', (text) => {
    for (const cut of [1, 2, 3, 100])
      expect(cellsOf(text, { cut })).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
  });

  it('are counted physically, blank ones included', () => {
    expect(cellsOf('a\n\n \r\n\rb')).toEqual([
      [1, 'a'],
      [5, 'b'],
    ]);
  });

  it('without end are cut and marked, whatever follows', () => {
    const [long, short] = read(`${'x'.repeat(1000)}\nok`, { cut: 7 });
    expect(long).toMatchObject({ line: 1, tooLong: true });
    expect(long?.raw).toHaveLength(RECORD_CHARS_MAX);
    expect(short).toMatchObject({ line: 2, cells: ['ok'] });
  });

  it('are the same however the text arrives', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n', ',')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), (text, cut) => {
        const splitter = new LineSplitter(100);
        const lines = [];
        for (let at = 0; at < text.length; at += cut) lines.push(...splitter.push(text.slice(at, at + cut)));
        lines.push(...splitter.finish());
        // Glued back together nothing is missing and nothing is new.
        expect(lines.map((line) => line.text + line.eol).join('')).toBe(text);
        expect(lines.map((line) => line.line)).toEqual(lines.map((_, index) => index + 1));
      }),
    );
  });
});

describe('quoted fields', () => {
  it.each([
    ['"a","b, c","d ""e"""', [[1, 'a', 'b, c', 'd "e"']]],
    ['a, "b" ,c', [[1, 'a', 'b', 'c']]],
    [
      '"a\nb",c\nd',
      [
        [1, 'a\nb', 'c'],
        [3, 'd'],
      ],
    ],
    [
      '"a\r\n\r\nb",c\r\nd',
      [
        [1, 'a\r\n\r\nb', 'c'],
        [4, 'd'],
      ],
    ],
    [
      '"x\ny","1\n2"\nz',
      [
        [1, 'x\ny', '1\n2'],
        [4, 'z'],
      ],
    ],
    ['"",""', [[1, '', '']]],
  ])('%j', (text, records) => {
    for (const cut of [1, 2, 100]) expect(cellsOf(text, { cut })).toEqual(records);
  });

  it.each([
    ['a quote inside', 'a"b,c"d', [[1, 'a"b', 'c"d']]],
    ['text after the closing quote', '"a"b,c', [[1, '"a"b', 'c']]],
    [
      'a quote that nothing closes',
      '"a,b\nc,d\ne',
      [
        [1, '"a', 'b'],
        [2, 'c', 'd'],
        [3, 'e'],
      ],
    ],
    [
      'a later line that breaks it',
      '"a,b\nc"d,e',
      [
        [1, '"a', 'b'],
        [2, 'c"d', 'e'],
      ],
    ],
    [
      'one closed, one open',
      '"a\nb","c\nd',
      [
        [1, 'a\nb', '"c'],
        [3, 'd'],
      ],
    ],
    [
      'two of them',
      '"a\n"b\nc',
      [
        [1, '"a'],
        [2, '"b'],
        [3, 'c'],
      ],
    ],
  ])('are data where they do not add up: %s', (_, text, records) => {
    for (const cut of [1, 3, 100]) expect(cellsOf(text, { cut })).toEqual(records);
  });

  it('do not swallow a file', () => {
    const text = `"${'x'.repeat(50)}\n${Array.from({ length: 500 }, (_, index) => `n${index},s`).join('\n')}`;
    expect(read(text)).toHaveLength(501);
  });

  it('mean nothing where quotes are off', () => {
    expect(cellsOf('"a----b"', { separator: '----', quotes: false })).toEqual([[1, '"a', 'b"']]);
  });

  it('are read back as another program wrote them', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', '月', '1'), maxLength: 6 });
    const table = fc.array(fc.tuple(fc.constant('k'), cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.integer({ min: 1, max: 9 }), (rows, separator, cut) => {
        const text = stringify(rows, { delimiter: separator, quoted: true });
        expect(read(text, { separator, cut }).map((record) => record.cells)).toEqual(rows);
      }),
    );
  });
});
