import type { Brand } from './brand.ts';
import { exponentOf } from './currency.ts';
import type { CurrencyCode } from './currency.ts';
import { Decimal, toBigInt } from './decimal.ts';
import { MoneyError } from './money-error.ts';
import { money } from './money.ts';
import type { Money } from './money.ts';

import type { UnitPrice } from './unit-price.ts';

/** How many units one order line may have, far above any real order; it bounds the digits of a product. */
export const QUANTITY_MAX = 10_000_000;

/** The face value a buyer picked of a range (US$10–500): up to 8 digits before and 4 after the point, above zero. */
export type FaceValue = Brand<string, 'FaceValue'>;

const FACE_VALUE_TEXT = /^(0|[1-9][0-9]{0,7})(?:\.([0-9]{1,4}))?$/;

/** @throws MoneyError `bad_format` */
export function parseFaceValue(text: string): FaceValue {
  const match = FACE_VALUE_TEXT.exec(text);
  const fraction = (match?.[2] ?? '').replace(/0+$/, '');
  if (!match || (match[1] === '0' && fraction === '')) {
    throw new MoneyError('bad_format', 'the face value is not a plain decimal above zero with at most 4 decimals');
  }
  return (fraction === '' ? match[1] : `${match[1]}.${fraction}`) as FaceValue;
}

/** @throws MoneyError `bad_argument` unless it is a whole number from 0 to {@link QUANTITY_MAX} */
export function assertQuantity(quantity: number): number {
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > QUANTITY_MAX) {
    throw new MoneyError('bad_argument', `a quantity is a whole number from 0 to ${QUANTITY_MAX}`);
  }
  return quantity;
}

/**
 * The amount of an order line: quantity × unit price, rounded half up once to the currency's minor unit. For goods whose
 * price is per unit of face value, quantity × face value × unit price, still rounded once.
 *
 * Higher prices never give lower amounts, so differences along a chain are never negative.
 * @throws MoneyError `bad_argument`, `out_of_range`
 */
export function lineAmount(
  quantity: number,
  unitPrice: UnitPrice,
  currency: CurrencyCode,
  options: { readonly faceValue?: FaceValue | undefined } = {},
): Money {
  // 8 + 20 + 12 digits: exact in 40.
  const exact = new Decimal(assertQuantity(quantity)).times(unitPrice).times(options.faceValue ?? 1);
  const scaled = exact.times(new Decimal(10).pow(exponentOf(currency)));
  return money(toBigInt(scaled.toDecimalPlaces(0, Decimal.ROUND_HALF_UP)), currency);
}
