import type { DistributorId, ShopId } from '@keyfall/contracts';
import type { CostRowDto, PortalPriceRowDto } from '@keyfall/contracts/catalog-schemas';
import type { ServiceTx } from '@keyfall/db';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readChainPrices } from './chain-queries.ts';
import { offerOf, type OfferProblem } from './offer.rules.ts';
import { listSkusForPricing, readDistributorForPricing, readShopForPricing, type PriceListFilter } from './queries.ts';

export interface PricePage<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

/**
 * A page of the catalog with what a distributor pays: its own price, its parent's cost and what holds in effect.
 * @throws DomainError not_found
 */
export async function listCostPrices(
  ctx: Ctx<StaffPrincipal>,
  input: PriceListFilter & { readonly distributorId: DistributorId },
): Promise<PricePage<CostRowDto>> {
  return await asService(ctx, async (tx) => {
    const distributor = await readDistributorForPricing(tx, input.distributorId);
    if (distributor === undefined) throw new DomainError('not_found', { what: 'distributor' });
    const page = await listSkusForPricing(tx, input);
    const rows = await readChainPrices(
      tx,
      { distributorId: input.distributorId, shopId: null },
      page.items.map((sku) => sku.skuId),
    );
    const offers = new Map(rows.map((prices) => [prices.skuId, { prices, offer: offerOf(prices) }]));
    return {
      nextCursor: page.nextCursor,
      items: page.items.map((sku) => {
        const found = offers.get(sku.skuId);
        const seller = found?.offer.costs.at(-1);
        return {
          ...sku,
          suggested: found?.prices.suggested ?? null,
          unitCost: sku.unitCost,
          parentCost: found?.offer.costs.at(-2)?.cost ?? null,
          ownCost: seller?.ownPrice ?? null,
          effectiveCost: seller?.cost ?? null,
          lifted: seller?.lifted ?? false,
        };
      }),
    };
  });
}

export interface ShopPriceFilter extends PriceListFilter {
  readonly shopId: ShopId;
  /** Only SKUs that the shop does not show because of their price: the list to work through. */
  readonly needsPrice?: boolean | undefined;
}

const NOT_FOR_A_PRICE: ReadonlySet<OfferProblem> = new Set(['no_cost', 'not_collectable']);

/** SKUs looked at for one page of a filtered list; a page may come back short, with a cursor to go on from. */
const LOOK_AHEAD_PAGES = 10;

/**
 * A page of the catalog as one shop prices it, with cost, bounds and what is wrong. No figure of an upline is in it.
 * @throws DomainError not_found (another's shop)
 */
export async function listShopPrices(
  ctx: Ctx<DistributorPrincipal | StaffPrincipal>,
  input: ShopPriceFilter,
): Promise<PricePage<PortalPriceRowDto>> {
  const { principal } = ctx;
  const { shopId, needsPrice = false, ...filter } = input;
  return await asService(ctx, async (tx) => {
    const owner = principal.kind === 'distributor' ? principal.distributorId : null;
    const shop = await readShopForPricing(tx, shopId, owner);
    if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
    if (!needsPrice) return await readShopPricePage(tx, shop, filter);
    // Whether a price is a problem is decided along the chain, in TypeScript: pages are read until enough was found.
    const items: PortalPriceRowDto[] = [];
    let cursor = filter.cursor ?? null;
    for (let pages = 0; pages < LOOK_AHEAD_PAGES && items.length < filter.limit; pages++) {
      const page = await readShopPricePage(tx, shop, { ...filter, cursor, limit: filter.limit - items.length });
      // What is not offered to the distributor at all waits for the upline, and what a shop that collects itself cannot sell
      // for nothing: neither for a retail price.
      items.push(...page.items.filter((row) => row.problem !== null && !NOT_FOR_A_PRICE.has(row.problem)));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    return { items, nextCursor: cursor };
  });
}

async function readShopPricePage(
  tx: ServiceTx,
  shop: { readonly shopId: string; readonly distributorId: string },
  filter: PriceListFilter,
): Promise<PricePage<PortalPriceRowDto>> {
  const page = await listSkusForPricing(tx, { ...filter, publishedOnly: true });
  const rows = await readChainPrices(
    tx,
    shop,
    page.items.map((sku) => sku.skuId),
  );
  const bySku = new Map(rows.map((prices) => [prices.skuId, prices]));
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ unitCost: _house, ...sku }) => {
      const prices = bySku.get(sku.skuId);
      const offer = prices && offerOf(prices);
      const problem = offer?.problem ?? null;
      return {
        ...sku,
        cost: offer?.sellerCost ?? null,
        suggested: prices?.suggested ?? null,
        floor: prices?.floor ?? null,
        ceiling: prices?.ceiling ?? null,
        retail: offer?.retail ?? null,
        ownRetail: prices?.shopPrice ?? null,
        hidden: prices?.hidden ?? false,
        problem: problem === 'hidden' ? null : problem,
      };
    }),
  };
}
