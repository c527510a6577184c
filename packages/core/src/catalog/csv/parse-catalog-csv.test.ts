import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCatalogCsv, slugOf } from './parse-catalog-csv.ts';

const SAMPLE = readFileSync(join(import.meta.dirname, '../../../../../samples/catalog.csv'), 'utf8');
const HEADER = SAMPLE.slice(0, SAMPLE.indexOf('\n'));
const GOOD = 'A-1,产品,Product,类,Category,card_code,月卡,1 month,1 month,,31,CN,CNY,25.00,17.50,';

describe('a catalog file', () => {
  test('the sample is read whole', () => {
    const { lines, rejected } = parseCatalogCsv(SAMPLE);
    expect(rejected).toEqual([]);
    expect(lines).toHaveLength(44);
    const gift = lines.find((line) => line.sku.code === 'AGC-10500USD-US');
    expect(gift?.sku).toMatchObject({
      faceMin: '10',
      faceMax: '500',
      faceCurrency: 'USD',
      suggested: null,
      unitCost: '6.8800',
    });
    const coins = lines.find((line) => line.sku.code === 'QC-1COIN');
    expect(coins?.sku).toMatchObject({ kind: 'top_up', unitCost: '0.9650', accountTemplate: 'qq:digits(5-11)' });
    expect(lines.find((line) => line.sku.code === 'NE-3000JPY-JP')?.sku.nameEn).toBe('JPY 3,000');
  });

  test.each([
    ['bad code', GOOD.replace('A-1', 'a b'), 'sku_code', 'bad_value'],
    ['unknown kind', GOOD.replace('card_code', 'gold'), 'kind', 'unknown_kind'],
    ['bad price', GOOD.replace('25.00', '25,00x').replace(',00x', '.123456789'), 'suggested_price', 'bad_value'],
    ['unknown currency', GOOD.replace('CNY', 'XXQ'), 'price_currency', 'bad_value'],
    ['negative cost', GOOD.replace('17.50', '-1'), 'cost', 'bad_value'],
    ['top-up without fields', GOOD.replace('card_code', 'top_up'), 'account_fields', 'bad_template'],
    ['no name', GOOD.replace('产品', ''), 'name_zh', 'empty'],
    ['a range that ends before it begins', GOOD.replace('1 month,,', '500-10 USD,USD,'), 'face_value', 'bad_range'],
    ['a range from nothing', GOOD.replace('1 month,,', '0-10 USD,USD,'), 'face_value', 'bad_range'],
    ['a range in two currencies', GOOD.replace('1 month,,', '10-500 USD,EUR,'), 'face_currency', 'bad_value'],
    ['a control character', GOOD.replace('产品', '产\u0000品'), 'name_zh', 'control_character'],
    ['a line end in a name', GOOD.replace('产品', '"产\n品"'), 'name_zh', 'control_character'],
    ['a name that is too long', GOOD.replace('产品', 'x'.repeat(201)), 'name_zh', 'too_long'],
    ['a comma too many', `${GOOD},extra`, null, 'too_many_columns'],
    ['a comma too few', GOOD.replace(',17.50,', ''), null, 'too_few_columns'],
    ['period in words', GOOD.replace(',31,', ',long,'), 'period_days', 'bad_number'],
  ])('%s is refused with its line and column, and the others stay', (_what, bad, column, reason) => {
    const { lines, rejected } = parseCatalogCsv([HEADER, bad, GOOD.replace('A-1', 'B-2')].join('\n'));
    expect(rejected).toEqual([{ line: 2, column, reason }]);
    expect(lines.map((line) => line.sku.code)).toEqual(['B-2']);
  });

  test('the same code twice is refused the second time', () => {
    const { lines, rejected } = parseCatalogCsv([HEADER, GOOD, GOOD].join('\r\n'));
    expect(lines).toHaveLength(1);
    expect(rejected).toEqual([{ line: 3, column: 'sku_code', reason: 'duplicate' }]);
  });

  test('a file without the columns says which is missing', () => {
    expect(parseCatalogCsv('a,b\n1,2').rejected).toEqual([{ line: 1, reason: 'missing_column', column: 'sku_code' }]);
    expect(parseCatalogCsv(HEADER).rejected).toEqual([{ line: 1, reason: 'empty', column: null }]);
    expect(parseCatalogCsv('').rejected).toEqual([{ line: 1, reason: 'empty', column: null }]);
  });

  test('a column twice and a file that is too large are refused', () => {
    expect(parseCatalogCsv(`${HEADER},cost\n${GOOD},1`).rejected).toEqual([
      { line: 1, reason: 'duplicate_column', column: 'cost' },
    ]);
    expect(parseCatalogCsv(' '.repeat(9 * 1024 * 1024)).rejected).toMatchObject([{ reason: 'too_large' }]);
  });

  test('unknown columns are ignored, in any order, with any line ends and a byte-order mark', () => {
    const columns = ['note', ...HEADER.split(',').toReversed()];
    const values = ['"a, ""b""\n c"', ...GOOD.split(',').toReversed()];
    const text = `\ufeff${[columns, values, values.map((value) => value.replace('A-1', 'B-2'))].join('\r\n')}\r\n`;
    const { lines, rejected } = parseCatalogCsv(text);
    expect(rejected).toEqual([]);
    expect(lines.map((line) => [line.line, line.sku.code, line.sku.suggested])).toEqual([
      [2, 'A-1', '25.00'],
      [4, 'B-2', '25.00'],
    ]);
  });

  test('lines are judged one by one: any mixture gives the good ones and names the bad ones', () => {
    const bad = ['A-1', GOOD.replace('card_code', 'x'), `${GOOD},,x`, GOOD.replace('31', '-')];
    const mixture = fc.array(fc.oneof(fc.constant(undefined), fc.constantFrom(...bad)), { maxLength: 20 });
    fc.assert(
      fc.property(mixture, (kinds) => {
        const texts = kinds.map((kind, index) => kind ?? GOOD.replace('A-1', `OK-${index}`));
        const { lines, rejected } = parseCatalogCsv([HEADER, ...texts].join('\n'));
        const good = kinds.flatMap((kind, index) => (kind === undefined ? [index + 2] : []));
        const refused = kinds.flatMap((kind, index) => (kind === undefined ? [] : [index + 2]));
        expect(lines.map((line) => line.line)).toEqual(good);
        expect(rejected.map((line) => line.line)).toEqual(kinds.length === 0 ? [1] : refused);
      }),
    );
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(() => parseCatalogCsv(`${HEADER}\n${text}`)).not.toThrow();
      }),
    );
  });
});

test('slugs are readable or fall back', () => {
  expect(slugOf('Tencent Video VIP', 'x')).toBe('tencent-video-vip');
  expect(slugOf('腾讯视频', 'p-1')).toBe('p-1');
});
