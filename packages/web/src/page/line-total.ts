import { exponentOf, formatMinor, isCurrencyCode, parseUnitPrice, unitPriceScaled } from '@keyfall/money/format';

const FACE_DECIMALS = 4;
const PRICE_DECIMALS = 8;

/**
 * What a line will cost, by the same rule as the server's: quantity × price (× face value), rounded half up once. Only for
 * showing; the quote decides. Undefined while the parts are not numbers yet.
 */
export function lineTotal(
  quantity: number,
  unitPrice: string,
  currency: string,
  faceValue: string | undefined,
): string | undefined {
  if (!isCurrencyCode(currency) || !Number.isInteger(quantity) || quantity < 0) return undefined;
  const face = scaledFace(faceValue);
  if (face === undefined) return undefined;
  try {
    const exact = unitPriceScaled(parseUnitPrice(unitPrice)) * BigInt(quantity) * face;
    const divisor = 10n ** BigInt(PRICE_DECIMALS + FACE_DECIMALS - exponentOf(currency));
    return formatMinor((exact + divisor / 2n) / divisor, currency);
  } catch {
    return undefined;
  }
}

/** A face value in steps of 0.0001; one when there is none. */
function scaledFace(faceValue: string | undefined): bigint | undefined {
  if (faceValue === undefined) return 10n ** BigInt(FACE_DECIMALS);
  const match = /^([0-9]{1,8})(?:\.([0-9]{1,4}))?$/.exec(faceValue);
  return match === null ? undefined : BigInt((match[1] ?? '0') + (match[2] ?? '').padEnd(FACE_DECIMALS, '0'));
}

/** Whether a decimal text lies between two others. */
export function isBetween(value: string, min: string, max: string): boolean {
  const [scaled, low, high] = [scaledFace(value), scaledFace(min), scaledFace(max)];
  return scaled !== undefined && low !== undefined && high !== undefined && scaled >= low && scaled <= high;
}

/** What a price per unit of face value comes to over the range it is sold in. */
export interface FaceSpan {
  readonly least: string;
  readonly most: string;
}

/** The price of the smallest and of the largest face value; nothing for texts that are no figures. */
export function faceSpanOf(
  price: string,
  currency: string,
  range: { readonly min: string; readonly max: string },
): FaceSpan | undefined {
  const [least, most] = [lineTotal(1, price, currency, range.min), lineTotal(1, price, currency, range.max)];
  return least === undefined || most === undefined ? undefined : { least, most };
}
