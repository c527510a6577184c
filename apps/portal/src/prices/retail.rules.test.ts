import { parseUnitPrice } from '@keyfall/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintAbout, marginOf, readPrice, ruledPrice } from './retail.rules.ts';

const bounds = { cost: '20', floor: '22', ceiling: '40' };
const price = (text: string) => parseUnitPrice(text);

describe('a typed price', () => {
  it('is read as Chinese input methods type it', () => {
    expect(readPrice('２４．５')).toBe('24.5');
    expect(readPrice(' 1,024.50 ')).toBe('1024.5');
    expect(readPrice('12。')).toBe('12');
    expect(readPrice('.5')).toBe('0.5');
  });

  it('is refused for what the server refuses it for', () => {
    expect(complaintAbout('', bounds)).toBeUndefined();
    expect(complaintAbout('abc', bounds)).toBe('not_a_price');
    expect(complaintAbout('-3', bounds)).toBe('not_a_price');
    expect(complaintAbout('19.99', bounds)).toBe('below_cost');
    expect(complaintAbout('21', bounds)).toBe('below_floor');
    expect(complaintAbout('22', bounds)).toBeUndefined();
    expect(complaintAbout('40.00000001', bounds)).toBe('above_ceiling');
    expect(complaintAbout('0.01', { cost: null, floor: null, ceiling: null })).toBeUndefined();
  });
});

describe('the margin', () => {
  it('is the difference and its part of the price, without a float', () => {
    expect(marginOf(price('30'), '26')).toEqual({ amount: '4', ratio: '0.1333' });
    expect(marginOf(price('0.965'), '0.9')).toEqual({ amount: '0.065', ratio: '0.0673' });
    expect(marginOf(price('10'), '12.5')).toEqual({ amount: '-2.5', ratio: '-0.2500' });
  });

  it('is unknown without a cost or a price', () => {
    expect(marginOf(price('30'), null)).toBeUndefined();
    expect(marginOf(undefined, '26')).toBeUndefined();
    expect(marginOf(price('0'), '1')).toBeUndefined();
  });
});

describe('the bulk rule', () => {
  const rule = { percent: '25', fixed: '0', endsInNine: false };

  it('adds percent and fixed amount to the cost', () => {
    expect(ruledPrice({ ...rule, fixed: '1.5' }, bounds, 'CNY')).toEqual({
      outcome: 'price',
      price: '26.5',
      limitedBy: undefined,
    });
  });

  it('stays within the bounds and says which one held it', () => {
    expect(ruledPrice({ ...rule, percent: '5' }, bounds, 'CNY')).toMatchObject({ price: '22', limitedBy: 'floor' });
    expect(ruledPrice({ ...rule, percent: '200' }, bounds, 'CNY')).toMatchObject({ price: '40', limitedBy: 'ceiling' });
  });

  it('leaves alone what cannot be sold', () => {
    expect(ruledPrice(rule, { ...bounds, cost: null }, 'CNY')).toEqual({ outcome: 'none', why: 'no_cost' });
    expect(ruledPrice(rule, { ...bounds, ceiling: '19' }, 'CNY')).toEqual({
      outcome: 'none',
      why: 'ceiling_below_cost',
    });
  });

  it('ends in nine when asked, upwards', () => {
    const free = { cost: '12.31', floor: null, ceiling: null };
    const nine = { percent: '0', fixed: '0', endsInNine: true };
    expect(ruledPrice(nine, free, 'CNY')).toMatchObject({ price: '12.39' });
    expect(ruledPrice(nine, { ...free, cost: '12.39' }, 'CNY')).toMatchObject({ price: '12.39' });
    expect(ruledPrice(nine, { ...free, cost: '101' }, 'JPY')).toMatchObject({ price: '109' });
  });

  it('never makes a price that the check would complain about', () => {
    const cents = fc.integer({ min: 1, max: 1_000_000 }).map((value) => (value / 10_000).toFixed(4));
    fc.assert(
      fc.property(
        cents,
        fc.option(cents, { nil: null }),
        fc.option(cents, { nil: null }),
        fc.integer({ min: 0, max: 400 }),
        fc.boolean(),
        (cost, floor, ceiling, percent, endsInNine) => {
          const made = ruledPrice(
            { percent: String(percent), fixed: '0.1', endsInNine },
            { cost, floor, ceiling },
            'CNY',
          );
          if (made.outcome === 'none') return;
          expect(complaintAbout(made.price, { cost, floor, ceiling })).toBeUndefined();
        },
      ),
    );
  });
});
