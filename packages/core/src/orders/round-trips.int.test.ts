import { createDatabase, type Database, type RuntimeRole } from '@keyfall/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '../context.ts';
import { capturePayment, receiveWebhook } from '../payments/index.ts';
import { CountingProxy } from './testing/counting-proxy.ts';
import { capturedEvent, placeFor, startPaying, stateOf, type TestOrder } from './testing/sale-steps.ts';
import { createSaleWorld, WEBHOOK_SECRET, type SaleWorld } from './testing/sale-world.ts';

const ROLES: readonly RuntimeRole[] = [
  'kf_identity',
  'kf_admin',
  'kf_portal',
  'kf_shop',
  'kf_service',
  'kf_vault',
  'kf_scheduler',
  'kf_platform',
];

let world: SaleWorld;
let proxy: CountingProxy;
let db: Database;
let core: Core;
let skuId: string;
beforeAll(async () => {
  world = await createSaleWorld();
  const { database } = world;
  proxy = new CountingProxy(new URL(database.superuserUrl));
  await proxy.listen();
  const passwords = Object.fromEntries(
    ROLES.map((role) => [role, decodeURIComponent(new URL(database.urlOf(role)).password)]),
  );
  // One connection a role, so that warming up warms the one that is counted.
  const poolSizes = Object.fromEntries(ROLES.map((role) => [role, 1]));
  db = createDatabase({
    url: proxy.urlOf(database.superuserUrl),
    passwords: passwords as Record<RuntimeRole, string>,
    poolSizes,
  });
  core = { ...world.core, db };
  skuId = await world.addSku({ columns: { max_per_buyer: 50 } });
  await world.addCodes(skuId, 20);
});
afterAll(async () => {
  await db.close();
  proxy.close();
  await world.close();
});

const throughProxy = async (): Promise<Parameters<typeof placeFor>[3]> => ({
  buyer: { ...(await world.addBuyer()), core },
});

async function paidTransaction(order: TestOrder) {
  const reference = await startPaying(world, { ...order, buyer: { ...order.buyer, core: world.core } });
  return { reference, transaction: world.outside.gateway.pay(reference) };
}

async function deliverWebhook(order: TestOrder): Promise<void> {
  const { reference, transaction } = await paidTransaction(order);
  const { body, headers } = world.outside.gateway.webhook([capturedEvent(reference, transaction)], WEBHOOK_SECRET);
  await receiveWebhook(core, {
    hookAddress: world.hookAddressOf(world.gatewayAccountId),
    headers,
    body,
    ip: null,
    requestId: 'count',
  });
}

describe('round trips to the database', () => {
  it('are three for placing an order: reads with the context, one call, commit', async () => {
    await placeFor(world, skuId, 1, await throughProxy());
    const options = await throughProxy();
    const before = proxy.pieces;
    expect(await proxy.count(() => placeFor(world, skuId, 1, options))).toBe(3);
    // What travels in one round trip also leaves in one write: seven statements with the context are one.
    expect(proxy.pieces - before).toBe(3);
  });

  it('are five for beginning a payment: the order with the context, the attempt, commit, and the answer in two more', async () => {
    const options = await throughProxy();
    const orders = [await placeFor(world, skuId, 1, options), await placeFor(world, skuId, 1, options)];
    await startPaying(world, orders[0]!);
    expect(await proxy.count(() => startPaying(world, orders[1]!))).toBe(5);
  });

  it('are two for recognising money and delivering: the call with the context, commit', async () => {
    const orders = [await placeFor(world, skuId), await placeFor(world, skuId)];
    const counts: number[] = [];
    for (const order of orders) {
      const { reference, transaction } = await paidTransaction(order);
      counts.push(
        await proxy.count(() =>
          capturePayment(core, {
            tenantId: world.tenantId,
            accountId: world.gatewayAccountId as never,
            provider: 'sandbox',
            reference,
            transaction,
            requestId: 'count',
          }),
        ),
      );
      expect(await stateOf(world, order)).toBe('delivered');
    }
    expect(counts.at(-1)).toBe(2);
  });

  it("are six for a provider's webhook: whose it is, stored, judged", async () => {
    const orders = [await placeFor(world, skuId), await placeFor(world, skuId)];
    await deliverWebhook(orders[0]!);
    const second = orders[1]!;
    const { reference, transaction } = await paidTransaction(second);
    const { body, headers } = world.outside.gateway.webhook([capturedEvent(reference, transaction)], WEBHOOK_SECRET);
    const trips = await proxy.count(() =>
      receiveWebhook(core, {
        hookAddress: world.hookAddressOf(world.gatewayAccountId),
        headers,
        body,
        ip: null,
        requestId: 'count',
      }),
    );
    expect(trips).toBe(6);
    expect(await stateOf(world, second)).toBe('delivered');
  });
});
