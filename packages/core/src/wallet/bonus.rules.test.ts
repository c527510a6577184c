import { parseRate } from '@keyfall/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bonusOfTopUp } from './bonus.rules.ts';

const rule = (amountFrom: bigint, percent: string) => ({ amountFrom, percent: parseRate(percent) });

describe('the bonus of a top-up', () => {
  it('is the worked example: 5 % of 1000.00 are 50.00', () => {
    expect(bonusOfTopUp(100_000n, [rule(50_000n, '5')])).toBe(5_000n);
  });

  it('follows the highest rule that is reached, in whatever order they stand', () => {
    const rules = [rule(500_000n, '8'), rule(100_000n, '5'), rule(1_000_000n, '10')];
    expect([99_999n, 100_000n, 499_999n, 500_000n, 1_000_000n].map((amount) => bonusOfTopUp(amount, rules))).toEqual([
      0n,
      5_000n,
      24_999n,
      40_000n,
      100_000n,
    ]);
  });

  it('never gives more than its percent, and less by under one unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 1, max: 100 }), (amount, percent) => {
        const bonus = bonusOfTopUp(amount, [rule(1n, String(percent))]);
        const withheld = amount * BigInt(percent) - bonus * 100n;
        expect(withheld >= 0n && withheld < 100n).toBe(true);
      }),
    );
  });
});
