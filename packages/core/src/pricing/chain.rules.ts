import type { DistributorId } from '@keyfall/contracts';
import { compareUnitPrices, lineAmount, maxUnitPrice } from '@keyfall/money';
import type { CurrencyCode, FaceValue, UnitPrice } from '@keyfall/money';
import { DomainError, assert } from '../errors.ts';

/** One distributor of a chain and the price that lists, overrides and rules give it; null where none does. */
export interface ChainLink {
  readonly distributorId: DistributorId;
  readonly ownPrice: UnitPrice | null;
}

/** What a distributor really pays its parent for one unit. */
export interface LinkCost extends ChainLink {
  /** Null: the SKU is not offered to this distributor nor to anybody below it. */
  readonly cost: UnitPrice | null;
  /** Whether a rise from above lifted the cost over the distributor's own price; its parent then earns nothing on it. */
  readonly lifted: boolean;
}

/**
 * The effective costs along a chain, from the house's direct child down to the seller:
 * `cost = max(own price, parent's cost)`. They never fall along the chain, whatever the lists say.
 *
 * @param houseFloor the least the house sells for, or null when it sets no such bound
 */
export function effectiveCosts(chain: readonly ChainLink[], houseFloor: UnitPrice | null): readonly LinkCost[] {
  let above = houseFloor;
  return chain.map((link, index) => {
    const cost = effectiveCost(link.ownPrice, above, index > 0);
    above = cost;
    return { ...link, cost, lifted: cost !== null && cost !== link.ownPrice };
  });
}

/**
 * What one link pays: its own price, but never less than its parent. Null when it has no price, or when its parent, which it
 * `hangs` on, is not offered the goods itself.
 */
export function effectiveCost(own: UnitPrice | null, above: UnitPrice | null, hangs: boolean): UnitPrice | null {
  if (own === null || (hangs && above === null)) return null;
  return above === null ? own : maxUnitPrice(own, above);
}

/** What one distributor of the chain earns on a line. */
export interface SplitShare {
  readonly earner: DistributorId;
  /** The earner's child in the chain through which it earned; null for the seller itself. */
  readonly viaChild: DistributorId | null;
  /** Minor units, not negative; zero for a link that a rise lifted. */
  readonly amount: bigint;
  /** The two unit prices whose difference the share is: what the earner pays and what it receives. */
  readonly unitCost: UnitPrice;
  readonly unitPrice: UnitPrice;
}

/** Who gets what of a line, decided once and frozen with the order. House and shares sum to `gross`. */
export interface ChainSplit {
  readonly currency: CurrencyCode;
  /** The line's amount at the price paid, before coupons. */
  readonly gross: bigint;
  /** The house's part: the line at what its direct child pays, or all of it in the house's own shop. */
  readonly house: bigint;
  readonly shares: readonly SplitShare[];
}

interface SplitRequest {
  readonly quantity: number;
  readonly currency: CurrencyCode;
  readonly faceValue?: FaceValue | undefined;
  /** From the house's direct child to the seller; empty for the house's own shop. */
  readonly costs: readonly LinkCost[];
}

/**
 * Splits a line sold in the shop of the chain's last link at a retail price. Each link's line amount is rounded by itself
 * and a share is the difference of two neighbours, so the shares telescope to the amount paid, to the unit.
 *
 * @throws DomainError `price_missing` when a link has no price, `price_below_cost` when the seller would lose money
 */
export function splitSale(request: SplitRequest & { readonly retailPrice: UnitPrice }): ChainSplit {
  const { quantity, currency, faceValue, costs, retailPrice } = request;
  const known = costs.map((link) => ({ distributorId: link.distributorId, cost: requireCost(link) }));
  const seller = known.at(-1);
  if (seller && compareUnitPrices(retailPrice, seller.cost) < 0) {
    throw new DomainError('price_below_cost', { price: retailPrice, cost: seller.cost });
  }
  const amountAt = (price: UnitPrice): bigint => lineAmount(quantity, price, currency, { faceValue }).minor;
  const gross = amountAt(retailPrice);
  const first = known[0];
  const shares = known.map((link, index): SplitShare => {
    const below = known[index + 1];
    const unitPrice = below?.cost ?? retailPrice;
    const amount = amountAt(unitPrice) - amountAt(link.cost);
    assert(amount >= 0n, 'costs fall along the chain');
    return {
      earner: link.distributorId,
      viaChild: below?.distributorId ?? null,
      amount,
      unitCost: link.cost,
      unitPrice,
    };
  });
  return { currency, gross, house: first ? amountAt(first.cost) : gross, shares };
}

/**
 * Splits a line that the chain's last link buys for itself: it pays its own cost, and everybody above it earns.
 * @throws DomainError `price_missing`
 */
export function splitPurchase(request: SplitRequest): ChainSplit {
  const buyer = request.costs.at(-1);
  assert(buyer, 'the house buys nothing from itself');
  return splitSale({ ...request, costs: request.costs.slice(0, -1), retailPrice: requireCost(buyer) });
}

function requireCost(link: LinkCost): UnitPrice {
  if (link.cost === null) throw new DomainError('price_missing', {});
  return link.cost;
}

/** The bounds of a retail price. Null: no such bound. */
export interface RetailBounds {
  readonly sellerCost: UnitPrice | null;
  readonly floor: UnitPrice | null;
  readonly ceiling: UnitPrice | null;
}

export type RetailProblem = 'price_below_cost' | 'price_below_floor' | 'price_above_ceiling';

/**
 * What is wrong with a retail price, or undefined. Refused at every write; where a rise from above makes it wrong later,
 * the SKU is hidden in that shop until it is repriced.
 */
export function retailProblem(price: UnitPrice, bounds: RetailBounds): RetailProblem | undefined {
  if (bounds.sellerCost !== null && compareUnitPrices(price, bounds.sellerCost) < 0) return 'price_below_cost';
  if (bounds.floor !== null && compareUnitPrices(price, bounds.floor) < 0) return 'price_below_floor';
  if (bounds.ceiling !== null && compareUnitPrices(price, bounds.ceiling) > 0) return 'price_above_ceiling';
  return undefined;
}

/** @throws DomainError `price_below_cost`, `price_below_floor`, `price_above_ceiling` */
export function assertRetail(price: UnitPrice, bounds: RetailBounds): void {
  switch (retailProblem(price, bounds)) {
    case 'price_below_cost':
      throw new DomainError('price_below_cost', { price, cost: bounds.sellerCost ?? '' });
    case 'price_below_floor':
      throw new DomainError('price_below_floor', { price, floor: bounds.floor ?? '' });
    case 'price_above_ceiling':
      throw new DomainError('price_above_ceiling', { price, ceiling: bounds.ceiling ?? '' });
    case undefined:
  }
}

/**
 * Whether somebody may offer its children this price: never below its own cost.
 * @throws DomainError `price_below_cost`
 */
export function assertOfferedPrice(price: UnitPrice, ownCost: UnitPrice | null): void {
  if (ownCost !== null && compareUnitPrices(price, ownCost) < 0) {
    throw new DomainError('price_below_cost', { price, cost: ownCost });
  }
}
