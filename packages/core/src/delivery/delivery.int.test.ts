import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants, payFor, placeFor, stateOf, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { sweepRefunds } from '../payments/index.ts';
import { fulfilTopUp } from './fulfil-top-up.ts';
import { sweepDeliver } from './jobs/sweep-deliver.ts';
import { sweepSettle } from './jobs/sweep-settle.ts';
import { revealCodes } from './reveal-codes.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

const deliver = async (own = world) => await sweepDeliver(own.core, own.tenantId, 'test');
const settle = async (own = world) => await sweepSettle(own.core, own.tenantId, 'test');
const unitsOf = async (order: TestOrder): Promise<number> =>
  Number(
    (
      await world.sql<{ count: bigint }>('select count(*) from delivery.delivery where order_id = $1', [order.orderId])
    )[0]!.count,
  );
const refundsOf = async (order: TestOrder) =>
  await world.sql('select state, cause, amount, by_system from payments.refund where order_id = $1', [order.orderId]);
const orderRow = async (order: TestOrder) =>
  (
    await world.sql<{ refunded: bigint; settle_at: Date | null; next_delivery_at: Date | null }>(
      'select refunded, settle_at, next_delivery_at from orders.sales_order where id = $1',
      [order.orderId],
    )
  )[0]!;

describe('delivery at a time', () => {
  it("keeps a scheduled order's codes and hands them over when its time has come", async () => {
    const skuId = await world.addSku();
    const [codeId] = await world.addCodes(skuId, 1);
    const now = (await world.sql<{ now: Date }>('select app.now() as now'))[0]!.now;
    const order = await placeFor(world, skuId, 1, { deliverAt: new Date(now.getTime() + 3_600_000) });
    await payFor(world, order);
    expect(await stateOf(world, order)).toBe('paid');
    expect(await world.sql('select state from inventory.card_code where id = $1', [codeId])).toEqual([
      { state: 'reserved' },
    ]);
    await deliver();
    await settle();
    expect(await stateOf(world, order)).toBe('paid');
    await world.database.advanceClock('61 minutes');
    await deliver();
    expect(await stateOf(world, order)).toBe('delivered');
    expect(await world.sql('select code_id from delivery.delivery where order_id = $1', [order.orderId])).toEqual([
      { code_id: codeId },
    ]);
  });

  it('delays only the lines whose SKU asks for it', async () => {
    const own = await addTenantWorld(world.database);
    const [now, later] = [await own.addSku(), await own.addSku({ columns: { delivery_delay_seconds: 600 } })];
    await own.addCodes(now, 1);
    await own.addCodes(later, 1);
    const order = await placeFor(own, now, 1, {
      lines: [
        { skuId: now as never, quantity: 1 },
        { skuId: later as never, quantity: 1 },
      ],
    });
    await payFor(own, order);
    expect(await stateOf(own, order)).toBe('partly_delivered');
    expect((await own.balances())['2070']).toBe(-3_000n);
    await own.database.advanceClock('11 minutes');
    await deliver(own);
    expect(await stateOf(own, order)).toBe('delivered');
    const balances = await own.balances();
    expect(balances['2070']).toBeUndefined();
    expect(balances).toMatchObject({ '4010': -4_400n, '2010 L3': -800n, '5010': 4_000n });
  });

  it('replaces a held code that expired while it waited', async () => {
    const skuId = await world.addSku();
    const now = (await world.sql<{ now: Date }>('select app.now() as now'))[0]!.now;
    const [stale] = await world.addCodes(skuId, 1, { expiresAt: new Date(now.getTime() + 1_800_000).toISOString() });
    const [fresh] = await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId, 1, { deliverAt: new Date(now.getTime() + 3_600_000) });
    await payFor(world, order);
    await world.database.advanceClock('61 minutes');
    await deliver();
    expect(await world.sql('select code_id from delivery.delivery where order_id = $1', [order.orderId])).toEqual([
      { code_id: fresh },
    ]);
    expect(await world.sql('select state, order_id from inventory.card_code where id = $1', [stale])).toEqual([
      { state: 'available', order_id: null },
    ]);
  });
});

describe('large orders', () => {
  it('are paid at once and delivered by the worker in parts, their income exact', async () => {
    const own = await addTenantWorld(world.database);
    const skuId = await own.addSku({
      columns: { max_per_order: 5000 },
      retail: '30.01',
      costs: ['22.003', '24.005', '26.007'],
    });
    await own.addCodes(skuId, 2_300);
    const order = await placeFor(own, skuId, 2_300);
    await payFor(own, order);
    expect(await stateOf(own, order)).toBe('paid');
    await deliver(own);
    expect(await stateOf(own, order)).toBe('delivered');
    const journals = await own.sql(`select count(*) from ledger.journal where order_id = $1 and kind = 'deliver'`, [
      order.orderId,
    ]);
    expect(journals).toEqual([{ count: 3n }]);
    const split = await own.sql<{ position: number; amount: bigint }>(
      'select position, amount from orders.order_split where order_id = $1 order by position',
      [order.orderId],
    );
    const balances = await own.balances();
    expect([balances['4010'], balances['2010 L1'], balances['2010 L2'], balances['2010 L3']]).toEqual(
      split.map((share) => -share.amount),
    );
    expect(balances['2070']).toBeUndefined();
  });
});

describe('stock that is missing', () => {
  it('waits for stock where the SKU says so: first paid, first served, across imports', async () => {
    const skuId = await world.addSku({ columns: { when_empty: 'backorder', backorder_hours: 48 } });
    await world.addCodes(skuId, 1);
    const first = await placeFor(world, skuId, 2);
    const second = await placeFor(world, skuId, 1);
    await payFor(world, first);
    await payFor(world, second);
    expect(await stateOf(world, first)).toBe('partly_delivered');
    expect(await stateOf(world, second)).toBe('fulfilling');
    await settle();
    expect(await stateOf(world, second)).toBe('fulfilling');
    await world.addCodes(skuId, 1);
    await deliver();
    expect([await stateOf(world, first), await stateOf(world, second)]).toEqual(['delivered', 'fulfilling']);
    await world.addCodes(skuId, 1);
    await deliver();
    expect(await stateOf(world, second)).toBe('delivered');
  });

  it('gives the money back by itself when a backorder has waited long enough', async () => {
    const skuId = await world.addSku({ columns: { when_empty: 'backorder', backorder_hours: 1 } });
    const order = await placeFor(world, skuId, 2);
    await payFor(world, order);
    await world.database.advanceClock('61 minutes');
    await settle();
    expect(await stateOf(world, order)).toBe('refund_only');
    expect(await refundsOf(order)).toEqual([
      { state: 'approved', cause: 'undelivered', amount: 6_000n, by_system: true },
    ]);
    await sweepRefunds(world.core, world.tenantId, 'test');
    expect(await refundsOf(order)).toMatchObject([{ state: 'done' }]);
    expect(await orderRow(order)).toMatchObject({ refunded: 6_000n, settle_at: null, next_delivery_at: null });
    await settle();
    expect(await refundsOf(order)).toHaveLength(1);
  });

  it('delivers what there is and refunds the rest at once where nobody waits', async () => {
    const own = await addTenantWorld(world.database);
    const skuId = await own.addSku();
    const codes = await own.addCodes(skuId, 3);
    const order = await placeFor(own, skuId, 3);
    // Codes that were held go bad before the money comes.
    await own.sql(`update inventory.card_code set expires_at = '2001-01-01' where id = any ($1)`, [codes.slice(0, 2)]);
    await payFor(own, order);
    expect(await stateOf(own, order)).toBe('partly_delivered');
    await settle(own);
    await sweepRefunds(own.core, own.tenantId, 'test');
    expect(await own.sql('select state, amount from payments.refund where order_id = $1', [order.orderId])).toEqual([
      { state: 'done', amount: 6_000n },
    ]);
    const balances = await own.balances();
    expect(balances['2070']).toBeUndefined();
    expect(balances['2060']).toBeUndefined();
    expect(balances).toMatchObject({ '1020': 9_000n - 54n - 6_000n, '4010': -2_200n, '2010 L3': -400n });
    expect(await own.sql('select state from orders.order_line where order_id = $1', [order.orderId])).toEqual([
      { state: 'partly_delivered' },
    ]);
  });

  it('tries once more before it refunds', async () => {
    const skuId = await world.addSku({ columns: { when_empty: 'backorder', backorder_hours: 1 } });
    const order = await placeFor(world, skuId, 1);
    await payFor(world, order);
    await world.database.advanceClock('61 minutes');
    await world.addCodes(skuId, 1);
    await settle();
    expect(await stateOf(world, order)).toBe('delivered');
    expect(await refundsOf(order)).toEqual([]);
  });
});

describe('top-ups by hand', () => {
  it('wait for a person, who records evidence; then everybody earns', async () => {
    const own = await addTenantWorld(world.database);
    const skuId = await own.addSku({ kind: 'top_up' });
    const order = await placeFor(own, skuId, 1, {
      lines: [{ skuId: skuId as never, quantity: 2, account: { uid: '1234567' } }],
    });
    await payFor(own, order);
    expect(await stateOf(own, order)).toBe('fulfilling');
    expect((await own.balances())['2070']).toBe(-6_000n);
    const staff = own.staff('operations');
    expect(await fulfilTopUp(staff, { orderNo: order.orderNo, line: 1, units: 1, evidence: 'receipt 4711' })).toEqual({
      state: 'partly_delivered',
    });
    expect(await fulfilTopUp(staff, { orderNo: order.orderNo, line: 1, units: 5, evidence: 'receipt 4712' })).toEqual({
      state: 'delivered',
    });
    expect(await own.balances()).toMatchObject({ '4010': -4_400n, '5010': 4_000n, '2110': -4_000n, '2010 L3': -800n });
    await expect(
      fulfilTopUp(staff, { orderNo: order.orderNo, line: 1, units: 1, evidence: 'again' }),
    ).rejects.toMatchObject({ code: 'order_state_conflict' });
    const audit = await own.sql<{ action: string }>('select action from audit.entry where subject_id = $1', [
      order.orderId,
    ]);
    expect(audit.map((row) => row.action)).toEqual(['orders.fulfil', 'orders.fulfil']);
  });

  it('are refunded after a day without one', async () => {
    const skuId = await world.addSku({ kind: 'top_up' });
    const order = await placeFor(world, skuId, 1, {
      lines: [{ skuId: skuId as never, quantity: 1, account: { uid: '1234567' } }],
    });
    await payFor(world, order);
    await world.database.advanceClock('23 hours');
    await settle();
    expect(await stateOf(world, order)).toBe('fulfilling');
    await world.database.advanceClock('2 hours');
    await settle();
    expect(await stateOf(world, order)).toBe('refund_only');
    expect(await refundsOf(order)).toMatchObject([{ amount: 3_000n, by_system: true }]);
  });

  it("cannot be fulfilled in another tenant's order", async () => {
    const other = await addTenantWorld(world.database);
    const skuId = await world.addSku({ kind: 'top_up' });
    const order = await placeFor(world, skuId, 1, {
      lines: [{ skuId: skuId as never, quantity: 1, account: { uid: '1234567' } }],
    });
    await payFor(world, order);
    await expect(
      fulfilTopUp(other.staff(), { orderNo: order.orderNo, line: 1, units: 1, evidence: 'x' }),
    ).rejects.toMatchObject({ code: 'order_not_found' });
  });
});

describe('opening codes', () => {
  it('records who opened what before the plaintext leaves, and opens again', async () => {
    const skuId = await world.addSku();
    await world.addSecretCodes(skuId, ['ALPHA-1', 'BRAVO-2']);
    const order = await placeFor(world, skuId, 2);
    await payFor(world, order);
    const ctx = { ...order.buyer, ip: '203.0.113.5', userAgent: 'test browser' };
    const codes = await revealCodes(ctx, { orderNo: order.orderNo, line: 1 });
    expect(codes.map((code) => [code.unit, code.content])).toEqual([
      [1, 'secret'],
      [2, 'secret'],
    ]);
    expect(new Set(codes.map((code) => code.secret))).toEqual(new Set(['ALPHA-1', 'BRAVO-2']));
    const reveals = await world.sql(
      'select channel, ip, user_agent, buyer_id from inventory.reveal where order_id = $1',
      [order.orderId],
    );
    expect(reveals).toEqual([
      { channel: 'page', ip: '203.0.113.5', user_agent: 'test browser', buyer_id: ctx.principal.buyerId },
      { channel: 'page', ip: '203.0.113.5', user_agent: 'test browser', buyer_id: ctx.principal.buyerId },
    ]);
    expect(await revealCodes(ctx, { orderNo: order.orderNo, line: 1, units: [2] })).toHaveLength(1);
    const events = await world.sql(`select data from orders.order_event where order_id = $1 and kind = 'revealed'`, [
      order.orderId,
    ]);
    expect(events).toEqual([{ data: { line: 1, units: 2 } }]);
  });

  it("is the buyer's alone, and only of what was delivered", async () => {
    const skuId = await world.addSku();
    await world.addSecretCodes(skuId, ['CHARLIE-3']);
    const order = await placeFor(world, skuId);
    await expect(revealCodes(order.buyer, { orderNo: order.orderNo, line: 1 })).rejects.toMatchObject({
      code: 'delivery_not_ready',
    });
    await payFor(world, order);
    await expect(revealCodes(await world.addBuyer(), { orderNo: order.orderNo, line: 1 })).rejects.toMatchObject({
      code: 'order_not_found',
    });
    const elsewhere = await world.addBuyer(await world.addShop(world.chain[1]!));
    await expect(revealCodes(elsewhere, { orderNo: order.orderNo, line: 1 })).rejects.toMatchObject({
      code: 'order_not_found',
    });
    await expect(revealCodes(order.buyer, { orderNo: order.orderNo, line: 1, units: [2] })).rejects.toMatchObject({
      code: 'code_not_revealable',
    });
    expect(await unitsOf(order)).toBe(1);
    expect(await world.sql('select 1 from inventory.reveal where order_id = $1', [order.orderId])).toEqual([]);
  });
});
