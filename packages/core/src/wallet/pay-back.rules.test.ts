import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bonusOfPayBack } from './pay-back.rules.ts';

describe('the bonus that goes with a pay-back', () => {
  it('is in proportion: 400.00 of 1000.00 take 20.00 of 50.00', () => {
    const given = { amount: 100_000n, bonus: 5_000n, returned: 40_000n, takenBefore: 0n, bonusBalance: 5_000n };
    expect(bonusOfPayBack(given)).toBe(2_000n);
    expect(bonusOfPayBack({ ...given, bonusBalance: 700n })).toBe(700n);
    expect(bonusOfPayBack({ ...given, bonus: 0n })).toBe(0n);
  });

  it('sums to the whole bonus, whatever the parts, and never takes more than is there', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        parts,
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        (sums, bonus, spent) => {
          const amount = sums.reduce((total, part) => total + part, 0n);
          const take = (balance: bigint): bigint => {
            let [returned, taken, left] = [0n, 0n, balance];
            for (const part of sums) {
              returned += part;
              const now = bonusOfPayBack({ amount, bonus, returned, takenBefore: taken, bonusBalance: left });
              taken += now;
              left -= now;
            }
            expect(left >= 0n).toBe(true);
            return taken;
          };
          expect(take(bonus)).toBe(bonus);
          expect(take(spent) <= bonus).toBe(true);
        },
      ),
    );
  });
});
