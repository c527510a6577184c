import type { CurrencyCode } from '@keyfall/money';
import type { ServiceTx } from '@keyfall/db';
import { asService, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readChainPrices } from '../pricing/index.ts';
import { readSeller, readSkus, type LimitedBuyer, type SellerRow } from './placing-queries.ts';
import { priceLines, unitsBySku, type CartLine, type PricedCart } from './price-lines.ts';

export interface Quote extends PricedCart {
  readonly currency: CurrencyCode;
  /** How long an order placed now would be held, in seconds. */
  readonly holdSeconds: number;
}

/**
 * Prices a cart in a shop: every line with its price or the reason why it cannot be sold. Reads only; nothing is held, and
 * the prices may have moved when the order is placed.
 *
 * @throws DomainError shop_closed
 */
export async function quoteCart(
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  cart: readonly CartLine[],
): Promise<Quote> {
  const { principal } = ctx;
  const buyerId = principal.kind === 'buyer' ? principal.buyerId : null;
  return await asService(ctx, async (tx) => {
    const [seller, priced] = await Promise.all([
      readSeller(tx, principal.shopId, buyerId),
      readPricedCart(tx, principal.distributorId, cart, {
        buyer: { shopId: principal.shopId, buyerId, mail: null },
        needAccount: false,
      }),
    ]);
    assertSelling(seller);
    return { ...priced, currency: priced.currency ?? seller.currency, holdSeconds: seller.hold_seconds };
  });
}

/** Reads and prices a cart: two statements that travel together. */
export async function readPricedCart(
  tx: ServiceTx,
  distributorId: string,
  cart: readonly CartLine[],
  options: { readonly buyer: LimitedBuyer; readonly needAccount: boolean },
): Promise<PricedCart> {
  const quantityOf = unitsBySku(cart);
  const skuIds = [...quantityOf.keys()];
  const [skus, prices] = await Promise.all([
    readSkus(tx, skuIds, options.buyer),
    readChainPrices(tx, { distributorId, shopId: options.buyer.shopId }, skuIds, { quantityOf }),
  ]);
  return priceLines(cart, { skus, prices, needAccount: options.needAccount });
}

/** A buyer learns only that the shop is closed, not who in the chain is frozen. @throws DomainError shop_closed */
export function assertSelling(seller: SellerRow | undefined): asserts seller is SellerRow {
  const isUp =
    seller?.shop_status === 'open' && seller.distributor_status === 'active' && seller.tenant_status === 'active';
  if (!isUp) throw new DomainError('shop_closed');
}
