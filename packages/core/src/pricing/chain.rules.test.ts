import type { DistributorId } from '@keyfall/contracts';
import { compareUnitPrices, lineAmount, parseFaceValue, parseUnitPrice, unitPriceFromScaled } from '@keyfall/money';
import type { UnitPrice } from '@keyfall/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertOfferedPrice,
  assertRetail,
  effectiveCosts,
  retailProblem,
  splitPurchase,
  splitSale,
} from './chain.rules.ts';

const price = (text: string) => parseUnitPrice(text);
const link = (name: string, text: string | null) => ({
  distributorId: name as DistributorId,
  ownPrice: text === null ? null : price(text),
});
const costsOf = (...prices: readonly (string | null)[]) =>
  effectiveCosts(
    prices.map((text, index) => link(`L${index + 1}`, text)),
    null,
  );
const sharesOf = (split: { readonly shares: readonly { readonly amount: bigint }[] }) =>
  split.shares.map((share) => share.amount);

describe('effectiveCosts', () => {
  it('are the own prices where they rise', () => {
    expect(costsOf('22', '24', '26').map((one) => [one.cost, one.lifted])).toEqual([
      ['22', false],
      ['24', false],
      ['26', false],
    ]);
  });

  it('are lifted by a rise from above, and the parent then earns nothing', () => {
    const costs = costsOf('25', '24', '26');
    expect(costs.map((one) => [one.cost, one.lifted])).toEqual([
      ['25', false],
      ['25', true],
      ['26', false],
    ]);
    const split = splitSale({ quantity: 1, currency: 'CNY', costs, retailPrice: price('30') });
    expect([split.house, ...sharesOf(split)]).toEqual([2500n, 0n, 100n, 400n]);
  });

  it('end where a price is missing, for all below', () => {
    expect(costsOf('22', null, '26').map((one) => one.cost)).toEqual(['22', null, null]);
    expect(() =>
      splitSale({ quantity: 1, currency: 'CNY', costs: costsOf('22', null, '26'), retailPrice: price('30') }),
    ).toThrow(expect.objectContaining({ code: 'price_missing' }));
  });

  it('start at the house’s floor where it has one', () => {
    const costs = effectiveCosts([link('L1', '18'), link('L2', '24')], price('20'));
    expect(costs.map((one) => [one.cost, one.lifted])).toEqual([
      ['20', true],
      ['24', false],
    ]);
  });

  it('never fall, whatever is edited', () => {
    const own = fc.option(fc.bigInt({ min: 0n, max: 10n ** 12n }).map(unitPriceFromScaled));
    fc.assert(
      fc.property(fc.array(own, { maxLength: 8 }), own, (prices, floor) => {
        const chain = prices.map((ownPrice, index) => ({ distributorId: `L${index}` as DistributorId, ownPrice }));
        const known = effectiveCosts(chain, floor).map((one) => one.cost);
        const offered = known.filter((cost): cost is UnitPrice => cost !== null);
        expect(known.slice(offered.length).every((cost) => cost === null)).toBe(true);
        expect(offered).toEqual([...offered].toSorted(compareUnitPrices));
        const firstGap = prices.indexOf(null);
        expect(offered).toHaveLength(firstGap === -1 ? prices.length : firstGap);
      }),
    );
  });
});

describe('splitSale', () => {
  it('is the worked example: 30.00 over 22, 24, 26', () => {
    const split = splitSale({
      quantity: 1,
      currency: 'CNY',
      costs: costsOf('22', '24', '26'),
      retailPrice: price('30'),
    });
    expect(split).toMatchObject({ gross: 3000n, house: 2200n });
    expect(split.shares).toEqual([
      { earner: 'L1', viaChild: 'L2', amount: 200n, unitCost: '22', unitPrice: '24' },
      { earner: 'L2', viaChild: 'L3', amount: 200n, unitCost: '24', unitPrice: '26' },
      { earner: 'L3', viaChild: null, amount: 400n, unitCost: '26', unitPrice: '30' },
    ]);
  });

  it('works with fewer links and in the house’s own shop', () => {
    const short = splitSale({ quantity: 1, currency: 'CNY', costs: costsOf('22'), retailPrice: price('30') });
    expect([short.house, ...sharesOf(short)]).toEqual([2200n, 800n]);
    const own = splitSale({ quantity: 2, currency: 'CNY', costs: [], retailPrice: price('30') });
    expect(own).toMatchObject({ gross: 6000n, house: 6000n, shares: [] });
  });

  it('prices a range by face value', () => {
    const split = splitSale({
      quantity: 2,
      currency: 'CNY',
      faceValue: parseFaceValue('50'),
      costs: costsOf('6.95', '7.00'),
      retailPrice: price('7.20'),
    });
    expect([split.gross, split.house, ...sharesOf(split)]).toEqual([72_000n, 69_500n, 500n, 2000n]);
  });

  it('refuses a sale below the seller’s cost', () => {
    const below = { quantity: 1, currency: 'CNY', costs: costsOf('22', '24'), retailPrice: price('23.99') } as const;
    expect(() => splitSale(below)).toThrow(
      expect.objectContaining({ code: 'price_below_cost', params: { price: '23.99', cost: '24' } }),
    );
  });

  it('never creates or loses a unit, and nobody loses', () => {
    const scaled = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const prices = fc.array(scaled, { maxLength: 7 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), prices, scaled, (quantity, own, above) => {
        const chain = own.map((one, index) => ({
          distributorId: `L${index}` as DistributorId,
          ownPrice: unitPriceFromScaled(one),
        }));
        const costs = effectiveCosts(chain, null);
        const highest = costs.at(-1)?.cost;
        const retailPrice = unitPriceFromScaled(above + own.reduce((a, b) => (a > b ? a : b), 0n));
        expect(highest === undefined || compareUnitPrices(retailPrice, highest!) >= 0).toBe(true);
        const split = splitSale({ quantity, currency: 'CNY', costs, retailPrice });
        expect(split.gross).toBe(lineAmount(quantity, retailPrice, 'CNY').minor);
        expect(sharesOf(split).reduce((a, b) => a + b, split.house)).toBe(split.gross);
        expect([split.house, ...sharesOf(split)].every((amount) => amount >= 0n)).toBe(true);
      }),
    );
  });
});

describe('splitPurchase', () => {
  it('charges the buyer its own cost and pays everybody above it', () => {
    const split = splitPurchase({ quantity: 10, currency: 'CNY', costs: costsOf('22', '24', '26') });
    expect([split.gross, split.house, ...sharesOf(split)]).toEqual([26_000n, 22_000n, 2000n, 2000n]);
    expect(split.shares.map((share) => share.viaChild)).toEqual(['L2', null]);
  });

  it('pays nobody but the house for its direct child', () => {
    const split = splitPurchase({ quantity: 3, currency: 'CNY', costs: costsOf('0.965') });
    expect(split).toMatchObject({ gross: 290n, house: 290n, shares: [] });
  });
});

describe('retail bounds', () => {
  const bounds = { sellerCost: price('26'), floor: price('28'), ceiling: price('35') };

  it.each([
    ['25.99', 'price_below_cost'],
    ['26', 'price_below_floor'],
    ['27.99999999', 'price_below_floor'],
    ['28', undefined],
    ['35', undefined],
    ['35.00000001', 'price_above_ceiling'],
  ])('%s: %s', (text, problem) => {
    expect(retailProblem(price(text), bounds)).toBe(problem);
  });

  it('throw with the bound that was crossed', () => {
    expect(() => assertRetail(price('25'), bounds)).toThrow(
      expect.objectContaining({ code: 'price_below_cost', params: { price: '25', cost: '26' } }),
    );
    expect(() => assertRetail(price('27'), bounds)).toThrow(
      expect.objectContaining({ params: { price: '27', floor: '28' } }),
    );
    expect(() => assertRetail(price('36'), bounds)).toThrow(expect.objectContaining({ code: 'price_above_ceiling' }));
    expect(() => assertRetail(price('30'), bounds)).not.toThrow();
    expect(() => assertRetail(price('1'), { sellerCost: null, floor: null, ceiling: null })).not.toThrow();
  });

  it('let nobody offer below its own cost', () => {
    expect(() => assertOfferedPrice(price('23.99'), price('24'))).toThrow(
      expect.objectContaining({ code: 'price_below_cost' }),
    );
    expect(() => assertOfferedPrice(price('24'), price('24'))).not.toThrow();
    expect(() => assertOfferedPrice(price('1'), null)).not.toThrow();
  });
});
