import { Decimal as DecimalDefault } from 'decimal.js';

/**
 * The only decimal arithmetic of the product, with its own settings so that nobody else's can change them. Forty digits
 * hold every product this package forms exactly (see the bounds beside each function); rounding happens once, where a
 * function says so, and never by running out of digits.
 */
export const Decimal = DecimalDefault.clone({
  precision: 40,
  rounding: DecimalDefault.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 40,
});

/** A whole Decimal as bigint, by way of its digits. */
export function toBigInt(whole: InstanceType<typeof Decimal>): bigint {
  return BigInt(whole.toFixed(0));
}
