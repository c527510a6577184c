import { createHash } from 'node:crypto';
import type { OrderId, OrderState } from '@keyfall/contracts';
import { cleanPayeeNumber } from '@keyfall/contracts/payee';
import { constraintOf, withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor, type CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { asService, type BuyerPrincipal, type Ctx } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { blindIndex, loadTenantKeys } from '../inventory/index.ts';
import type { Secret } from '../secret.ts';
import { newOrderNumber } from './order-number.ts';
import {
  callPayNothing,
  callPlaceOrder,
  findOrderByClientRef,
  readPlacedOrder,
  readSeller,
  type SellerRow,
} from './placing-queries.ts';
import type { CartLine, PricedCart } from './price-lines.ts';
import { hashQueryPassword } from './query-password.ts';
import { rememberStaffDevice } from './own-purchase-queries.ts';
import type { OwnPurchases } from './line-split.rules.ts';
import { chargeOf, lineRow } from './line-row.ts';
import { assertSelling, readPricedCart, type ReadCart } from './quote.ts';
import { tellOfThinMargins } from './thin-margins.ts';
import { assertCarried, tellOfRefusal } from './wallet-cover.ts';

export interface PlaceOrderInput {
  /** Made by the caller, 8 to 255 characters: the same reference and request give the same order. */
  readonly clientRef: string;
  readonly lines: readonly CartLine[];
  readonly contact: { readonly mail: string | null; readonly phone: string | null };
  /** Lets a guest open the order later without the mailed link. */
  readonly queryPassword?: Secret | undefined;
  /** Nothing is handed over before. */
  readonly deliverAt?: Date | undefined;
  /** What the buyer saw, in minor units; refused when the prices moved since. */
  readonly expectedTotal?: bigint | undefined;
  /** A random id the browser keeps. */
  readonly device?: string | undefined;
  /** The referral code that brought the buyer. No part of the request's identity: one that says nothing changes nothing. */
  readonly referral?: string | undefined;
}

export interface PlacedOrder {
  readonly orderId: OrderId;
  readonly orderNo: string;
  readonly state: OrderState;
  readonly amount: bigint;
  readonly currency: CurrencyCode;
  readonly holdUntil: Date;
  /** True when the same request had placed it before. */
  readonly repeated: boolean;
}

const DELIVER_WITHIN_MS = 90 * 24 * 60 * 60 * 1000;
const UNPAID_PER_IP_FACTOR = 4;

/**
 * Places a buyer's order in a shop and holds its codes until it is paid or closed. Prices are read along the chain and the
 * split is frozen with the order; the same `clientRef` with the same request answers the order of the first time, whatever
 * has changed since. Three round trips: context and reads, `orders.place_order`, commit. Locks: see `orders.place_order`.
 * An order with nothing to pay is paid and delivered in the same commit. Where the seller collects the money itself, its
 * wallet must carry what the goods cost it.
 *
 * @throws DomainError shop_closed, cart_empty, contact_required, mixed_currencies, sku_unavailable, quantity_invalid,
 *   limit_exceeded, face_value_invalid, account_fields_invalid, price_changed, order_not_accepted, out_of_stock,
 *   too_many_open_orders, validation_failed (a delivery time that is past or too far), idempotency_conflict, not_found (no such buyer)
 */
export async function placeOrder(ctx: Ctx<BuyerPrincipal>, input: PlaceOrderInput): Promise<PlacedOrder> {
  if (input.lines.length === 0) throw new DomainError('cart_empty');
  const ids = { orderId: uuidv7(), orderNo: newOrderNumber(), journalId: uuidv7() };
  const requestHash = hashOf(input);
  const passwordHash = input.queryPassword === undefined ? null : await hashQueryPassword(input.queryPassword);
  const payeeIndexes = await payeeIndexesOf(ctx, input);
  try {
    return await withRetry(() =>
      asService(ctx, (tx) => placeOnce(tx, ctx, input, { ...ids, requestHash, passwordHash, payeeIndexes })),
    );
  } catch (error) {
    await tellOfThinMargins(ctx, [error]);
    await tellOfRefusal(ctx, error);
    if (constraintOf(error) === 'buyer_limit')
      throw new DomainError('limit_exceeded', { limit: 'per_buyer' }, { cause: error });
    throw error;
  }
}

interface Prepared {
  readonly orderId: string;
  readonly orderNo: string;
  readonly journalId: string;
  readonly requestHash: string;
  readonly passwordHash: string | null;
  readonly payeeIndexes: readonly Buffer[];
}

/** The contact as payees' numbers are indexed. The keys are this process's for a minute, so it costs no round trip. */
async function payeeIndexesOf(ctx: Ctx<BuyerPrincipal>, { contact }: PlaceOrderInput): Promise<readonly Buffer[]> {
  const keys = await loadTenantKeys(ctx.core, ctx.principal.tenantId);
  return [contact.mail, contact.phone].flatMap((typed) => {
    const number = typed === null ? undefined : cleanPayeeNumber('alipay', typed);
    return number === undefined ? [] : [blindIndex(keys.index, 'payee', `alipay|${number}`)];
  });
}

async function placeOnce(
  tx: ServiceTx,
  ctx: Ctx<BuyerPrincipal>,
  input: PlaceOrderInput,
  prepared: Prepared,
): Promise<PlacedOrder> {
  const { principal } = ctx;
  const { shopId, buyerId, distributorId } = principal;
  // These travel together in one round trip.
  const [earlier, seller, cart] = await Promise.all([
    findOrderByClientRef(tx, { distributorId, buyerId, clientRef: input.clientRef }),
    readSeller(tx, shopId, buyerId),
    readPricedCart(tx, distributorId, input.lines, {
      buyer: { shopId, buyerId, mail: input.contact.mail },
      referral: input.referral?.trim().toUpperCase() ?? null,
      traces: { buyerId, ...input.contact, device: input.device ?? null, payeeIndexes: prepared.payeeIndexes },
      needAccount: true,
    }),
  ]);
  if (earlier !== undefined) return await answerEarlier(tx, earlier.id, earlier.request_hash === prepared.requestHash);
  assertSelling(seller);
  if (seller.buyer_kind === null || seller.distributor_id !== distributorId)
    throw new DomainError('not_found', { what: 'buyer' });
  const mail = input.contact.mail ?? seller.buyer_mail;
  if (mail === null && input.contact.phone === null) throw new DomainError('contact_required');
  assertCart(cart, input.expectedTotal);
  assertDeliverAt(input.deliverAt, seller.now);
  const lines = cart.lines.map((line) =>
    lineRow(line, cart.referral, cart.collectedBy === 'distributor' ? distributorId : null),
  );
  if (cart.collectedBy === 'distributor' && cart.currency !== null)
    assertCarried(chargeOfCart(cart, distributorId), seller.spendable ?? 0n, cart.currency);

  const result = await callPlaceOrder(
    tx,
    principal.tenantId,
    orderRow(ctx, input, prepared, { seller, cart, mail }),
    lines,
  );
  switch (result.outcome) {
    case 'repeated':
      return await answerEarlier(tx, result.order_id, true);
    case 'conflict':
      return await answerEarlier(tx, result.order_id, false);
    case 'too_many':
      throw new DomainError('too_many_open_orders', { max: result.max });
    case 'short':
      throw shortage(result.short);
    case 'placed': {
      await rememberDevice(tx, input.device, cart.own);
      if (cart.total > 0n) return freshOrder(prepared, cart, new Date(result.hold_until));
      await callPayNothing(tx, principal.tenantId, prepared.orderId, prepared.journalId);
      return { ...placedOf(await readPlacedOrder(tx, prepared.orderId)), repeated: false };
    }
  }
}

/** What the seller's wallet would be charged for the whole cart. */
function chargeOfCart(cart: PricedCart, sellerId: string): bigint {
  return cart.lines.reduce((sum, line) => (line.split === null ? sum : sum + chargeOf(line.split, sellerId)), 0n);
}

/** What the chain's own people buy from this device next is theirs too, whatever address they give. */
async function rememberDevice(tx: ServiceTx, device: string | undefined, own: OwnPurchases): Promise<void> {
  if (device !== undefined && own.size > 0) await rememberStaffDevice(tx, device, [...own.keys()]);
}

async function answerEarlier(tx: ServiceTx, orderId: string, sameRequest: boolean): Promise<PlacedOrder> {
  if (!sameRequest) throw new DomainError('idempotency_conflict');
  return { ...placedOf(await readPlacedOrder(tx, orderId)), repeated: true };
}

function freshOrder(prepared: Prepared, cart: PricedCart, holdUntil: Date): PlacedOrder {
  assert(cart.currency !== null, 'a cart that can be sold has a currency');
  const { orderId, orderNo } = prepared;
  return {
    orderId: orderId as OrderId,
    orderNo,
    state: 'awaiting_payment',
    amount: cart.total,
    currency: cart.currency,
    holdUntil,
    repeated: false,
  };
}

function placedOf(row: Awaited<ReturnType<typeof readPlacedOrder>>): Omit<PlacedOrder, 'repeated'> {
  return {
    orderId: row.id as OrderId,
    orderNo: row.order_no,
    state: row.state,
    amount: row.amount,
    currency: row.currency as CurrencyCode,
    holdUntil: row.hold_until,
  };
}

function assertCart(cart: PricedCart, expectedTotal: bigint | undefined): void {
  for (const line of cart.lines) if (line.problem !== null) throw line.problem;
  if (new Set(cart.lines.map((line) => line.sku?.currency)).size > 1) throw new DomainError('mixed_currencies');
  assert(cart.currency !== null, 'a cart that can be sold has a currency');
  if (expectedTotal !== undefined && expectedTotal !== cart.total) {
    throw new DomainError('price_changed', { price: formatMinor(cart.total, cart.currency) });
  }
}

function assertDeliverAt(deliverAt: Date | undefined, now: Date): void {
  if (deliverAt === undefined) return;
  const inMs = deliverAt.getTime() - now.getTime();
  if (!(inMs > 0 && inMs <= DELIVER_WITHIN_MS)) {
    throw new DomainError(
      'validation_failed',
      { fields: ['deliverAt'] },
      { fields: [{ pointer: '/deliverAt', code: 'out_of_range' }] },
    );
  }
}

function shortage(short: readonly { readonly sku_id: string; readonly available: number }[]): DomainError {
  const first = short[0];
  return new DomainError(
    'out_of_stock',
    first === undefined ? {} : { skuId: first.sku_id, available: first.available },
  );
}

function orderRow(
  ctx: Ctx<BuyerPrincipal>,
  input: PlaceOrderInput,
  prepared: Prepared,
  decided: { readonly seller: SellerRow; readonly cart: ReadCart; readonly mail: string | null },
): Readonly<Record<string, string | number | null>> {
  const { seller, cart, mail } = decided;
  return {
    id: prepared.orderId,
    order_no: prepared.orderNo,
    shop_id: ctx.principal.shopId,
    distributor_id: seller.distributor_id,
    buyer_id: ctx.principal.buyerId,
    channel: 'shop',
    payer: 'buyer',
    currency: cart.currency,
    amount: cart.total.toString(),
    collected_by: cart.collectedBy,
    referral_code: cart.referral?.code ?? null,
    referrer_id: cart.referral?.distributorId ?? null,
    client_ref: input.clientRef,
    request_hash: prepared.requestHash,
    contact_mail: mail,
    contact_phone: input.contact.phone,
    query_password_hash: prepared.passwordHash,
    locale: ctx.locale,
    ip: ctx.ip,
    device: input.device ?? null,
    hold_seconds: seller.hold_seconds,
    deliver_at: input.deliverAt?.toISOString() ?? null,
    unpaid_max: seller.unpaid_max,
    unpaid_per_ip_max: unpaidPerIpMax(seller),
  };
}

/** Many honest buyers share an address, so it may keep more orders open than one buyer; the tenant can set how many. */
function unpaidPerIpMax(seller: SellerRow): number {
  const { settings } = seller;
  const own =
    typeof settings === 'object' && settings !== null && 'unpaidOrdersPerIpMax' in settings
      ? settings.unpaidOrdersPerIpMax
      : undefined;
  return typeof own === 'number' && Number.isInteger(own) && own >= 1 && own <= 100_000
    ? own
    : seller.unpaid_max * UNPAID_PER_IP_FACTOR;
}

/** The request in one canonical text: the same wishes give the same hash, whatever the order of their fields. */
function hashOf(input: PlaceOrderInput): string {
  const lines = input.lines.map((line) => [
    line.skuId,
    line.quantity,
    line.faceValue ?? null,
    Object.entries(line.account ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  const request = [lines, input.contact.mail, input.contact.phone, input.deliverAt?.toISOString() ?? null];
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}
