import { describe, expect, it } from 'vitest';
import { readAmount } from './read-amount.ts';

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
});
