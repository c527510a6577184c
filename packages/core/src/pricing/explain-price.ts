import type { DistributorId, ShopId, SkuId } from '@keyfall/contracts';
import type { OwnCostExplanationDto, PriceExplanationDto } from '@keyfall/contracts/price-schemas';
import { formatMinor, type CurrencyCode } from '@keyfall/money';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readChainPrices } from './chain-queries.ts';
import { readCostTiers } from './cost-tiers.ts';
import { splitPurchase, splitSale, type ChainSplit } from './chain.rules.ts';
import { offerOf, type Offer } from './offer.rules.ts';
import { readChainNames } from './owner-queries.ts';
import { presentSource, presentWholeSource } from './present-source.ts';
import { readDistributorForPricing, readShopForPricing } from './queries.ts';

export interface ExplainInput {
  readonly distributorId: DistributorId;
  /** Sold in this shop of it; null: it buys for itself. */
  readonly shopId: ShopId | null;
  readonly skuId: SkuId;
  readonly quantity: number;
  /** Null: now. */
  readonly at: Date | null;
}

/**
 * A price along its whole chain at any quantity and moment: what decides each link, what a rise lifted, and what everybody would
 * earn. Worked out by the same functions as an order.
 *
 * @throws DomainError not_found (distributor, shop of it, SKU)
 */
export async function explainPrice(ctx: Ctx<StaffPrincipal>, input: ExplainInput): Promise<PriceExplanationDto> {
  const { distributorId, shopId, skuId, quantity, at } = input;
  return await asService(ctx, async (tx) => {
    if ((await readDistributorForPricing(tx, distributorId)) === undefined) {
      throw new DomainError('not_found', { what: 'distributor' });
    }
    if (shopId !== null && (await readShopForPricing(tx, shopId, distributorId)) === undefined) {
      throw new DomainError('not_found', { what: 'shop' });
    }
    const [prices] = await readChainPrices(tx, { distributorId, shopId }, [skuId], {
      quantityOf: new Map([[skuId, quantity]]),
      at: at ?? undefined,
    });
    if (prices === undefined) throw new DomainError('not_found', { what: 'sku' });
    const names = await readChainNames(
      tx,
      prices.chain.map((node) => node.distributorId),
    );
    const tiers = await readCostTiers(tx, distributorId, skuId, at ?? undefined);
    const offer = offerOf(prices);
    const split = splitOf(offer, quantity, shopId === null);
    const amountText = (minor: bigint): string => formatMinor(minor, prices.currency as CurrencyCode);
    const [house, ...links] = prices.chain;
    return {
      skuId,
      currency: prices.currency,
      quantity,
      at: at?.toISOString() ?? null,
      model: prices.model,
      links: links.map((node, index) => {
        const named = names.get(node.distributorId);
        const cost = offer.costs[index];
        const share = split?.shares.find((one) => one.earner === node.distributorId);
        return {
          distributorId: node.distributorId,
          name: named?.name ?? '',
          code: named?.code ?? '',
          levelName: named?.levelName ?? null,
          source: presentWholeSource(node.source),
          ownPrice: node.ownCost,
          cost: cost?.cost ?? null,
          lifted: cost?.lifted ?? false,
          tiers: [...(tiers[index] ?? [])],
          share: share === undefined ? null : amountText(share.amount),
        };
      }),
      houseName: (house && names.get(house.distributorId)?.name) ?? '',
      houseShare: split === undefined ? null : amountText(split.house),
      suggested: prices.suggested,
      floor: prices.floor,
      ceiling: prices.ceiling,
      retail: shopId === null ? null : offer.retail,
      retailSource: shopId === null ? null : offer.retailSource,
      retailRuleName: shopId !== null && offer.retailSource === 'rule' ? (prices.shopRule?.name ?? null) : null,
      amount: split === undefined ? null : amountText(split.gross),
      problem: shopId === null ? (offer.problem === 'no_cost' ? 'no_cost' : null) : offer.problem,
    };
  });
}

/** Who would earn what; undefined where nothing can be sold, and in the percentage model, which has shares of another kind. */
function splitOf(offer: Offer, quantity: number, buysItself: boolean): ChainSplit | undefined {
  if (offer.model === 'percentage') return undefined;
  const line = { quantity, currency: offer.currency as CurrencyCode, faceValue: undefined, costs: offer.costs };
  if (buysItself) return offer.sellerCost === null ? undefined : splitPurchase(line);
  return offer.problem !== null || offer.retail === null
    ? undefined
    : splitSale({ ...line, retailPrice: offer.retail });
}

/**
 * Why the caller pays what it pays: kind and name of what decides, never a figure of anybody above it.
 * @throws DomainError not_found (SKU)
 */
export async function explainOwnCost(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly skuId: SkuId; readonly quantity: number },
): Promise<OwnCostExplanationDto> {
  const { distributorId } = ctx.principal;
  const { skuId, quantity } = input;
  return await asService(ctx, async (tx) => {
    const [prices] = await readChainPrices(tx, { distributorId, shopId: null }, [skuId], {
      quantityOf: new Map([[skuId, quantity]]),
    });
    if (prices === undefined) throw new DomainError('not_found', { what: 'sku' });
    return {
      currency: prices.currency,
      cost: offerOf(prices).sellerCost,
      quantity,
      source: presentSource(prices.chain.at(-1)?.source ?? null),
      tiers: [...((await readCostTiers(tx, distributorId, skuId, undefined)).at(-1) ?? [])],
    };
  });
}
