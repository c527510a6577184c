import type { ShopId, SkuId } from '@keyfall/contracts';
import { parseUnitPrice } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { assertRetail } from './chain.rules.ts';
import { readChainPrices } from './chain-queries.ts';
import { offerOf } from './offer.rules.ts';
import { readShopForPricing, upsertShopPrices } from './queries.ts';

export interface RetailChange {
  readonly skuId: SkuId;
  /** Unit price in the SKU's currency; null goes back to the suggested price. */
  readonly unitPrice: string | null;
  readonly hidden: boolean;
}

/**
 * Sets a shop's retail prices. Each lies between the wholesaler's floor and ceiling and not below what the seller pays.
 *
 * @throws DomainError not_found (another's shop, unknown SKU), price_missing (not offered to this distributor),
 *   price_below_cost, price_below_floor, price_above_ceiling
 */
export async function setShopPrices(
  ctx: Ctx<DistributorPrincipal | StaffPrincipal>,
  input: { readonly shopId: ShopId; readonly changes: readonly RetailChange[] },
): Promise<void> {
  const { principal } = ctx;
  await asService(ctx, async (tx) => {
    const owner = principal.kind === 'distributor' ? principal.distributorId : null;
    const shop = await readShopForPricing(tx, input.shopId, owner);
    if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
    const skuIds = input.changes.map((change) => change.skuId);
    const rows = await readChainPrices(tx, shop, skuIds);
    const bySku = new Map(rows.map((prices) => [prices.skuId, prices]));
    const changes = input.changes.map((change) => {
      const prices = bySku.get(change.skuId);
      if (prices === undefined) throw new DomainError('not_found', { what: 'sku' });
      const offer = offerOf(prices);
      if (offer.costs.length > 0 && offer.sellerCost === null) {
        throw new DomainError('price_missing', { skuId: change.skuId });
      }
      const unitPrice = change.unitPrice === null ? null : parseUnitPrice(change.unitPrice);
      if (unitPrice !== null) {
        assertRetail(unitPrice, { sellerCost: offer.sellerCost, floor: prices.floor, ceiling: prices.ceiling });
      }
      return { skuId: change.skuId, unitPrice, hidden: change.hidden };
    });
    await upsertShopPrices(tx, shop, changes);
    await recordAudit(tx, ctx, {
      action: 'pricing.set_shop_prices',
      subjectKind: 'shop',
      subjectId: input.shopId,
      data: { count: changes.length, changes: changes.slice(0, 50) },
    });
  });
}
