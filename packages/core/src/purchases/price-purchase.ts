import { isStockKind } from '@keyfall/contracts';
import { lineAmount } from '@keyfall/money';
import { DomainError } from '../errors.ts';
import {
  availableOf,
  readFaceValue,
  unitsBySku,
  withFace,
  type CartLine,
  type PricedCart,
  type PricedLine,
  type SkuRow,
} from '../orders/index.ts';
import { allowsWholesale, offerOf, splitPurchase, type ChainPrices } from '../pricing/index.ts';

/**
 * Prices what a distributor buys for itself: its own cost at the quantity's tier, everybody above it earns. Pure. Limits of
 * a SKU are for consumers and do not count here; top-ups to an account are no stock. A line that cannot be bought carries
 * its refusal.
 */
export function pricePurchase(
  cart: readonly CartLine[],
  facts: { readonly skus: readonly SkuRow[]; readonly prices: readonly ChainPrices[] },
): PricedCart {
  const skuOf = new Map<string, SkuRow>(facts.skus.map((sku) => [sku.id, sku]));
  const pricesOf = new Map<string, ChainPrices>(facts.prices.map((prices) => [prices.skuId, prices]));
  const wanted = unitsBySku(cart);
  const lines = cart.map((line, index) =>
    priceLine(line, index + 1, skuOf.get(line.skuId), pricesOf.get(line.skuId), wanted.get(line.skuId) ?? 0),
  );
  const currency = lines.find((line) => line.sku !== null)?.sku?.currency ?? null;
  return { lines, currency, total: lines.reduce((sum, line) => sum + line.amount, 0n) };
}

function priceLine(
  cart: CartLine,
  line: number,
  sku: SkuRow | undefined,
  prices: ChainPrices | undefined,
  wanted: number,
): PricedLine {
  const offer = prices && offerOf(prices);
  const bare = {
    line,
    cart,
    sku: sku ?? null,
    faceValue: null,
    account: null,
    unitPrice: null,
    amount: 0n,
    offer: null,
    split: null,
    available: null,
  };
  const unavailable = new DomainError('sku_unavailable', { skuId: cart.skuId });
  if (sku === undefined || !sku.published || !isStockKind(sku.kind)) return { ...bare, problem: unavailable };
  if (offer === undefined || offer.sellerCost === null || !allowsWholesale(offer.model))
    return { ...bare, problem: unavailable };
  const face = readFaceValue(sku, cart.faceValue);
  if (face instanceof DomainError) return { ...bare, problem: face };
  const { quantity } = cart;
  const { sellerCost } = offer;
  const split = splitPurchase({ quantity, currency: sku.currency, faceValue: face ?? undefined, costs: offer.costs });
  const available = availableOf(sku, face);
  const isShort = available !== null && available < wanted && sku.when_empty !== 'backorder';
  return {
    line,
    cart,
    // The limits of a SKU count what one consumer buys.
    sku: { ...sku, limit_window: null },
    faceValue: face,
    account: null,
    unitPrice: withFace(sellerCost, face),
    amount: lineAmount(quantity, sellerCost, sku.currency, { faceValue: face ?? undefined }).minor,
    offer,
    split: {
      model: 'price_difference',
      gross: split.gross,
      house: split.house,
      shares: split.shares.map((share) => ({ ...share, commission: null, withheld: null })),
    },
    available,
    problem: isShort ? new DomainError('out_of_stock', { skuId: sku.id, available }) : null,
  };
}
