import type { CollectedBy } from '@keyfall/contracts';
import type { CurrencyCode } from '@keyfall/money';
import type { ServiceTx } from '@keyfall/db';
import { asService, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readChainPrices, readIncomeRules, type Referral } from '../pricing/index.ts';
import type { OwnPurchases } from './line-split.rules.ts';
import { readOwnPurchases, type BuyerTraces } from './own-purchase-queries.ts';
import { readSeller, readSkus, type LimitedBuyer, type SellerRow } from './placing-queries.ts';
import { tellOfThinMargins } from './thin-margins.ts';
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
  const quote = await asService(ctx, async (tx) => {
    const [seller, priced] = await Promise.all([
      readSeller(tx, principal.shopId, buyerId),
      readPricedCart(tx, principal.distributorId, cart, {
        buyer: { shopId: principal.shopId, buyerId, mail: null },
        referral: null,
        traces: null,
        needAccount: false,
      }),
    ]);
    assertSelling(seller);
    return { ...priced, currency: priced.currency ?? seller.currency, holdSeconds: seller.hold_seconds };
  });
  await tellOfThinMargins(
    ctx,
    quote.lines.map((line) => line.problem),
  );
  return quote;
}

export interface CartReading {
  readonly buyer: LimitedBuyer;
  readonly referral: string | null;
  /** By what the buyer may be one of the chain's own people; null: not asked, since it changes no price. */
  readonly traces: BuyerTraces | null;
  readonly needAccount: boolean;
}

export interface ReadCart extends PricedCart {
  /** The referral that counts for lines of the percentage model. */
  readonly referral: Referral | null;
  /** Who takes the buyer's money. */
  readonly collectedBy: CollectedBy;
  readonly own: OwnPurchases;
}

const NOBODY: OwnPurchases = new Map();

/** Reads and prices a cart: statements that travel together. */
export async function readPricedCart(
  tx: ServiceTx,
  distributorId: string,
  cart: readonly CartLine[],
  reading: CartReading,
): Promise<ReadCart> {
  const quantityOf = unitsBySku(cart);
  const skuIds = [...quantityOf.keys()];
  const sale = { distributorId, referral: reading.referral };
  const [skus, prices, income, own] = await Promise.all([
    readSkus(tx, skuIds, reading.buyer),
    readChainPrices(tx, { distributorId, shopId: reading.buyer.shopId }, skuIds, { quantityOf }),
    readIncomeRules(tx, sale),
    reading.traces === null ? NOBODY : readOwnPurchases(tx, sale, reading.traces),
  ]);
  const collectedBy = prices[0]?.collectedBy ?? 'platform';
  // What a seller that collects itself makes on its own people never comes here, so there is nothing of it to withhold.
  const withheld = collectedBy === 'platform' ? own : new Map([...own].filter(([earner]) => earner !== distributorId));
  const priced = priceLines(cart, { skus, prices, income, own: withheld, needAccount: reading.needAccount });
  const isReferred = priced.lines.some((line) => line.split?.model === 'percentage');
  return {
    ...priced,
    referral: isReferred ? income.referral : null,
    collectedBy,
    own: income.ownPurchaseEarns ? NOBODY : own,
  };
}

/** A buyer learns only that the shop is closed, not who in the chain is frozen. @throws DomainError shop_closed */
export function assertSelling(seller: SellerRow | undefined): asserts seller is SellerRow {
  const isUp =
    seller?.shop_status === 'open' && seller.distributor_status === 'active' && seller.tenant_status === 'active';
  if (!isUp) throw new DomainError('shop_closed');
}
