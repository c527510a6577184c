import type { DistributorId } from '@keyfall/contracts';
import { parseRate, parseUnitPrice } from '@keyfall/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowsWholesale, percentageLinks, rateAt, type IncomeRate } from './income.rules.ts';
import { splitByPercentage } from './percentage.rules.ts';

const L1 = 'L1' as DistributorId;
const L2 = 'L2' as DistributorId;
const L3 = 'L3' as DistributorId;
const rate = (levelId: string | null, distance: number, percent: string): IncomeRate => ({
  levelId,
  distance,
  percent: parseRate(percent),
});
const RATES = [rate(null, 0, '10'), rate(null, 1, '4'), rate(null, 2, '2')];
const chain = [L3, L2, L1].map((distributorId) => ({ distributorId, levelId: null }));
const amountsOf = (split: { readonly shares: readonly { readonly amount: bigint }[] }) =>
  split.shares.map((share) => share.amount);

describe('rateAt', () => {
  const rates = [...RATES, rate('gold', 1, '6'), rate('gold', 2, '0')];

  it('prefers the rate of the level and falls back to the one for every level', () => {
    expect([rateAt(rates, 'gold', 1), rateAt(rates, 'silver', 1), rateAt(rates, null, 1)]).toEqual(['6', '4', '4']);
    expect(rateAt(rates, 'gold', 2)).toBe('0');
    expect(rateAt(rates, 'gold', 3)).toBeNull();
  });
});

describe('percentageLinks', () => {
  it('go from the top down to who brought the sale', () => {
    expect(percentageLinks({ depth: 2, rates: RATES }, chain)).toEqual([
      { earner: L1, viaChild: L2, distance: 2, rate: '2' },
      { earner: L2, viaChild: L3, distance: 1, rate: '4' },
      { earner: L3, viaChild: null, distance: 0, rate: '10' },
    ]);
  });

  it('end at the depth, whatever rates there are, and leave out who has none', () => {
    expect(percentageLinks({ depth: 0, rates: RATES }, chain).map((link) => link.earner)).toEqual([L3]);
    const gap = percentageLinks({ depth: 2, rates: [rate(null, 0, '10'), rate(null, 2, '2')] }, chain);
    expect(gap.map((link) => [link.earner, link.viaChild])).toEqual([
      [L1, L2],
      [L3, null],
    ]);
    expect(percentageLinks({ depth: 2, rates: RATES }, [])).toEqual([]);
  });
});

describe('splitByPercentage', () => {
  const request = (gross: bigint, marginMin = 0n) => ({
    currency: 'CNY' as const,
    gross,
    links: percentageLinks({ depth: 2, rates: RATES }, chain),
    cost: 2000n,
    fee: 18n,
    marginMin,
  });

  it('is the worked example, and fractions stay with the wholesaler', () => {
    expect(amountsOf(splitByPercentage(request(3000n)))).toEqual([60n, 120n, 300n]);
    const odd = splitByPercentage(request(2999n));
    expect([odd.house, ...amountsOf(odd)]).toEqual([2522n, 59n, 119n, 299n]);
  });

  it('is refused when it would eat the margin', () => {
    expect(splitByPercentage(request(3000n, 502n)).house).toBe(2520n);
    expect(() => splitByPercentage(request(3000n, 503n))).toThrow(
      expect.objectContaining({ code: 'margin_too_low', params: { margin: '5.02', marginMin: '5.03' } }),
    );
  });

  it('never creates or loses a unit, and each fraction stays with the wholesaler', () => {
    const percent = fc.integer({ min: 0, max: 30_000_000 }).map((n) => parseRate(`${Math.floor(n / 1e6)}.${n % 1e6}`));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.array(percent, { maxLength: 3 }), (gross, percents) => {
        const links = percents.map((one, distance) => ({ earner: L1, viaChild: null, distance, rate: one }));
        const split = splitByPercentage({ ...request(gross), links, cost: 0n, fee: 0n });
        expect(amountsOf(split).reduce((a, b) => a + b, split.house)).toBe(gross);
        split.shares.forEach((share) => {
          const scaled = BigInt(parseUnitPrice(share.rate).replace('.', '').padEnd(1, '0'));
          const decimals = share.rate.split('.')[1]?.length ?? 0;
          expect(share.amount).toBe((gross * scaled) / (100n * 10n ** BigInt(decimals)));
        });
      }),
    );
  });
});

describe('wholesale', () => {
  it('is for SKUs on which the chain earns the difference', () => {
    expect([allowsWholesale('price_difference'), allowsWholesale('percentage')]).toEqual([true, false]);
  });
});
