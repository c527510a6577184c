import { describe, expect, it } from 'vitest';
import { readRefundUnits, unitsLeft } from './refund-units.ts';

const line = (over: object) => ({
  line: 1,
  productName: 'Product',
  skuName: 'SKU',
  quantity: 5,
  delivered: 3,
  refundedUnits: 1,
  refundedOpen: 1,
  ...over,
});

describe('units that can still be refunded', () => {
  it('are those delivered and those never delivered, less what was refunded of each', () => {
    expect(unitsLeft(line({}))).toEqual({ delivered: 2, undelivered: 1 });
    expect(unitsLeft(line({ delivered: 5, refundedOpen: 0 }))).toEqual({ delivered: 4, undelivered: 0 });
  });

  it('are read as they were typed, full-width digits too, and nothing beyond what is left', () => {
    const lines = [line({}), line({ line: 2 })];
    expect(readRefundUnits(lines, { 1: { delivered: '2', undelivered: ' １ ' } })).toEqual([
      { line: 1, delivered: 2, undelivered: 1 },
    ]);
    for (const delivered of ['3', '-1', '1.5', 'two'])
      expect(readRefundUnits(lines, { 1: { delivered, undelivered: '' } })).toBeUndefined();
    expect(readRefundUnits(lines, {})).toBeUndefined();
    expect(readRefundUnits(lines, { 1: { delivered: '0', undelivered: '0' } })).toBeUndefined();
  });
});
