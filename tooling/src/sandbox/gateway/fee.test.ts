import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeOf } from './fee.ts';

describe('feeOf', () => {
  it.each([
    [3000n, 18n],
    [2999n, 18n],
    [2917n, 18n],
    [2916n, 17n],
    // 0.5 is rounded up, 0.498 down.
    [250n, 2n],
    [249n, 1n],
    [83n, 0n],
    [84n, 1n],
    [1n, 0n],
  ])('0.6 %% of %d is %d', (amount, fee) => {
    expect(feeOf(amount, 60)).toBe(fee);
  });

  it('is never further than half a unit from the exact fee', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 17n }), fc.integer({ min: 0, max: 10_000 }), (amount, points) => {
        const twiceTheError = 2n * (feeOf(amount, points) * 10_000n - amount * BigInt(points));
        expect(twiceTheError > -10_000n && twiceTheError <= 10_000n).toBe(true);
      }),
    );
  });
});
