import type { Brand } from './brand.ts';
import { exponentOf } from './currency.ts';
import type { CurrencyCode } from './currency.ts';
import { MoneyError } from './money-error.ts';
import { formatMinor, money } from './money.ts';
import type { Money } from './money.ts';

/**
 * What one unit costs, finer than the currency's minor unit: up to 12 digits before and 8 after the point, as numeric(20,8)
 * holds it, not negative. Kept as canonical text (`24`, `0.965`), so equal prices are equal strings. Its currency stands
 * beside it wherever it is stored.
 */
export type UnitPrice = Brand<string, 'UnitPrice'>;

export const UNIT_PRICE_DECIMALS = 8;

const UNIT_PRICE_TEXT = /^(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,8}))?$/;

/** Reads a plain decimal; what the database prints (`24.00000000`) and what people type (`24`) give the same price. */
export function parseUnitPrice(text: string): UnitPrice {
  const match = UNIT_PRICE_TEXT.exec(text);
  if (!match)
    throw new MoneyError('bad_format', 'the unit price is not a plain decimal number with at most 8 decimals');
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return (fraction === '' ? match[1] : `${match[1]}.${fraction}`) as UnitPrice;
}

/** The price in units of 10⁻⁸, for exact comparison and differences. */
export function unitPriceScaled(price: UnitPrice): bigint {
  const [whole = '0', fraction = ''] = price.split('.');
  return BigInt(whole + fraction.padEnd(UNIT_PRICE_DECIMALS, '0'));
}

/** A price from units of 10⁻⁸. @throws MoneyError `out_of_range` below zero or beyond numeric(20,8) */
export function unitPriceFromScaled(scaled: bigint): UnitPrice {
  if (scaled < 0n) throw new MoneyError('out_of_range', 'a unit price is not negative');
  const digits = scaled.toString().padStart(UNIT_PRICE_DECIMALS + 1, '0');
  if (digits.length > 20)
    throw new MoneyError('out_of_range', 'the unit price has more than 12 digits before the point');
  return parseUnitPrice(`${digits.slice(0, -UNIT_PRICE_DECIMALS)}.${digits.slice(-UNIT_PRICE_DECIMALS)}`);
}

export function compareUnitPrices(left: UnitPrice, right: UnitPrice): -1 | 0 | 1 {
  const [a, b] = [unitPriceScaled(left), unitPriceScaled(right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function maxUnitPrice(left: UnitPrice, right: UnitPrice): UnitPrice {
  return compareUnitPrices(left, right) >= 0 ? left : right;
}

/** Higher minus lower as a decimal text, negative when `higher` is not; the margin a price table shows. */
export function unitPriceDifference(higher: UnitPrice, lower: UnitPrice): string {
  const difference = unitPriceScaled(higher) - unitPriceScaled(lower);
  return difference < 0n ? `-${unitPriceFromScaled(-difference)}` : unitPriceFromScaled(difference);
}

/** An amount as the price of one unit. @throws MoneyError for a negative amount */
export function unitPriceOf(amount: Money): UnitPrice {
  if (amount.minor < 0n) throw new MoneyError('out_of_range', 'a unit price is not negative');
  return parseUnitPrice(formatMinor(amount.minor, amount.currency));
}

/** The price with at least the currency's decimals: `24.00`, but `0.965` stays. */
export function formatUnitPrice(price: UnitPrice, currency: CurrencyCode): string {
  const [whole = '0', fraction = ''] = price.split('.');
  const decimals = fraction.padEnd(exponentOf(currency), '0');
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/** The price as an amount when it is a whole number of minor units, else undefined. */
export function exactMoneyOf(price: UnitPrice, currency: CurrencyCode): Money | undefined {
  const step = 10n ** BigInt(UNIT_PRICE_DECIMALS - exponentOf(currency));
  const scaled = unitPriceScaled(price);
  return scaled % step === 0n ? money(scaled / step, currency) : undefined;
}
