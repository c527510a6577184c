import { createHash } from 'node:crypto';
import type { OrderId, OrderState } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor, parseCurrency, type CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { callPlaceOrder, lineRow, newOrderNumber, type CartLine, type PricedCart } from '../orders/index.ts';
import { assertEnoughStock } from './enough-stock.ts';
import { callPayFromWallet, findPurchaseByRef, readBuyer, readPlacedPurchase, type BuyerRow } from './queries.ts';
import { readPurchaseCart } from './quote-purchase.ts';

export interface PurchaseInput {
  /** Made by the caller, 8 to 64 characters: the same reference and request is one purchase. */
  readonly clientRef: string;
  readonly lines: readonly CartLine[];
  /** What the person saw, in minor units; refused when the prices moved since. */
  readonly expectedTotal: bigint;
  readonly currency: string;
}

export interface PlacedPurchase {
  readonly orderId: OrderId;
  readonly orderNo: string;
  readonly state: OrderState;
  readonly amount: bigint;
  readonly currency: CurrencyCode;
  /** What the wallet can still pay; null for a repeated request. */
  readonly spendableAfter: bigint | null;
  readonly repeated: boolean;
}

/** So many units are handed over in the commit that pays; above it the worker does, a thousand at a time. */
const UNITS_AT_ONCE = 500;

/**
 * Buys stock with the distributor's own wallet, bonus first, within its credit: order, payment and, up to 500 units, the
 * codes in one commit and one journal. A larger order is paid at once and handed over in parts; what is missing then is
 * refunded into the wallet or waits, as the SKU says. The same `clientRef` with the same request answers the first order.
 * Locks: reference, codes (skip locked), order, the wallet's balances.
 *
 * @throws DomainError cart_empty, sku_unavailable, face_value_invalid, mixed_currencies, limit_exceeded, price_changed,
 *   out_of_stock, insufficient_balance, idempotency_conflict, distributor_frozen
 */
export async function placePurchase(ctx: Ctx<DistributorPrincipal>, input: PurchaseInput): Promise<PlacedPurchase> {
  if (input.lines.length === 0) throw new DomainError('cart_empty');
  const prepared = {
    orderId: uuidv7(),
    orderNo: newOrderNumber(),
    receiptId: uuidv7(),
    journalId: uuidv7(),
    requestHash: hashOf(input),
  };
  const placed = await withRetry(() => asService(ctx, (tx) => placeOnce(tx, ctx, input, prepared)));
  if (!placed.repeated) {
    ctx.core.ports.poke(ctx.principal.tenantId, 'outbox');
    if (placed.state === 'paid') ctx.core.ports.poke(ctx.principal.tenantId, 'order.deliver');
  }
  return placed;
}

interface Prepared {
  readonly orderId: string;
  readonly orderNo: string;
  readonly receiptId: string;
  readonly journalId: string;
  readonly requestHash: string;
}

async function placeOnce(
  tx: ServiceTx,
  ctx: Ctx<DistributorPrincipal>,
  input: PurchaseInput,
  prepared: Prepared,
): Promise<PlacedPurchase> {
  const { tenantId, distributorId } = ctx.principal;
  const [earlier, buyer, cart] = await Promise.all([
    findPurchaseByRef(tx, { distributorId, clientRef: input.clientRef }),
    readBuyer(tx, distributorId),
    readPurchaseCart(tx, distributorId, input.lines),
  ]);
  if (earlier !== undefined) return await answerEarlier(tx, earlier.id, earlier.request_hash === prepared.requestHash);
  if (buyer === undefined) throw new DomainError('not_found', { what: 'wallet' });
  if (buyer.status !== 'active') throw new DomainError('distributor_frozen');
  const currency = assertCart(cart, input);
  const units = input.lines.reduce((sum, line) => sum + line.quantity, 0);
  const reserves = units <= UNITS_AT_ONCE;
  if (!reserves) await assertEnoughStock(tx, cart);

  const result = await callPlaceOrder(
    tx,
    tenantId,
    orderRow(ctx, input, prepared, { buyer, cart, reserves }),
    cart.lines.map((line) => lineRow(line, null, null)),
  );
  switch (result.outcome) {
    case 'repeated':
      return await answerEarlier(tx, result.order_id, true);
    case 'conflict':
      return await answerEarlier(tx, result.order_id, false);
    case 'too_many':
      throw new DomainError('too_many_open_orders', { max: result.max });
    case 'short': {
      const [first] = result.short;
      throw new DomainError(
        'out_of_stock',
        first === undefined ? {} : { skuId: first.sku_id, available: first.available },
      );
    }
    case 'placed':
      return await payAtOnce(tx, ctx, prepared, { cart, currency, units });
  }
}

async function payAtOnce(
  tx: ServiceTx,
  ctx: Ctx<DistributorPrincipal>,
  prepared: Prepared,
  given: { readonly cart: PricedCart; readonly currency: CurrencyCode; readonly units: number },
): Promise<PlacedPurchase> {
  const { tenantId, distributorId } = ctx.principal;
  const { cart, currency, units } = given;
  await recordAudit(tx, ctx, {
    action: 'purchases.place',
    subjectKind: 'order',
    subjectId: prepared.orderId,
    data: { amount: cart.total.toString(), currency, units },
  });
  const paid = await callPayFromWallet(tx, { ...prepared, tenantId, distributorId });
  if (paid.outcome === 'insufficient') {
    throw new DomainError('insufficient_balance', {
      needed: formatMinor(BigInt(paid.needed), currency),
      available: formatMinor(BigInt(paid.available), currency),
      currency,
    });
  }
  return {
    orderId: prepared.orderId as OrderId,
    orderNo: prepared.orderNo,
    state: paid.state,
    amount: cart.total,
    currency,
    spendableAfter: BigInt(paid.spendable_after),
    repeated: false,
  };
}

async function answerEarlier(tx: ServiceTx, orderId: string, sameRequest: boolean): Promise<PlacedPurchase> {
  if (!sameRequest) throw new DomainError('idempotency_conflict');
  const row = await readPlacedPurchase(tx, orderId);
  return {
    orderId: row.id as OrderId,
    orderNo: row.order_no,
    state: row.state,
    amount: row.amount,
    currency: parseCurrency(row.currency),
    spendableAfter: null,
    repeated: true,
  };
}

function assertCart(cart: PricedCart, input: PurchaseInput): CurrencyCode {
  for (const line of cart.lines) if (line.problem !== null && line.problem.code !== 'out_of_stock') throw line.problem;
  if (new Set(cart.lines.map((line) => line.sku?.currency)).size > 1) throw new DomainError('mixed_currencies');
  const { currency, total } = cart;
  assert(currency !== null, 'a cart that can be bought has a currency');
  if (total === 0n) throw new DomainError('amount_invalid', { reason: 'zero' });
  if (input.expectedTotal !== total || input.currency !== currency)
    throw new DomainError('price_changed', { price: formatMinor(total, currency) });
  return currency;
}

function orderRow(
  ctx: Ctx<DistributorPrincipal>,
  input: PurchaseInput,
  prepared: Prepared,
  decided: { readonly buyer: BuyerRow; readonly cart: PricedCart; readonly reserves: boolean },
): Readonly<Record<string, string | number | null>> {
  const { buyer, cart, reserves } = decided;
  return {
    id: prepared.orderId,
    order_no: prepared.orderNo,
    shop_id: null,
    distributor_id: ctx.principal.distributorId,
    buyer_id: null,
    channel: 'portal',
    payer: 'distributor',
    currency: cart.currency,
    amount: cart.total.toString(),
    client_ref: input.clientRef,
    request_hash: prepared.requestHash,
    locale: ctx.locale,
    ip: ctx.ip,
    // Paid in the commit that places it, so nothing is ever kept unpaid.
    hold_seconds: buyer.hold_seconds,
    unpaid_max: 1,
    unpaid_per_ip_max: 1_000_000,
    reserves: String(reserves),
  };
}

/** The request in one canonical text: the same wishes give the same hash. */
function hashOf(input: PurchaseInput): string {
  const lines = input.lines.map((line) => [line.skuId, line.quantity, line.faceValue ?? null]);
  return createHash('sha256')
    .update(JSON.stringify(['purchase', lines]))
    .digest('hex');
}
