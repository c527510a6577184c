import type { CostTierDto } from '@keyfall/contracts/price-schemas';
import type { ServiceTx } from '@keyfall/db';
import { readPricesByQuantity } from './chain-queries.ts';
import { readTierQuantities } from './cost-tier-queries.ts';
import { offerOf, type Offer } from './offer.rules.ts';

/**
 * What every link of a chain pays for a SKU by quantity, from one unit on: the first answer is of the link below the house, the
 * last of the seller. A quantity is named where that link's cost changes, whoever's tier changes it.
 */
export async function readCostTiers(
  tx: ServiceTx,
  sellerId: string,
  skuId: string,
  at: Date | undefined,
): Promise<readonly (readonly CostTierDto[])[]> {
  const quantities = await readTierQuantities(tx, sellerId, skuId);
  const prices = await readPricesByQuantity(tx, { distributorId: sellerId, shopId: null }, skuId, { quantities, at });
  const steps = prices.map((price) => ({ minQuantity: price.quantity, costs: offerOf(price).costs }));
  return (steps[0]?.costs ?? []).map((_, link) => tiersOfLink(steps, link));
}

function tiersOfLink(
  steps: readonly { readonly minQuantity: number; readonly costs: Offer['costs'] }[],
  link: number,
): readonly CostTierDto[] {
  const tiers = steps.map(({ minQuantity, costs }) => ({ minQuantity, cost: costs[link]?.cost ?? null }));
  return tiers.filter((tier, index) => index === 0 || tier.cost !== tiers[index - 1]?.cost);
}
