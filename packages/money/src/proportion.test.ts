import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MoneyError } from './money-error.ts';
import { allocate, clawedTotal, shareOfUnit, shareOfUnits } from './proportion.ts';

const amount = fc.bigInt({ min: 0n, max: 10n ** 16n });
const total = (parts: readonly bigint[]) => parts.reduce((sum, part) => sum + part, 0n);

describe('shareOfUnits', () => {
  it('floors what the first units are worth', () => {
    expect([0, 1, 2, 3].map((units) => shareOfUnits(1000n, units, 3))).toEqual([0n, 333n, 666n, 1000n]);
    expect([0, 1, 2].map((unit) => shareOfUnit(1000n, unit, 3))).toEqual([333n, 333n, 334n]);
  });

  it('rises with the units, and any partition sums to the whole', () => {
    fc.assert(
      fc.property(
        amount,
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 }),
        (minor, steps) => {
          const quantity = steps.reduce((a, b) => a + b, 0);
          fc.pre(quantity > 0);
          let units = 0;
          let before = 0n;
          const parts = steps.map((step) => {
            units += step;
            const now = shareOfUnits(minor, units, quantity);
            const part = now - before;
            before = now;
            return part;
          });
          expect(parts.every((part) => part >= 0n)).toBe(true);
          expect(total(parts)).toBe(minor);
        },
      ),
    );
  });

  it('gives single units that sum to the whole and differ by at most one', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 300 }), (minor, quantity) => {
        const units = Array.from({ length: quantity }, (_, index) => shareOfUnit(minor, index, quantity));
        expect(total(units)).toBe(minor);
        const floor = minor / BigInt(quantity);
        expect(units.every((unit) => unit === floor || unit === floor + 1n)).toBe(true);
      }),
    );
  });

  it('refuses more units than there are', () => {
    expect(() => shareOfUnits(1n, 4, 3)).toThrow(MoneyError);
    expect(() => shareOfUnits(1n, 0, 0)).toThrow(MoneyError);
    expect(() => shareOfUnits(-1n, 1, 3)).toThrow(MoneyError);
  });
});

describe('clawedTotal', () => {
  it('takes what the worked example says', () => {
    const claw = (earned: bigint, refunded: bigint) => clawedTotal({ payable: 3000n, refunded, earned });
    expect([claw(200n, 1000n), claw(400n, 1000n)]).toEqual([67n, 134n]);
    expect([claw(200n, 3000n), claw(400n, 3000n)]).toEqual([200n, 400n]);
  });

  it('over any sequence of partial refunds takes exactly the whole, never back and never ahead', () => {
    const steps = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.array(amount, { minLength: 1, maxLength: 6 }), (refunds, earners) => {
        const payable = total(refunds);
        fc.pre(payable > 0n);
        for (const earned of earners) {
          let refunded = 0n;
          let clawed = 0n;
          for (const refund of refunds) {
            refunded += refund;
            const now = clawedTotal({ payable, refunded, earned });
            expect(now).toBeGreaterThanOrEqual(clawed);
            // What remains is floored: at least the exact share is taken, and less than a unit more.
            const excess = now * payable - earned * refunded;
            expect(excess >= 0n && excess < payable).toBe(true);
            clawed = now;
          }
          expect(clawed).toBe(earned);
        }
      }),
    );
  });

  it('knows nothing to refund of nothing', () => {
    expect(() => clawedTotal({ payable: 0n, refunded: 0n, earned: 0n })).toThrow(MoneyError);
    expect(() => clawedTotal({ payable: 10n, refunded: 11n, earned: 1n })).toThrow(MoneyError);
  });
});

describe('allocate', () => {
  it('gives the largest remainders what is left, the earlier first', () => {
    expect(allocate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allocate(10n, [0n, 5n, 0n])).toEqual([0n, 10n, 0n]);
    expect(allocate(7n, [10n, 20n, 30n])).toEqual([1n, 2n, 4n]);
    expect(allocate(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
    expect(allocate(0n, [])).toEqual([]);
  });

  it('sums to the amount, and each part is within a unit of its exact share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(amount, weights, (minor, given) => {
        const whole = total(given);
        fc.pre(whole > 0n);
        const parts = allocate(minor, given);
        expect(total(parts)).toBe(minor);
        for (const [index, part] of parts.entries()) {
          const distance = part * whole - minor * given[index]!;
          expect(distance > -whole && distance < whole).toBe(true);
          expect(given[index] === 0n && part !== 0n).toBe(false);
        }
      }),
    );
  });

  it('refuses to split something over nobody', () => {
    expect(() => allocate(1n, [])).toThrow(MoneyError);
    expect(() => allocate(1n, [0n, 0n])).toThrow(MoneyError);
    expect(() => allocate(1n, [-1n, 2n])).toThrow(MoneyError);
  });
});
