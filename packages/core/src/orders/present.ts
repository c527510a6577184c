import { toMoneyDto, type Locale, type MoneyDto } from '@keyfall/contracts';
import type { OrderEventDataDto } from '@keyfall/contracts/order-schemas';
import { money, parseCurrency } from '@keyfall/money';
import { reportedMoney } from '../reported-money.ts';

/** Minor units of a currency we book in, as they cross the wire. */
export function moneyOf(minor: bigint, currency: string): MoneyDto {
  return toMoneyDto(money(minor, parseCurrency(currency)));
}

export function isoOrNull(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}

/** A numeric column's text without needless zeros: `24.00000000` is `24`. */
export function plainDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

export function plainDecimalOrNull(text: string | null): string | null {
  return text === null ? null : plainDecimal(text);
}

interface Named {
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
}

export function productNameOf(row: Named, locale: Locale): string {
  return locale === 'en' ? row.product_name_en : row.product_name_zh;
}

export function skuNameOf(row: Named, locale: Locale): string {
  return locale === 'en' ? row.sku_name_en : row.sku_name_zh;
}

export function titleOf(row: Named, locale: Locale): string {
  return `${productNameOf(row, locale)} · ${skuNameOf(row, locale)}`;
}

/** Account fields as they were frozen; anything else in the column is nothing to show. */
export function accountOf(stored: unknown): Record<string, string> | null {
  if (typeof stored !== 'object' || stored === null) return null;
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export function dataOf(stored: unknown): Record<string, unknown> {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? { ...stored } : {};
}

/**
 * What an event of an order's timeline says, as it crosses the wire: amounts are stored in minor units and leave as decimals
 * of their currency; ids stay here.
 */
export function presentEventData(
  event: { readonly kind: string; readonly data: unknown },
  currency: string,
): OrderEventDataDto {
  const { amount, currency: paidIn, units, line, reason, cause } = dataOf(event.data);
  // Money that did not fit says why in a word of ours; anybody else's reason is a person's sentence.
  const isCause = event.kind === 'money_returned';
  const because = isCause ? reason : cause;
  return {
    ...(typeof amount === 'string' && /^\d{1,19}$/.test(amount)
      ? { amount: reportedMoney(BigInt(amount), typeof paidIn === 'string' ? paidIn : currency) }
      : {}),
    ...(typeof units === 'number' ? { units } : {}),
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof because === 'string' ? { cause: because } : {}),
    ...(typeof reason === 'string' && !isCause ? { reason } : {}),
  };
}
