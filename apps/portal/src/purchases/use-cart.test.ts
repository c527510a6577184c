import { describe, expect, it } from 'vitest';
import { readQuantity } from './use-cart.ts';

describe('a typed quantity', () => {
  it.each([
    ['1', 1],
    ['10,000', 10_000],
    ['１０', 10],
    ['100000', 100_000],
  ])('%s is %i', (typed, quantity) => {
    expect(readQuantity(typed)).toBe(quantity);
  });

  it.each(['', '0', '-1', '1.5', '100001', '1e3', 'ten'])('%s is none', (typed) => {
    expect(readQuantity(typed)).toBeUndefined();
  });
});
