import { exponentOf, isIsoCurrency } from './currency.ts';
import { formatAmount } from './money.ts';
import type { Money } from './money.ts';

/** The pieces a screen sets apart: the currency quiet, the whole part strong, the minor units lighter. */
export interface MoneyParts {
  readonly sign: string;
  readonly currency: string;
  readonly whole: string;
  /** Decimal separator and minor units, empty for currencies without decimals. */
  readonly fraction: string;
  /** Whether the locale writes the currency before the figure. */
  readonly currencyFirst: boolean;
}

// Building an Intl.NumberFormat costs far more than using it, and a table shows thousands of amounts.
const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(key: string, build: () => Intl.NumberFormat): Intl.NumberFormat {
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = build();
    formatters.set(key, formatter);
  }
  return formatter;
}

function moneyFormatter(amount: Money, locale: string): Intl.NumberFormat {
  return formatterFor(`${locale}|${amount.currency}`, () => {
    const decimals = exponentOf(amount.currency);
    const fixed = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return isIsoCurrency(amount.currency)
      ? new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency, ...fixed })
      : new Intl.NumberFormat(locale, fixed);
  });
}

// Intl takes decimal texts exactly (no detour through a float); its type for them is a template of digits.
function exactly(decimalText: string): Intl.StringNumericLiteral {
  return decimalText as Intl.StringNumericLiteral;
}

/** An amount as the locale writes it, e.g. `¥1,234.50` or `1,234.500000 USDT`. */
export function displayMoney(amount: Money, locale: string): string {
  const text = moneyFormatter(amount, locale).format(exactly(formatAmount(amount)));
  return isIsoCurrency(amount.currency) ? text : `${text} ${amount.currency}`;
}

/** The same text as {@link displayMoney}, cut into the pieces a design sets apart. */
export function displayMoneyParts(amount: Money, locale: string): MoneyParts {
  const parts = moneyFormatter(amount, locale).formatToParts(exactly(formatAmount(amount)));
  const join = (...types: readonly string[]): string =>
    parts.reduce((text, part) => (types.includes(part.type) ? text + part.value : text), '');
  const known = isIsoCurrency(amount.currency);
  const position = (type: string): number => parts.findIndex((part) => part.type === type);
  return {
    sign: join('minusSign', 'plusSign'),
    currency: known ? join('currency') : amount.currency,
    whole: join('integer', 'group'),
    fraction: join('decimal', 'fraction'),
    currencyFirst: known && position('currency') < position('integer'),
  };
}

/** A unit price or rate text (up to 8 decimals) with the locale's separators, at least `decimalsMin` of them shown. */
export function displayDecimal(decimalText: string, locale: string, decimalsMin = 0): string {
  const formatter = formatterFor(
    `${locale}|decimal|${decimalsMin}`,
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: decimalsMin, maximumFractionDigits: 8 }),
  );
  return formatter.format(exactly(decimalText));
}

/**
 * The height of an amount in a chart. A picture bears the loss of a JavaScript number; nothing may be computed from it.
 */
export function chartHeight(amount: { readonly amount: string }): number {
  return Number(amount.amount);
}
