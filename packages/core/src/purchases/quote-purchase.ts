import { PURCHASE_UNITS_MAX, type PurchaseQuoteDto } from '@keyfall/contracts/purchase-schemas';
import type { ServiceTx } from '@keyfall/db';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { readSpendable } from '../ledger/index.ts';
import {
  moneyOf,
  plainDecimalOrNull,
  readSkus,
  titleOf,
  unitsBySku,
  type CartLine,
  type PricedCart,
} from '../orders/index.ts';
import { readChainPrices } from '../pricing/index.ts';
import { pricePurchase } from './price-purchase.ts';

/** Reads and prices a cart of the distributor's own: two statements that travel together. @throws DomainError limit_exceeded */
export async function readPurchaseCart(
  tx: ServiceTx,
  distributorId: string,
  cart: readonly CartLine[],
): Promise<PricedCart> {
  const quantityOf = unitsBySku(cart);
  const units = [...quantityOf.values()].reduce((sum, quantity) => sum + quantity, 0);
  if (units > PURCHASE_UNITS_MAX)
    throw new DomainError('limit_exceeded', { limit: 'purchase_units', max: PURCHASE_UNITS_MAX });
  const skuIds = [...quantityOf.keys()];
  const [skus, prices] = await Promise.all([
    readSkus(tx, skuIds, { shopId: '', buyerId: null, mail: null }),
    readChainPrices(tx, { distributorId, shopId: null }, skuIds, { quantityOf }),
  ]);
  return pricePurchase(cart, { skus, prices });
}

/**
 * What a cart costs the distributor now and what its wallet could still spend after it. Reads only: prices and stock may
 * have moved when it is bought. @throws DomainError limit_exceeded
 */
export async function quotePurchase(
  ctx: Ctx<DistributorPrincipal>,
  cart: readonly CartLine[],
): Promise<PurchaseQuoteDto> {
  const { distributorId } = ctx.principal;
  return await asService(ctx, async (tx) => {
    const priced = await readPurchaseCart(tx, distributorId, cart);
    const { currency, total } = priced;
    const spendable = currency === null ? null : await readSpendable(tx, distributorId, currency);
    const of = (minor: bigint | null) => (minor === null || currency === null ? null : moneyOf(minor, currency));
    return {
      currency,
      total: of(total),
      spendable: of(spendable),
      spendableAfter: of(spendable === null ? null : spendable - total),
      units: cart.reduce((sum, line) => sum + line.quantity, 0),
      lines: priced.lines.map((line) => ({
        skuId: line.cart.skuId,
        code: line.sku?.code ?? '',
        name: line.sku === null ? '' : titleOf(namesOf(line.sku), ctx.locale),
        quantity: line.cart.quantity,
        faceValue: plainDecimalOrNull(line.faceValue),
        unitPrice: line.unitPrice,
        amount: line.unitPrice === null ? null : of(line.amount),
        available: line.available,
        mayWait: line.sku?.when_empty === 'backorder',
        problem: line.problem?.code ?? null,
      })),
    };
  });
}

function namesOf(sku: NonNullable<PricedCart['lines'][number]['sku']>) {
  const { product_name_zh, product_name_en, name_zh: sku_name_zh, name_en: sku_name_en } = sku;
  return { product_name_zh, product_name_en, sku_name_zh, sku_name_en };
}
