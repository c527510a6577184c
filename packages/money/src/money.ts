import type { Brand } from './brand.ts';
import { exponentOf, isCurrencyCode } from './currency.ts';
import type { CurrencyCode } from './currency.ts';
import { MoneyError } from './money-error.ts';

/** An exact amount: signed minor units (fen, cents) of one currency, always within PostgreSQL's bigint. */
export type Money = Brand<{ readonly minor: bigint; readonly currency: CurrencyCode }, 'Money'>;

/** PostgreSQL's bigint bounds, kept symmetric so that a negation can never overflow. */
export const MINOR_MAX = 9_223_372_036_854_775_807n;

const DECIMAL_TEXT = /^(-?)(0|[1-9][0-9]{0,18})(?:\.([0-9]{1,18}))?$/;

/** @throws MoneyError `out_of_range` when the amount does not fit a bigint column. */
export function assertMinor(minor: bigint): bigint {
  if (minor > MINOR_MAX || minor < -MINOR_MAX) throw new MoneyError('out_of_range', 'the amount does not fit 64 bits');
  return minor;
}

/** Money from minor units: `money(1230n, 'CNY')` is 12.30. */
export function money(minor: bigint, currency: CurrencyCode): Money {
  return { minor: assertMinor(minor), currency } as Money;
}

export function zero(currency: CurrencyCode): Money {
  return money(0n, currency);
}

/** @throws MoneyError `unknown_currency` when the installation does not book in that currency. */
export function parseCurrency(text: string): CurrencyCode {
  if (!isCurrencyCode(text)) throw new MoneyError('unknown_currency', 'the currency is not known');
  return text;
}

/**
 * Reads a decimal text such as `12.30` into minor units. Strict on purpose: no blanks, no plus sign, no exponent, no
 * separators, no leading zeros. Fewer decimals than the currency has are fine (`12.3`), more are refused, never rounded.
 *
 * @throws MoneyError `bad_format`, `too_many_decimals`, `out_of_range`
 */
export function parseMinor(text: string, currency: CurrencyCode): bigint {
  const match = DECIMAL_TEXT.exec(text);
  if (!match) throw new MoneyError('bad_format', 'the amount is not a plain decimal number');
  const [, sign = '', whole = '0', fraction = ''] = match;
  const exponent = exponentOf(currency);
  if (fraction.length > exponent) {
    throw new MoneyError('too_many_decimals', `${currency} has ${exponent} decimals`);
  }
  const digits = BigInt(whole + fraction.padEnd(exponent, '0'));
  return assertMinor(sign === '-' ? -digits : digits);
}

/** As {@link parseMinor}, with the currency attached. */
export function parseMoney(text: string, currency: CurrencyCode): Money {
  return money(parseMinor(text, currency), currency);
}

/** Minor units as a decimal text with exactly the currency's decimals: `1230n` CNY is `12.30`, `5n` JPY is `5`. */
export function formatMinor(minor: bigint, currency: CurrencyCode): string {
  const exponent = exponentOf(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** As {@link formatMinor}, for a Money. The text round-trips through {@link parseMoney}. */
export function formatAmount(amount: Money): string {
  return formatMinor(amount.minor, amount.currency);
}

function assertSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) {
    throw new MoneyError('currency_mismatch', `${left.currency} and ${right.currency} do not mix`);
  }
}

/** @throws MoneyError `currency_mismatch`, `out_of_range` */
export function add(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
}

/** @throws MoneyError `currency_mismatch`, `out_of_range` */
export function subtract(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
}

export function negate(amount: Money): Money {
  return money(-amount.minor, amount.currency);
}

/** Sum of amounts of one currency; the currency is given so that an empty list has a zero. */
export function sum(amounts: readonly Money[], currency: CurrencyCode): Money {
  return amounts.reduce(add, zero(currency));
}

/** −1, 0 or 1. @throws MoneyError `currency_mismatch` */
export function compare(left: Money, right: Money): -1 | 0 | 1 {
  assertSameCurrency(left, right);
  if (left.minor === right.minor) return 0;
  return left.minor < right.minor ? -1 : 1;
}

export function equals(left: Money, right: Money): boolean {
  return left.currency === right.currency && left.minor === right.minor;
}
