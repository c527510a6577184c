import type { Brand } from './brand.ts';
import { Decimal, toBigInt } from './decimal.ts';
import { MoneyError } from './money-error.ts';
import { assertMinor } from './money.ts';
import { UNIT_PRICE_DECIMALS, parseUnitPrice } from './unit-price.ts';
import type { UnitPrice } from './unit-price.ts';

/** A percentage, written in percent: `0.6` is 0.6 %. Below 1000, up to 8 decimals, not negative; canonical text. */
export type Rate = Brand<string, 'Rate'>;

const RATE_SCALE = 100_000_000;
const RATE_TEXT = /^(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,8}))?$/;

/** @throws MoneyError `bad_format` */
export function parseRate(text: string): Rate {
  const match = RATE_TEXT.exec(text);
  if (!match)
    throw new MoneyError('bad_format', 'the percentage is not a plain decimal below 1000 with at most 8 decimals');
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return (fraction === '' ? match[1] : `${match[1]}.${fraction}`) as Rate;
}

function percentOf(minor: bigint, rate: Rate): InstanceType<typeof Decimal> {
  if (minor < 0n) throw new MoneyError('bad_argument', 'a share is taken of an amount that is not negative');
  // 19 digits times 11 digits: exact.
  return new Decimal(assertMinor(minor).toString()).times(rate).dividedBy(100);
}

/** What somebody receives of an amount: rounded down, so that shares can never sum to more than there is. */
export function floorShare(minor: bigint, rate: Rate): bigint {
  return toBigInt(percentOf(minor, rate).toDecimalPlaces(0, Decimal.ROUND_FLOOR));
}

/** What we charge somebody on an amount: rounded up, so that a fee is never given away in fractions. */
export function ceilFee(minor: bigint, rate: Rate): bigint {
  return assertMinor(toBigInt(percentOf(minor, rate).toDecimalPlaces(0, Decimal.ROUND_CEIL)));
}

/** What is withheld of an amount for an authority: rounded half up, as its forms do. */
export function roundShare(minor: bigint, rate: Rate): bigint {
  return toBigInt(percentOf(minor, rate).toDecimalPlaces(0, Decimal.ROUND_HALF_UP));
}

/** The tax that an amount already includes: `amount × rate / (100 + rate)`, rounded half up once. */
export function taxIncluded(minor: bigint, rate: Rate): bigint {
  if (minor < 0n) throw new MoneyError('bad_argument', 'tax is part of an amount that is not negative');
  // Scaled to whole numbers: a quotient of decimals would be rounded before it is rounded.
  const scaled = toBigInt(new Decimal(rate).times(RATE_SCALE));
  const whole = toBigInt(new Decimal(100).times(RATE_SCALE)) + scaled;
  return (2n * assertMinor(minor) * scaled + whole) / (2n * whole);
}

/**
 * A price made by rule: `base + base × percent + fixed`, rounded half up once to `decimals` (at most 8).
 * @throws MoneyError `out_of_range` when the result does not fit a unit price
 */
export function priceByRule(
  base: UnitPrice,
  rule: { readonly percent: Rate; readonly fixed: UnitPrice },
  decimals = UNIT_PRICE_DECIMALS,
): UnitPrice {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > UNIT_PRICE_DECIMALS) {
    throw new MoneyError('bad_argument', 'a unit price has 0 to 8 decimals');
  }
  // 20 digits times 11 digits plus 20 digits: exact before the one rounding.
  const price = new Decimal(base).times(rule.percent).dividedBy(100).plus(base).plus(rule.fixed);
  const rounded = price.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
  if (rounded.gte('1e12')) throw new MoneyError('out_of_range', 'the price by rule is too high');
  return parseUnitPrice(rounded.toFixed());
}
