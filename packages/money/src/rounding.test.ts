import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCY_CODES, exponentOf } from './currency.ts';
import { QUANTITY_MAX, lineAmount, parseFaceValue } from './line-amount.ts';
import { MoneyError } from './money-error.ts';
import { ceilFee, floorShare, parseRate, priceByRule, roundShare, taxIncluded } from './rate.ts';
import {
  compareUnitPrices,
  exactMoneyOf,
  formatUnitPrice,
  maxUnitPrice,
  parseUnitPrice,
  unitPriceDifference,
  unitPriceFromScaled,
  unitPriceOf,
  unitPriceScaled,
} from './unit-price.ts';
import { money } from './money.ts';

const scaledPrice = fc.bigInt({ min: 0n, max: 10n ** 20n - 1n });
const usualPrice = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(unitPriceFromScaled);
const quantity = fc.integer({ min: 0, max: 100_000 });
const rateScaled = fc.bigInt({ min: 0n, max: 100n * 10n ** 8n });
const rateOf = (scaled: bigint) => parseRate(unitPriceFromScaled(scaled));
const amount = fc.bigInt({ min: 0n, max: 10n ** 17n });

/** Round half up, with nothing but integers. */
function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

describe('unit prices', () => {
  it('have one spelling', () => {
    expect(['24', '24.0', '24.00000000'].map(parseUnitPrice)).toEqual(['24', '24', '24']);
    expect(parseUnitPrice('0.96500000')).toBe('0.965');
    fc.assert(
      fc.property(scaledPrice, (scaled) => {
        expect(unitPriceScaled(unitPriceFromScaled(scaled))).toBe(scaled);
      }),
    );
  });

  it.each(['', '-1', '1e2', '01', '1.', '.5', '1.123456789', '1000000000000', ' 1', '1 '])('are not %j', (text) => {
    expect(() => parseUnitPrice(text)).toThrow(MoneyError);
  });

  it('compare as numbers, not as texts', () => {
    const [nine, ten] = [parseUnitPrice('9'), parseUnitPrice('10')];
    expect(compareUnitPrices(nine, ten)).toBe(-1);
    expect(maxUnitPrice(nine, ten)).toBe(ten);
    expect(unitPriceDifference(ten, parseUnitPrice('9.965'))).toBe('0.035');
    expect(unitPriceDifference(nine, ten)).toBe('-1');
    expect(formatUnitPrice(ten, 'CNY')).toBe('10.00');
    expect(formatUnitPrice(parseUnitPrice('0.9650'), 'CNY')).toBe('0.965');
    expect(formatUnitPrice(ten, 'JPY')).toBe('10');
    expect(unitPriceOf(money(2400n, 'CNY'))).toBe('24');
    expect(exactMoneyOf(parseUnitPrice('24.5'), 'CNY')).toEqual(money(2450n, 'CNY'));
    expect(exactMoneyOf(parseUnitPrice('0.965'), 'CNY')).toBeUndefined();
  });
});

describe('lineAmount', () => {
  it.each([
    [1, '26', 'CNY', 2600n],
    [3, '0.965', 'CNY', 290n], // 2.895 half up
    [1, '0.005', 'CNY', 1n],
    [1, '0.00499999', 'CNY', 0n],
    [100_000, '0.9650', 'CNY', 9_650_000n],
    [1, '158.5', 'JPY', 159n],
    [7, '0.33333333', 'KWD', 2333n],
    [QUANTITY_MAX, '99999999999.99999999', 'JPY', 1_000_000_000_000_000_000n],
  ] as const)('%s × %s %s is %s', (units, price, code, expected) => {
    expect(lineAmount(units, parseUnitPrice(price), code).minor).toBe(expected);
  });

  it('prices goods per unit of face value', () => {
    const options = { faceValue: parseFaceValue('25.50') };
    expect(lineAmount(2, parseUnitPrice('6.88'), 'CNY', options).minor).toBe(35_088n);
  });

  it('rounds half up once, exactly', () => {
    const faceValue = fc.option(fc.bigInt({ min: 1n, max: 10n ** 9n }), { nil: undefined });
    fc.assert(
      fc.property(quantity, usualPrice, faceValue, fc.constantFrom(...CURRENCY_CODES), (units, price, face, code) => {
        const text = face === undefined ? undefined : unitPriceFromScaled(face * 10_000n);
        const options = text === undefined ? {} : { faceValue: parseFaceValue(text) };
        const numerator = BigInt(units) * unitPriceScaled(price) * (face ?? 10_000n) * 10n ** BigInt(exponentOf(code));
        const expected = halfUp(numerator, 10n ** 12n);
        fc.pre(expected < 2n ** 63n);
        expect(lineAmount(units, price, code, options).minor).toBe(expected);
      }),
    );
  });

  it('never falls when a price or a quantity rises', () => {
    fc.assert(
      fc.property(quantity, usualPrice, usualPrice, (units, a, b) => {
        const [low, high] = compareUnitPrices(a, b) <= 0 ? [a, b] : [b, a];
        const lower = lineAmount(units, low, 'CNY').minor;
        expect(lineAmount(units, high, 'CNY').minor).toBeGreaterThanOrEqual(lower);
        expect(lineAmount(units + 1, low, 'CNY').minor).toBeGreaterThanOrEqual(lower);
      }),
    );
  });

  it('gives differences along a chain that telescope', () => {
    const chain = fc
      .array(usualPrice, { minLength: 1, maxLength: 8 })
      .map((prices) => prices.toSorted(compareUnitPrices));
    fc.assert(
      fc.property(quantity, chain, (units, prices) => {
        const amounts = prices.map((price) => lineAmount(units, price, 'CNY').minor);
        const shares = amounts.map((own, index) => (index === 0 ? own : own - amounts[index - 1]!));
        expect(shares.every((share) => share >= 0n)).toBe(true);
        expect(shares.reduce((a, b) => a + b, 0n)).toBe(amounts.at(-1));
      }),
    );
  });

  it('refuses what is no quantity or does not fit', () => {
    const price = parseUnitPrice('1');
    for (const units of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, QUANTITY_MAX + 1]) {
      expect(() => lineAmount(units, price, 'CNY')).toThrow(MoneyError);
    }
    expect(() => lineAmount(QUANTITY_MAX, parseUnitPrice('999999999999'), 'CNY')).toThrow(MoneyError);
    for (const face of ['0', '0.0', '-1', '1.00001', '100000000', '']) {
      expect(() => parseFaceValue(face)).toThrow(MoneyError);
    }
  });
});

describe('percentages', () => {
  it('floor what is paid out and ceil what is charged', () => {
    // The worked example: 10 %, 4 % and 2 % of 29.99 leave the fractions with the platform.
    expect(['10', '4', '2'].map((rate) => floorShare(2999n, parseRate(rate)))).toEqual([299n, 119n, 59n]);
    expect(ceilFee(3000n, parseRate('0.6'))).toBe(18n);
    expect(ceilFee(3001n, parseRate('0.6'))).toBe(19n);
  });

  it('withheld are rounded half up', () => {
    expect([49n, 50n, 149n, 150n].map((minor) => roundShare(minor, parseRate('1')))).toEqual([0n, 1n, 1n, 2n]);
    fc.assert(
      fc.property(amount, rateScaled, (minor, scaled) => {
        expect(roundShare(minor, rateOf(scaled))).toBe(halfUp(minor * scaled, 10n ** 10n));
      }),
    );
  });

  it('included in an amount are the nearest whole unit', () => {
    expect(taxIncluded(10_600n, parseRate('6'))).toBe(600n);
    expect(taxIncluded(2_999n, parseRate('13'))).toBe(345n);
    expect(taxIncluded(2_999n, parseRate('0'))).toBe(0n);
    fc.assert(
      fc.property(amount, rateScaled, (minor, scaled) => {
        // Whatever is told, tax and rest are in the proportion of the rate, half a unit off at most.
        const whole = 10n ** 10n + scaled;
        const off = 2n * (taxIncluded(minor, rateOf(scaled)) * whole - minor * scaled);
        expect(off <= whole && off > -whole).toBe(true);
      }),
    );
  });

  it('lie on the right side of the exact share, by less than a unit', () => {
    fc.assert(
      fc.property(amount, rateScaled, (minor, scaled) => {
        const [exact, unit] = [minor * scaled, 10n ** 10n];
        const [down, up] = [floorShare(minor, rateOf(scaled)), ceilFee(minor, rateOf(scaled))];
        expect(down * unit <= exact && exact < (down + 1n) * unit).toBe(true);
        expect((up - 1n) * unit < exact && exact <= up * unit).toBe(true);
      }),
    );
  });

  it('never share out more than there is', () => {
    const rates = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 10n }), { minLength: 1, maxLength: 6 })
      .filter((scaled) => scaled.reduce((a, b) => a + b, 0n) <= 10n ** 10n);
    fc.assert(
      fc.property(amount, rates, (minor, scaled) => {
        const shares = scaled.map((one) => floorShare(minor, rateOf(one)));
        const rest = minor - shares.reduce((a, b) => a + b, 0n);
        expect(rest).toBeGreaterThanOrEqual(0n);
      }),
    );
  });

  it('refuse negatives and nonsense', () => {
    expect(() => floorShare(-1n, parseRate('1'))).toThrow(MoneyError);
    for (const text of ['-1', '1000', '1e1', '1.123456789', '']) expect(() => parseRate(text)).toThrow(MoneyError);
    expect(parseRate('0.60')).toBe('0.6');
  });
});

describe('priceByRule', () => {
  const rule = (percent: string, fixed: string) => ({ percent: parseRate(percent), fixed: parseUnitPrice(fixed) });

  it('is own cost plus percent plus fixed', () => {
    expect(priceByRule(parseUnitPrice('20'), rule('10', '0'))).toBe('22');
    expect(priceByRule(parseUnitPrice('17.5'), rule('3.3', '0.5'))).toBe('18.5775');
    expect(priceByRule(parseUnitPrice('17.5'), rule('3.3', '0.5'), 2)).toBe('18.58');
    expect(priceByRule(parseUnitPrice('17.5'), rule('0', '0'), 0)).toBe('18');
  });

  it('rounds half up once, exactly, and is never below the base', () => {
    const fixed = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), rateScaled, fixed, (base, percent, plus) => {
        const price = priceByRule(unitPriceFromScaled(base), {
          percent: rateOf(percent),
          fixed: unitPriceFromScaled(plus),
        });
        expect(unitPriceScaled(price)).toBe(halfUp(base * percent, 10n ** 10n) + base + plus);
        expect(unitPriceScaled(price)).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  it('refuses what does not fit', () => {
    expect(() => priceByRule(parseUnitPrice('999999999999'), rule('1', '0'))).toThrow(MoneyError);
    expect(() => priceByRule(parseUnitPrice('1'), rule('1', '0'), 9)).toThrow(MoneyError);
  });
});
