import type { DistributorId, ShopId } from '@keyfall/contracts';
import type { CostRowDto, PortalPriceRowDto } from '@keyfall/contracts/catalog-schemas';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { offerOf } from './offer.rules.ts';
import {
  listSkusForPricing,
  readChainPrices,
  readDistributorForPricing,
  readShopForPricing,
  type PriceListFilter,
} from './queries.ts';

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

/**
 * A page of the catalog as one shop prices it, with cost, bounds and what is wrong. No figure of an upline is in it.
 * @throws DomainError not_found (another's shop)
 */
export async function listShopPrices(
  ctx: Ctx<DistributorPrincipal | StaffPrincipal>,
  input: PriceListFilter & { readonly shopId: ShopId },
): Promise<PricePage<PortalPriceRowDto>> {
  const { principal } = ctx;
  return await asService(ctx, async (tx) => {
    const owner = principal.kind === 'distributor' ? principal.distributorId : null;
    const shop = await readShopForPricing(tx, input.shopId, owner);
    if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
    const page = await listSkusForPricing(tx, { ...input, publishedOnly: true });
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
  });
}
