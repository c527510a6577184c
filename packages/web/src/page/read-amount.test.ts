import { describe, expect, it } from 'vitest';
import { fullAmount, readAmount } from './read-amount.ts';

describe('a typed amount', () => {
  it.each([
    ['1000', '1000.00'],
    [' 1,000.5 ', '1000.50'],
    ['１２。３', '12.30'],
  ])('%s is %s', (typed, amount) => {
    expect(readAmount(typed, 'CNY')).toEqual({ amount, currency: 'CNY' });
  });

  it.each(['', '0', '-5', '1.234', 'abc', '1e3'])('%s is none', (typed) => {
    expect(readAmount(typed, 'CNY')).toBeUndefined();
  });

  it('is written out in full for a schema, which refuses what stays as it was typed', () => {
    expect(['12.3', '0', '－１', '1.234', ''].map((typed) => fullAmount(typed, 'CNY'))).toEqual([
      '12.30',
      '0.00',
      '-1.00',
      '1.234',
      '',
    ]);
  });
});
