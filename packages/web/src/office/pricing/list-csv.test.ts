import type { PriceGridDto } from '@keyfall/contracts/price-schemas';
import { expect, it } from 'vitest';
import { listCsv, readListCsv } from './list-csv.ts';

const named = { productNameZh: '甲', productNameEn: 'A, "best"', nameZh: '一', nameEn: 'one', currency: 'CNY' };
const cell = { validFrom: null, validTo: null, effective: null, source: null, lifted: false };
const page: PriceGridDto = {
  columns: [{ id: 'list', name: 'List', note: '', state: 'now', version: '1' }],
  items: [
    {
      ...named,
      productId: 'p',
      skuId: '1',
      code: 'SKU-1',
      ownCost: null,
      suggested: null,
      ceiling: null,
      cells: [
        {
          ...cell,
          tiers: [
            { minQuantity: 1, unitPrice: '24' },
            { minQuantity: 10, unitPrice: '23.5' },
          ],
        },
      ],
    },
    {
      ...named,
      productId: 'p',
      skuId: '2',
      code: 'SKU-2',
      ownCost: null,
      suggested: null,
      ceiling: null,
      cells: [{ ...cell, tiers: [] }],
    },
  ],
  nextCursor: null,
};

it('reads back what it wrote', () => {
  const text = listCsv([page], 'list', 'en');
  expect(text.split('\r\n')[1]).toBe('SKU-1,"A, ""best"" · one",CNY,"24; 10: 23.5"');
  expect([...readListCsv(`\uFEFF${text}`).prices]).toEqual([
    ['SKU-1', '24; 10: 23.5'],
    ['SKU-2', ''],
  ]);
});

it('says how many lines are no prices', () => {
  expect(readListCsv('sku,price\nx,12\ny,abc\nz\n')).toEqual({ prices: new Map([['X', '12']]), unread: 2 });
});
