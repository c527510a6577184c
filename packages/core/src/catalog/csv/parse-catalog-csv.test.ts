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
    expect(gift?.sku).toMatchObject({ faceMin: '10', faceMax: '500', faceCurrency: 'USD', suggested: null, unitCost: '6.8800' });
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
    expect(parseCatalogCsv('').rejected).toEqual([{ line: 1, reason: 'empty', column: null }]);
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
