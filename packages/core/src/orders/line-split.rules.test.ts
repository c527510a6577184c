import type { DistributorId, OwnPurchaseSign } from '@keyfall/contracts';
import { lineAmount, parseRate, parseUnitPrice, unitPriceFromScaled } from '@keyfall/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncomeRules, Offer } from '../pricing/index.ts';
import { splitLine, withholdOwn, type LineSale, type LineSplit } from './line-split.rules.ts';

const CHAIN = ['L3', 'L2', 'L1'].map((name) => name as DistributorId);
const rules = (percents: readonly string[], marginMin = '0'): IncomeRules => ({
  depth: 2,
  marginMin: parseRate(marginMin),
  ownPurchaseEarns: false,
  rates: percents.map((percent, distance) => ({ levelId: null, distance, percent: parseRate(percent) })),
  chain: CHAIN.map((distributorId) => ({ distributorId, levelId: null })),
  referral: null,
  feeOf: new Map([['CNY', parseRate('0.6')]]),
});
const sale = (model: Offer['model'], quantity: number, retail: string, costs: readonly string[]): LineSale => ({
  quantity,
  currency: 'CNY',
  faceValue: null,
  retail: parseUnitPrice(retail),
  unitCost: null,
  offer: {
    skuId: 'S',
    currency: 'CNY',
    model,
    houseId: 'house' as DistributorId,
    costs: costs.map((text, index) => ({
      distributorId: CHAIN[2 - index]!,
      ownPrice: parseUnitPrice(text),
      cost: parseUnitPrice(text),
      lifted: false,
    })),
    sellerCost: null,
    retail: parseUnitPrice(retail),
    retailSource: 'suggested',
    problem: null,
  },
});
const sumOf = (split: LineSplit): bigint => split.shares.reduce((sum, share) => sum + share.amount, split.house);

describe('splitLine', () => {
  it('is the worked example in both models', () => {
    const difference = splitLine(sale('price_difference', 1, '30', ['22', '24', '26']), rules([]), new Map());
    expect([difference.house, ...difference.shares.map((share) => share.amount)]).toEqual([2200n, 200n, 200n, 400n]);
    const percentage = splitLine(sale('percentage', 1, '30', []), rules(['10', '4', '2']), new Map());
    expect([percentage.house, ...percentage.shares.map((share) => share.amount)]).toEqual([2520n, 60n, 120n, 300n]);
    expect(percentage.shares.at(-1)!.commission).toEqual({ rate: '10', distance: 0, base: 3000n });
  });

  it('guards the margin by the full rates, whoever buys', () => {
    const own = new Map<DistributorId, OwnPurchaseSign>([[CHAIN[0]!, 'mail']]);
    const line = { ...sale('percentage', 1, '30', []), unitCost: parseUnitPrice('25.03') };
    for (const people of [new Map<DistributorId, OwnPurchaseSign>(), own]) {
      expect(() => splitLine(line, rules(['10', '4', '2']), people)).toThrow(
        expect.objectContaining({ code: 'margin_too_low', params: { margin: '-0.01', marginMin: '0.00' } }),
      );
    }
  });

  it('never creates or loses a unit, in mixed carts and whoever’s own purchase it is', () => {
    const line = fc.record({
      model: fc.constantFrom('price_difference' as const, 'percentage' as const),
      quantity: fc.integer({ min: 1, max: 1000 }),
      prices: fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 4, maxLength: 4 }),
    });
    const percent = fc.integer({ min: 0, max: 3000 }).map((n) => `${Math.floor(n / 100)}.${n % 100}`);
    const own = fc.uniqueArray(fc.nat(2));
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 4 }),
        fc.array(percent, { maxLength: 3 }),
        own,
        (lines, percents, who) => {
          const people = new Map(who.map((index) => [CHAIN[index]!, 'device' as const]));
          for (const { model, quantity, prices } of lines) {
            const sorted = prices.toSorted((a, b) => (a < b ? -1 : 1)).map(unitPriceFromScaled);
            // Without a fee: every price would leave a margin.
            const given = { ...rules(percents), feeOf: new Map() };
            const made = sale(model, quantity, sorted[3]!, sorted.slice(0, 3));
            const [plain, split] = [splitLine(made, given, new Map()), splitLine(made, given, people)];
            const gross = lineAmount(quantity, sorted[3]!, 'CNY').minor;
            expect([plain.gross, sumOf(plain), sumOf(split)]).toEqual([gross, gross, gross]);
            expect(plain.shares.every((share) => share.amount >= 0n)).toBe(true);
            for (const [index, share] of split.shares.entries()) {
              const before = plain.shares[index]!.amount;
              expect(share.amount + (share.withheld?.amount ?? 0n)).toBe(before);
              expect(share.amount === 0n || !people.has(share.earner)).toBe(true);
            }
          }
        },
      ),
    );
  });
});

describe('withholdOwn', () => {
  it('leaves a share of nothing as it is', () => {
    const split = splitLine(sale('percentage', 1, '30', []), rules(['0']), new Map());
    expect(withholdOwn(split, new Map([[CHAIN[0]!, 'mail' as const]]))).toEqual(split);
  });
});
