import type { DistributorId, SkuId } from '@keyfall/contracts';
import { parseUnitPrice } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { assertOfferedPrice } from './chain.rules.ts';
import { readChainPrices } from './chain-queries.ts';
import { followChange } from './follow-change.ts';
import { offerOf } from './offer.rules.ts';
import { deleteCostPrices, readDistributorForPricing, upsertCostPrices } from './queries.ts';

export interface CostPriceChange {
  readonly skuId: SkuId;
  /** Unit price in the SKU's currency; null takes the SKU away from the distributor and its downline. */
  readonly unitPrice: string | null;
}

/**
 * Sets what a distributor pays its parent. A price below the parent's own cost is refused; a price above a child's lifts
 * that child until it is repriced. Future orders only: an order's split is frozen.
 *
 * @throws DomainError not_found (distributor, SKU), price_below_cost, price_invalid for the house
 */
export async function setCostPrices(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly distributorId: DistributorId; readonly changes: readonly CostPriceChange[] },
): Promise<void> {
  const set = input.changes.filter((change) => change.unitPrice !== null);
  const removed = input.changes.filter((change) => change.unitPrice === null).map((change) => change.skuId);
  await asService(ctx, async (tx) => {
    const distributor = await readDistributorForPricing(tx, input.distributorId);
    if (distributor === undefined) throw new DomainError('not_found', { what: 'distributor' });
    if (distributor.parentId === null) throw new DomainError('price_invalid', { reason: 'house' });
    const skuIds = set.map((change) => change.skuId);
    const parents = await readChainPrices(tx, { distributorId: distributor.parentId, shopId: null }, skuIds);
    const costOfParent = new Map(parents.map((prices) => [prices.skuId, offerOf(prices)]));
    const prices = set.map((change) => {
      const parent = costOfParent.get(change.skuId);
      if (parent === undefined) throw new DomainError('not_found', { what: 'sku' });
      const unitPrice = parseUnitPrice(change.unitPrice ?? '');
      assertOfferedPrice(unitPrice, parent.sellerCost);
      return { skuId: change.skuId, unitPrice };
    });
    const change = { ownerId: input.distributorId, skuIds: input.changes.map((one) => one.skuId) };
    await followChange(tx, ctx.principal.tenantId, change, async () => {
      await upsertCostPrices(tx, input.distributorId, prices);
      await deleteCostPrices(tx, input.distributorId, removed);
    });
    await recordAudit(tx, ctx, {
      action: 'pricing.set_cost_prices',
      subjectKind: 'distributor',
      subjectId: input.distributorId,
      data: { set: prices.length, removed: removed.length, prices: prices.slice(0, 50) },
    });
  });
}
