import type { DistributorId, IncomeModel } from '@keyfall/contracts';
import { compareUnitPrices, type UnitPrice } from '@keyfall/money';
import { allowsWholesale } from './income.rules.ts';
import { effectiveCosts, retailProblem, type LinkCost } from './chain.rules.ts';
import { markedUp } from './link-price.rules.ts';
import type { ChainPrices } from './chain-queries.ts';

/**
 * Why a shop does not sell a SKU at the moment; `hidden` is its own choice, `not_collectable` follows from the shop collecting
 * the money itself, the others want a price.
 */
export type OfferProblem =
  | 'hidden'
  | 'not_collectable'
  | 'no_cost'
  | 'no_price'
  | 'below_cost'
  | 'below_floor'
  | 'above_ceiling';

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
  const { price, source, problem } = retailOf(prices, {
    cost: sellerCost,
    isOffered: seller === undefined || seller.cost !== null,
    ruleBase: links.length === 0 ? prices.houseCost : sellerCost,
  });
  return {
    skuId: prices.skuId,
    currency: prices.currency,
    model: prices.model,
    houseId: (house?.distributorId ?? '') as DistributorId,
    costs,
    sellerCost,
    retail: price,
    retailSource: source,
    problem: prices.collectedBy === 'distributor' && !allowsWholesale(prices.model) ? 'not_collectable' : problem,
  };
}

/** Everything a shop and the wholesaler say about the retail price of a SKU. */
export type RetailTerms = Pick<ChainPrices, 'hidden' | 'shopPrice' | 'shopRule' | 'suggested' | 'floor' | 'ceiling'>;

/**
 * The retail price of a SKU, where it comes from and what is wrong with it: the shop's own price, else what its rule makes of
 * `ruleBase`, else the suggested one.
 */
export function retailOf(
  terms: RetailTerms,
  seller: {
    /** What the seller pays; null where it is bound by no cost. */
    readonly cost: UnitPrice | null;
    readonly isOffered: boolean;
    readonly ruleBase: UnitPrice | null;
  },
): { readonly price: UnitPrice | null; readonly source: Offer['retailSource']; readonly problem: OfferProblem | null } {
  const ruled = ruledRetail(terms, seller.ruleBase);
  const price = terms.shopPrice ?? ruled ?? terms.suggested;
  return { price, source: retailSourceOf(terms, ruled), problem: problemOf(terms, seller, price) };
}

/** What the shop's rule makes of a cost, kept within the wholesaler's bounds. */
function ruledRetail({ shopRule, floor, ceiling }: RetailTerms, cost: UnitPrice | null): UnitPrice | null {
  const price = shopRule === null || cost === null ? null : markedUp(cost, shopRule);
  if (price === null) return null;
  if (floor !== null && compareUnitPrices(price, floor) < 0) return floor;
  return ceiling !== null && compareUnitPrices(price, ceiling) > 0 ? ceiling : price;
}

function retailSourceOf(terms: RetailTerms, ruled: UnitPrice | null): Offer['retailSource'] {
  if (terms.shopPrice !== null) return 'shop';
  if (ruled !== null) return 'rule';
  return terms.suggested === null ? null : 'suggested';
}

function problemOf(
  terms: RetailTerms,
  seller: { readonly cost: UnitPrice | null; readonly isOffered: boolean },
  price: UnitPrice | null,
): OfferProblem | null {
  if (terms.hidden) return 'hidden';
  if (!seller.isOffered) return 'no_cost';
  if (price === null) return 'no_price';
  const problem = retailProblem(price, { sellerCost: seller.cost, floor: terms.floor, ceiling: terms.ceiling });
  return problem === undefined ? null : PROBLEM_OF[problem];
}
