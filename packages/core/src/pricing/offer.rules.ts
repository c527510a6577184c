import type { DistributorId, IncomeModel } from '@keyfall/contracts';
import { compareUnitPrices, type UnitPrice } from '@keyfall/money';
import { effectiveCosts, retailProblem, type LinkCost } from './chain.rules.ts';
import { markedUp } from './link-price.rules.ts';
import type { ChainPrices } from './chain-queries.ts';

/** Why a shop does not sell a SKU at the moment; `hidden` is its own choice, the others want a price. */
export type OfferProblem = 'hidden' | 'no_cost' | 'no_price' | 'below_cost' | 'below_floor' | 'above_ceiling';

/** What a chain makes of a SKU in the seller's hands. */
export interface Offer {
  readonly skuId: string;
  readonly currency: string;
  readonly model: IncomeModel;
  /** The house itself, which stands above the chain. */
  readonly houseId: DistributorId;
  /** From the house's direct child to the seller; empty when the house sells, and in the percentage model. */
  readonly costs: readonly LinkCost[];
  /** What the seller pays; null for the house, where the chain has no price, and in the percentage model. */
  readonly sellerCost: UnitPrice | null;
  /** The shop's price, what its rule makes of the cost, or the suggested one. */
  readonly retail: UnitPrice | null;
  readonly retailSource: 'shop' | 'rule' | 'suggested' | null;
  readonly problem: OfferProblem | null;
}

const PROBLEM_OF = {
  price_below_cost: 'below_cost',
  price_below_floor: 'below_floor',
  price_above_ceiling: 'above_ceiling',
} as const;

/** The seller's cost and retail price of a SKU and, when it cannot be sold, why. */
export function offerOf(prices: ChainPrices): Offer {
  const [house, ...links] = prices.chain;
  const costs =
    prices.model === 'percentage'
      ? []
      : effectiveCosts(
          links.map((link) => ({ distributorId: link.distributorId as DistributorId, ownPrice: link.ownCost })),
          null,
        );
  const seller = costs.at(-1);
  const sellerCost = seller?.cost ?? null;
  const ruled = ruledRetail(prices, links.length === 0 ? prices.houseCost : sellerCost);
  const retail = prices.shopPrice ?? ruled ?? prices.suggested;
  return {
    skuId: prices.skuId,
    currency: prices.currency,
    model: prices.model,
    houseId: (house?.distributorId ?? '') as DistributorId,
    costs,
    sellerCost,
    retail,
    retailSource: retailSourceOf(prices, ruled),
    problem: problemOf(prices, seller, retail),
  };
}

/** What the shop's rule makes of the seller's cost, kept within the wholesaler's bounds. */
function ruledRetail({ shopRule, floor, ceiling }: ChainPrices, cost: UnitPrice | null): UnitPrice | null {
  const price = shopRule === null || cost === null ? null : markedUp(cost, shopRule);
  if (price === null) return null;
  if (floor !== null && compareUnitPrices(price, floor) < 0) return floor;
  return ceiling !== null && compareUnitPrices(price, ceiling) > 0 ? ceiling : price;
}

function retailSourceOf(prices: ChainPrices, ruled: UnitPrice | null): Offer['retailSource'] {
  if (prices.shopPrice !== null) return 'shop';
  if (ruled !== null) return 'rule';
  return prices.suggested === null ? null : 'suggested';
}

function problemOf(prices: ChainPrices, seller: LinkCost | undefined, retail: UnitPrice | null): OfferProblem | null {
  if (prices.hidden) return 'hidden';
  if (seller !== undefined && seller.cost === null) return 'no_cost';
  if (retail === null) return 'no_price';
  const bounds = { sellerCost: seller?.cost ?? null, floor: prices.floor, ceiling: prices.ceiling };
  const problem = retailProblem(retail, bounds);
  return problem === undefined ? null : PROBLEM_OF[problem];
}
