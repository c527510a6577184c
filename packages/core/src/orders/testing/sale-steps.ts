import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayAccountId, SkuId, TenantId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import type { BuyerPrincipal, Ctx } from '../../context.ts';
import { receiveWebhook, startPayment, type CapturedTransaction, type GatewayEvent } from '../../payments/index.ts';
import { verifyTenant } from '../../verify/index.ts';
import { placeOrder, type PlaceOrderInput, type PlacedOrder } from '../place-order.ts';
import { WEBHOOK_SECRET, type SaleWorld } from './sale-world.ts';

/** An order a test has placed, with its buyer. */
export interface TestOrder extends PlacedOrder {
  readonly buyer: Ctx<BuyerPrincipal>;
}

/** Places an order of one SKU for a new guest (or the given buyer). */
export async function placeFor(
  world: SaleWorld,
  skuId: string,
  quantity = 1,
  change: Partial<PlaceOrderInput> & { readonly buyer?: Ctx<BuyerPrincipal> } = {},
): Promise<TestOrder> {
  const { buyer = await world.addBuyer(), ...input } = change;
  const placed = await placeOrder(buyer, {
    clientRef: uuidv7(),
    lines: [{ skuId: skuId as SkuId, quantity }],
    contact: { mail: `${uuidv7()}@example.com`, phone: null },
    ...input,
  });
  return { ...placed, buyer };
}

/** Starts paying an order and answers our reference at the gateway. */
export async function startPaying(
  world: SaleWorld,
  order: TestOrder,
  accountId = world.gatewayAccountId,
): Promise<string> {
  const started = await startPayment(order.buyer, {
    orderNo: order.orderNo,
    accountId: accountId as GatewayAccountId,
    host: `${world.shop.slug}.localhost`,
  });
  return started.attemptId;
}

/** The event by which the gateway tells of a transaction. */
export function capturedEvent(reference: string, transaction: CapturedTransaction): GatewayEvent {
  return {
    type: 'payment.captured',
    eventId: `evt_${uuidv7()}`,
    occurredAt: new Date(),
    merchantId: 'm-1',
    providerRef: 'pay_1',
    reference,
    transaction,
  };
}

/** Delivers a signed webhook to an account's address, as the gateway would. */
export async function sendWebhook(
  world: SaleWorld,
  events: readonly GatewayEvent[],
  hookAddress = world.hookAddressOf(world.gatewayAccountId),
) {
  const { body, headers } = world.outside.gateway.webhook(events, WEBHOOK_SECRET);
  return await receiveWebhook(world.core, {
    hookAddress,
    headers,
    body,
    ip: '198.51.100.7',
    requestId: 'test',
  });
}

/** The buyer pays what was asked (or another amount) and the gateway tells us. */
export async function payFor(
  world: SaleWorld,
  order: TestOrder,
  change: Partial<CapturedTransaction> = {},
  accountId = world.gatewayAccountId,
): Promise<CapturedTransaction> {
  const reference = await startPaying(world, order, accountId);
  const transaction = world.outside.gateway.pay(reference, change);
  await sendWebhook(world, [capturedEvent(reference, transaction)], world.hookAddressOf(accountId));
  return transaction;
}

/**
 * Starts something while an order's row is locked by another transaction, which makes this change (SQL of the owner) and ends a
 * moment later: what has begun by then waits for the lock, and goes on behind the change.
 */
export async function beginBehind<T>(
  world: SaleWorld,
  orderNo: string,
  begin: () => Promise<T>,
  change = 'select 1',
): Promise<T> {
  const holding = world.sql(
    `begin; select 1 from orders.sales_order where order_no = '${orderNo}' for no key update; ${change}; select pg_sleep(0.5); commit`,
  );
  const isHeld = `select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`;
  while ((await world.sql(isHeld)).length === 0) await sleep(10);
  const [, done] = await Promise.all([holding, begin()]);
  return done;
}

/** The state of an order as the database has it. */
export async function stateOf(world: SaleWorld, order: { readonly orderId: string }): Promise<string> {
  const rows = await world.sql<{ state: string }>('select state from orders.sales_order where id = $1', [
    order.orderId,
  ]);
  return rows[0]?.state ?? 'missing';
}

/** What breaks an invariant in a world's database, any tenant's; timers are left out, since tests move the clock without a worker. */
export async function brokenInvariants(world: SaleWorld): Promise<string[]> {
  const tenants = await world.sql<{ tenant_id: TenantId }>('select tenant_id from tenancy.tenant');
  const results = await Promise.all(tenants.map(async (tenant) => await verifyTenant(world.core, tenant.tenant_id)));
  return results
    .flat()
    .filter(({ invariant, broken }) => broken > 0 && !['I31', 'I32'].includes(invariant))
    .map(({ invariant, says, broken }) => `${invariant}: ${says} (${broken})`);
}
