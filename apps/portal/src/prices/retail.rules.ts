import {
  compareUnitPrices,
  exponentOf,
  isCurrencyCode,
  maxUnitPrice,
  parseRate,
  parseUnitPrice,
  priceByRule,
  unitPriceDifference,
  unitPriceFromScaled,
  unitPriceScaled,
} from '@keyfall/money';
import type { UnitPrice } from '@keyfall/money';

/** What decides whether a retail price may be: the distributor's own cost and the wholesaler's bounds. */
export interface PriceBounds {
  readonly cost: string | null;
  readonly floor: string | null;
  readonly ceiling: string | null;
}

export type PriceComplaint = 'not_a_price' | 'below_cost' | 'below_floor' | 'above_ceiling';

/** The typed text as a price, or undefined where it is none. Full-width digits and blanks of input methods are understood. */
export function readPrice(typed: string): UnitPrice | undefined {
  const plain = typed.normalize('NFKC').replaceAll(/[\s,]/g, '').replace('。', '.');
  try {
    return parseUnitPrice(plain.startsWith('.') ? `0${plain}` : plain.replace(/\.$/, ''));
  } catch {
    return undefined;
  }
}

/** Why a typed price would be refused; the server checks the same. Blank is no complaint: it takes the own price away. */
export function complaintAbout(typed: string, bounds: PriceBounds): PriceComplaint | undefined {
  if (typed.trim() === '') return undefined;
  const price = readPrice(typed);
  if (price === undefined) return 'not_a_price';
  const isBelow = (bound: string | null): boolean =>
    bound !== null && compareUnitPrices(price, parseUnitPrice(bound)) < 0;
  if (isBelow(bounds.cost)) return 'below_cost';
  if (isBelow(bounds.floor)) return 'below_floor';
  if (bounds.ceiling !== null && compareUnitPrices(price, parseUnitPrice(bounds.ceiling)) > 0) return 'above_ceiling';
  return undefined;
}

export interface Margin {
  /** Price minus cost; negative when sold below cost. */
  readonly amount: string;
  /** Part of the price that is margin, as an exact decimal of four places: `0.1250`. */
  readonly ratio: string;
}

/** What the distributor keeps of one unit; undefined where cost or price is unknown. */
export function marginOf(price: UnitPrice | undefined, cost: string | null): Margin | undefined {
  if (price === undefined || cost === null) return undefined;
  const [sold, paid] = [unitPriceScaled(price), unitPriceScaled(parseUnitPrice(cost))];
  if (sold === 0n) return undefined;
  const tenThousandths = ((sold - paid) * 10_000n) / sold;
  const sign = tenThousandths < 0n ? '-' : '';
  const digits = (tenThousandths < 0n ? -tenThousandths : tenThousandths).toString().padStart(5, '0');
  return {
    amount: unitPriceDifference(price, parseUnitPrice(cost)),
    ratio: `${sign}${digits.slice(0, -4)}.${digits.slice(-4)}`,
  };
}

export interface BulkRule {
  /** Percent on top of the cost. */
  readonly percent: string;
  /** Amount on top of that, per unit. */
  readonly fixed: string;
  /** Round up to a price that ends in 9, as shelves have it: 12.31 → 12.39. */
  readonly endsInNine: boolean;
}

export type RuledPrice =
  | { readonly outcome: 'price'; readonly price: UnitPrice; readonly limitedBy: 'floor' | 'ceiling' | undefined }
  /** Not offered to the distributor, or a ceiling below its cost. */
  | { readonly outcome: 'none'; readonly why: 'no_cost' | 'ceiling_below_cost' };

/**
 * The price a rule makes of one SKU, kept within the wholesaler's bounds.
 * @throws MoneyError when percent or fixed is no figure
 */
export function ruledPrice(rule: BulkRule, bounds: PriceBounds, currency: string): RuledPrice {
  if (bounds.cost === null) return { outcome: 'none', why: 'no_cost' };
  const cost = parseUnitPrice(bounds.cost);
  const decimals = isCurrencyCode(currency) ? exponentOf(currency) : 2;
  const raw = priceByRule(cost, { percent: parseRate(rule.percent), fixed: parseUnitPrice(rule.fixed) }, decimals);
  // Rounding to whole minor units may fall below a cost that is finer than they are.
  const wanted = maxUnitPrice(rule.endsInNine ? endingInNine(raw, decimals) : raw, cost);
  const least = bounds.floor === null ? cost : maxUnitPrice(cost, parseUnitPrice(bounds.floor));
  if (bounds.ceiling !== null) {
    const ceiling = parseUnitPrice(bounds.ceiling);
    if (compareUnitPrices(ceiling, least) < 0) return { outcome: 'none', why: 'ceiling_below_cost' };
    if (compareUnitPrices(wanted, ceiling) > 0) return { outcome: 'price', price: ceiling, limitedBy: 'ceiling' };
  }
  if (compareUnitPrices(wanted, least) < 0) return { outcome: 'price', price: least, limitedBy: 'floor' };
  return { outcome: 'price', price: wanted, limitedBy: undefined };
}

const SCALE_DECIMALS = 8;

/** The next price at or above whose last minor digit is 9. */
function endingInNine(price: UnitPrice, decimals: number): UnitPrice {
  const minor = 10n ** BigInt(SCALE_DECIMALS - decimals);
  const units = (unitPriceScaled(price) + minor - 1n) / minor;
  const up = (9n - (units % 10n) + 10n) % 10n;
  return unitPriceFromScaled((units + up) * minor);
}
