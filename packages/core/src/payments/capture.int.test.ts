import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  brokenInvariants,
  capturedEvent,
  payFor,
  placeFor,
  sendWebhook,
  startPaying,
  stateOf,
} from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

const REST = { '1110': undefined, '2110': undefined };

describe('the worked example: retail 30, supplier 20, L1 22, L2 24, L3 26, fee 0.6 %', () => {
  it('posts as money.md says when the wholesaler bears the fee', async () => {
    const own = await addTenantWorld(world.database);
    const skuId = await own.addSku();
    await own.addCodes(skuId, 1);
    const order = await placeFor(own, skuId);
    await payFor(own, order);
    expect(await stateOf(own, order)).toBe('delivered');
    expect({ ...(await own.balances()), ...REST }).toEqual({
      ...REST,
      '1020': 2_982n,
      '5020': 18n,
      '4010': -2_200n,
      '2010 L1': -200n,
      '2010 L2': -200n,
      '2010 L3': -400n,
      '5010': 2_000n,
    });
    const journals = await own.sql<{ kind: string; idem_key: string }>(
      `select kind, idem_key from ledger.journal where order_id = $1`,
      [order.orderId],
    );
    expect(journals).toHaveLength(1);
    expect(journals[0]!.kind).toBe('sale');
  });

  it('charges the fee to the seller when the account says so', async () => {
    const own = await addTenantWorld(world.database);
    const account = await own.addGatewayAccount('seller');
    const skuId = await own.addSku();
    await own.addCodes(skuId, 1);
    const order = await placeFor(own, skuId);
    await payFor(own, order, {}, account);
    expect({ ...(await own.balances()), ...REST }).toEqual({
      ...REST,
      '1020': 2_982n,
      '5020': 18n,
      '4010': -2_200n,
      '4030': -18n,
      '2010 L1': -200n,
      '2010 L2': -200n,
      '2010 L3': -382n,
      '5010': 2_000n,
    });
    const lines = await own.sql<{ amount: bigint; fee_borne: bigint; clawed: bigint }>(
      'select amount, fee_borne, clawed from orders.commission_line where order_id = $1 and earner_id = $2',
      [order.orderId, own.chain[2]!.id],
    );
    expect(lines).toEqual([{ amount: 400n, fee_borne: 18n, clawed: 0n }]);
  });

  it("pays L1 alone when L1 sells, and nobody but the house in the house's own shop", async () => {
    const own = await addTenantWorld(world.database);
    const skuId = await own.addSku();
    await own.addCodes(skuId, 2);
    for (const distributor of [own.chain[0]!, own.house]) {
      const shop = await own.addShop(distributor);
      await payFor(own, await placeFor(own, skuId, 1, { buyer: await own.addBuyer(shop) }));
    }
    const balances = await own.balances();
    expect(balances['2010 L1']).toBe(-800n);
    expect(balances['4010']).toBe(-2_200n - 3_000n);
    expect(balances['2010 L2']).toBeUndefined();
  });
});

describe('money is recognised once', () => {
  it('however often and in whatever parallel it is reported', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 3);
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    const transaction = world.outside.gateway.pay(reference);
    const event = capturedEvent(reference, transaction);
    const results = await Promise.all(Array.from({ length: 12 }, () => sendWebhook(world, [event])));
    expect(results.every((result) => result?.state === 'done')).toBe(true);
    expect(await world.sql('select outcome from payments.receipt where order_id = $1', [order.orderId])).toEqual([
      { outcome: 'applied' },
    ]);
    expect(await world.sql('select unit from delivery.delivery where order_id = $1', [order.orderId])).toEqual([
      { unit: 1 },
    ]);
    expect(await world.sql(`select count(*) from ledger.journal where order_id = $1`, [order.orderId])).toEqual([
      { count: 1n },
    ]);
    expect(
      await world.sql(`select dedupe from jobs.outbox where payload ->> 'order_id' = $1`, [order.orderId]),
    ).toEqual([{ dedupe: `order.paid:${order.orderId}` }]);
    const events = await world.sql<{ kind: string }>('select kind from orders.order_event where order_id = $1', [
      order.orderId,
    ]);
    expect(events.map((row) => row.kind).toSorted()).toEqual(['delivered', 'paid', 'placed']);
  });

  it('keeps every raw request, with what came of it', async () => {
    const rows = await world.sql<{ state: string; result: string; ip: string }>(
      'select distinct state, result, ip from payments.webhook where tenant_id = $1',
      [world.tenantId],
    );
    expect(rows).toEqual([{ state: 'done', result: 'captured', ip: '198.51.100.7' }]);
    // Each left a wake-up for the case that its process had died: due when the lease ends.
    const wakeUps = await world.sql(
      `select from payments.webhook w join ops.due_work d on d.tenant_ref = w.tenant_id and d.kind = 'webhook.process'
          and d.due_at = w.next_try_at where w.tenant_id = $1 group by w.id`,
      [world.tenantId],
    );
    const all = await world.sql('select from payments.webhook where tenant_id = $1', [world.tenantId]);
    expect(wakeUps).toHaveLength(all.length);
  });
});

describe('money that does not fit goes to suspense', () => {
  it.each([
    ['too little', { amount: 2_999n }, 'wrong_amount'],
    ['too much', { amount: 3_001n }, 'wrong_amount'],
    ['another currency', { currency: 'USD' }, 'wrong_currency'],
    ['a currency nobody knows', { currency: 'XPF' }, 'wrong_currency'],
  ])('%s', async (_, change, reason) => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId);
    await payFor(world, order, change);
    expect(await stateOf(world, order)).toBe('awaiting_payment');
    expect(
      await world.sql('select outcome, reason from payments.receipt where order_id = $1', [order.orderId]),
    ).toEqual([{ outcome: 'suspense', reason }]);
    const held = await world.sql(`select state from inventory.card_code where order_id = $1`, [order.orderId]);
    expect(held).toEqual([{ state: 'reserved' }]);
  });

  it('a second payment of a paid order, and money for no order of ours', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 2);
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    const gateway = world.outside.gateway;
    await sendWebhook(world, [
      capturedEvent(reference, gateway.pay(reference)),
      capturedEvent(reference, gateway.pay(reference)),
    ]);
    const outcomes = await world.sql(
      'select outcome, reason from payments.receipt where order_id = $1 order by created_at, outcome',
      [order.orderId],
    );
    expect(outcomes).toEqual(
      expect.arrayContaining([
        { outcome: 'applied', reason: null },
        { outcome: 'suspense', reason: 'double' },
      ]),
    );
    await sendWebhook(world, [capturedEvent('not-ours', { ...gateway.pay(reference), transactionId: 'txn-nobody' })]);
    expect(
      await world.sql(`select outcome, reason, order_id from payments.receipt where provider_txn = 'txn-nobody'`),
    ).toEqual([{ outcome: 'suspense', reason: 'unknown_order', order_id: null }]);
  });

  it('an attempt of another account of the tenant is no attempt of this one', async () => {
    const other = await world.addGatewayAccount();
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    await sendWebhook(
      world,
      [capturedEvent(reference, { ...world.outside.gateway.pay(reference), transactionId: 'txn-crossed' })],
      world.hookAddressOf(other),
    );
    expect(await stateOf(world, order)).toBe('awaiting_payment');
    expect(await world.sql(`select reason from payments.receipt where provider_txn = 'txn-crossed'`)).toEqual([
      { reason: 'unknown_order' },
    ]);
  });

  it('a provider that keeps all of it or nothing still posts', async () => {
    for (const fee of [0n, 3_000n]) {
      const skuId = await world.addSku();
      await world.addCodes(skuId, 1);
      const order = await placeFor(world, skuId);
      await payFor(world, order, { fee });
      expect(await stateOf(world, order)).toBe('delivered');
    }
  });
});

describe('what is delivered', () => {
  it('several lines, each its own codes, shares and cost', async () => {
    const own = await addTenantWorld(world.database);
    const [a, b] = [
      await own.addSku(),
      await own.addSku({ retail: '12.5', costs: ['10', '11', '11.5'], supplierCost: '9' }),
    ];
    await own.addCodes(a, 2);
    await own.addCodes(b, 3, { unitCost: 900n });
    const order = await placeFor(own, a, 1, {
      lines: [
        { skuId: a as never, quantity: 2 },
        { skuId: b as never, quantity: 3 },
      ],
    });
    await payFor(own, order);
    expect(await stateOf(own, order)).toBe('delivered');
    const balances = await own.balances();
    expect(balances).toMatchObject({
      '4010': -(4_400n + 3_000n),
      '2010 L1': -(400n + 300n),
      '2010 L2': -(400n + 150n),
      '2010 L3': -(800n + 300n),
      '5010': 6_700n,
    });
    expect(balances['2070']).toBeUndefined();
  });

  it('a code whose cost nobody knows moves no cost', async () => {
    const own = await addTenantWorld(world.database);
    const skuId = await own.addSku();
    await own.addCodes(skuId, 1, { unitCost: null });
    await payFor(own, await placeFor(own, skuId));
    expect((await own.balances())['5010']).toBeUndefined();
  });
});

describe("a request that is not the provider's", () => {
  it('is stored, refused and changes nothing', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    const event = capturedEvent(reference, world.outside.gateway.pay(reference));
    const { receiveWebhook } = await import('./receive-webhook.ts');
    const { body, headers } = world.outside.gateway.webhook([event], 'another secret');
    const forged = await receiveWebhook(world.core, {
      hookAddress: world.hookAddressOf(world.gatewayAccountId),
      headers,
      body,
      ip: null,
      requestId: 't',
    });
    expect(forged).toEqual({ state: 'refused', result: 'bad_signature' });
    expect(await sendWebhook(world, [{ ...event, merchantId: 'm-other' }])).toEqual({
      state: 'refused',
      result: 'other_merchant',
    });
    expect(await stateOf(world, order)).toBe('awaiting_payment');
    expect(await sendWebhook(world, [event], 'f'.repeat(32))).toBeUndefined();
    expect(await sendWebhook(world, [event], '../../etc')).toBeUndefined();
  });

  it('a signed report of what can be no money raises an alert', async () => {
    const event = capturedEvent('x', {
      transactionId: 'txn-bad',
      amount: 100n,
      currency: 'not a currency',
      fee: 0n,
      paidAt: new Date(),
    });
    expect(await sendWebhook(world, [event])).toMatchObject({ state: 'done', result: 'unreadable' });
    expect(await world.sql(`select kind from notify.alert where subject = $1`, [event.eventId])).toEqual([
      { kind: 'payment.unreadable' },
    ]);
  });
});
