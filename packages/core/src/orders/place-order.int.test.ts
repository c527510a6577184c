import type { SkuId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuyerPrincipal, Ctx } from '../context.ts';
import { secret } from '../secret.ts';
import { placeOrder, type PlaceOrderInput, type PlacedOrder } from './place-order.ts';
import { quoteCart } from './quote.ts';
import { brokenInvariants } from './testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from './testing/sale-world.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

const contact = { mail: 'buyer@example.com', phone: null };
async function place(
  buyer: Ctx<BuyerPrincipal>,
  skuId: string,
  change: Partial<PlaceOrderInput> & { quantity?: number } = {},
): Promise<PlacedOrder> {
  const { quantity = 1, ...rest } = change;
  return await placeOrder(buyer, {
    clientRef: uuidv7(),
    lines: [{ skuId: skuId as SkuId, quantity }],
    contact: { mail: `${uuidv7()}@example.com`, phone: null },
    ...rest,
  });
}

describe('placing an order', () => {
  it('freezes price and split along the chain and holds the codes', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 5);
    const placed = await place(await world.addBuyer(), skuId, { quantity: 2 });
    expect(placed).toMatchObject({ state: 'awaiting_payment', amount: 6_000n, currency: 'CNY', repeated: false });
    expect(placed.orderNo).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    const split = await world.sql<{ position: number; amount: bigint; unit_cost: string; unit_price: string }>(
      'select position, amount, unit_cost, unit_price from orders.order_split where order_id = $1 order by position',
      [placed.orderId],
    );
    expect(
      split.map((row) => [row.position, row.amount, row.unit_cost.slice(0, 5), row.unit_price.slice(0, 5)]),
    ).toEqual([
      [0, 4_400n, '0.000', '22.00'],
      [1, 400n, '22.00', '24.00'],
      [2, 400n, '24.00', '26.00'],
      [3, 800n, '26.00', '30.00'],
    ]);
    const held = await world.sql<{ count: bigint }>(
      `select count(*) from inventory.card_code where order_id = $1 and state = 'reserved'`,
      [placed.orderId],
    );
    expect(held[0]!.count).toBe(2n);
    const wakeUps = await world.sql<{ kind: string }>('select kind from ops.due_work where tenant_ref = $1', [
      world.tenantId,
    ]);
    expect(wakeUps.map((row) => row.kind)).toEqual(expect.arrayContaining(['order.close', 'stock.count']));
  });

  it('lets a later price or tree change not touch what was frozen, and refuses a total that is no longer true', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 3);
    const buyer = await world.addBuyer();
    const placed = await place(buyer, skuId);
    await world.sql(`update pricing.cost_price set unit_price = unit_price + 2 where sku_id = $1`, [skuId]);
    await world.sql(`update pricing.sku_price set suggested = 33 where sku_id = $1`, [skuId]);
    const split = await world.sql<{ sum: bigint }>(
      'select sum(amount)::bigint from orders.order_split where order_id = $1',
      [placed.orderId],
    );
    expect(split[0]!.sum).toBe(3_000n);
    await expect(place(buyer, skuId, { expectedTotal: 3_000n })).rejects.toMatchObject({
      code: 'price_changed',
      params: { price: '33.00' },
    });
  });

  it('answers the same request with the same order, and another request under its reference with a conflict', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 3);
    const buyer = await world.addBuyer();
    const clientRef = uuidv7();
    const first = await place(buyer, skuId, { clientRef, contact });
    await world.sql(`update pricing.sku_price set suggested = 99 where sku_id = $1`, [skuId]);
    const again = await place(buyer, skuId, { clientRef, contact });
    expect(again).toMatchObject({ orderId: first.orderId, orderNo: first.orderNo, amount: 3_000n, repeated: true });
    await expect(place(buyer, skuId, { clientRef, contact, quantity: 2 })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
  });

  it('makes one order of ten equal requests at the same moment', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 20);
    const buyer = await world.addBuyer();
    const clientRef = uuidv7();
    const placed = await Promise.all(Array.from({ length: 10 }, () => place(buyer, skuId, { clientRef, contact })));
    expect(new Set(placed.map((order) => order.orderId)).size).toBe(1);
    expect(placed.filter((order) => !order.repeated)).toHaveLength(1);
    const held = await world.sql<{ count: bigint }>(
      `select count(*) from inventory.card_code where sku_id = $1 and state = 'reserved'`,
      [skuId],
    );
    expect(held[0]!.count).toBe(1n);
  });

  it('refuses what is not there and leaves no trace', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 2);
    await expect(place(await world.addBuyer(), skuId, { quantity: 3 })).rejects.toMatchObject({
      code: 'out_of_stock',
      params: { available: 2 },
    });
    const states = await world.sql<{ state: string }>(
      'select distinct state from inventory.card_code where sku_id = $1',
      [skuId],
    );
    expect(states).toEqual([{ state: 'available' }]);
    expect(await world.sql('select 1 from orders.order_line where sku_id = $1', [skuId])).toEqual([]);
  });

  it('never hands a code past its date to an order, and takes those first that expire first', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1, { expiresAt: '2001-01-01' });
    const late = await world.addCodes(skuId, 1, { expiresAt: '2199-01-01' });
    const soon = await world.addCodes(skuId, 1, { expiresAt: '2190-01-01' });
    const first = await place(await world.addBuyer(), skuId);
    const taken = await world.sql<{ id: string }>('select id from inventory.card_code where order_id = $1', [
      first.orderId,
    ]);
    expect(taken).toEqual([{ id: soon[0] }]);
    const second = await place(await world.addBuyer(), skuId);
    expect(await world.sql('select id from inventory.card_code where order_id = $1', [second.orderId])).toEqual([
      { id: late[0] },
    ]);
    await expect(place(await world.addBuyer(), skuId)).rejects.toMatchObject({ code: 'out_of_stock' });
  });

  it('lets a SKU that may wait be ordered without stock', async () => {
    const skuId = await world.addSku({ columns: { when_empty: 'backorder' } });
    await world.addCodes(skuId, 1);
    const placed = await place(await world.addBuyer(), skuId, { quantity: 3 });
    expect(placed.state).toBe('awaiting_payment');
  });

  it('delivers an order with nothing to pay at once', async () => {
    const skuId = await world.addSku({ retail: '0', costs: ['0', '0', '0'], supplierCost: '0' });
    await world.addCodes(skuId, 1);
    const placed = await place(await world.addBuyer(), skuId);
    expect(placed).toMatchObject({ state: 'delivered', amount: 0n });
  });

  it('sells a range SKU only in the face value asked for, and prices it once', async () => {
    const skuId = await world.addSku({
      retail: '0.965',
      costs: ['0.93', '0.94', '0.95'],
      columns: { face_min: 10, face_max: 500 },
    });
    await world.addCodes(skuId, 2, { faceValue: '50' });
    const buyer = await world.addBuyer();
    const line = (faceValue?: string) => ({ lines: [{ skuId: skuId as SkuId, quantity: 1, faceValue }] });
    expect(await place(buyer, skuId, line('50'))).toMatchObject({ amount: 4_825n });
    await expect(place(buyer, skuId, line('100'))).rejects.toMatchObject({ code: 'out_of_stock' });
    await expect(place(buyer, skuId, line('9.99'))).rejects.toMatchObject({ code: 'face_value_invalid' });
    await expect(place(buyer, skuId, line())).rejects.toMatchObject({ code: 'face_value_invalid' });
    const stored = await world.sql<{ unit_price: string }>(
      'select unit_price from orders.order_line where sku_id = $1',
      [skuId],
    );
    expect(stored).toEqual([{ unit_price: '48.25000000' }]);
  });

  it('checks the account fields of a top-up and stores them normalised', async () => {
    const skuId = await world.addSku({ kind: 'top_up' });
    const buyer = await world.addBuyer();
    const line = (account?: Record<string, string>) => ({ lines: [{ skuId: skuId as SkuId, quantity: 1, account }] });
    await expect(place(buyer, skuId, line())).rejects.toMatchObject({
      code: 'account_fields_invalid',
      params: { fields: ['uid'] },
    });
    await expect(place(buyer, skuId, line({ uid: 'abc' }))).rejects.toMatchObject({ code: 'account_fields_invalid' });
    const placed = await place(buyer, skuId, line({ uid: ' １２３４５６ ' }));
    expect(await world.sql('select top_up from orders.order_line where order_id = $1', [placed.orderId])).toEqual([
      { top_up: { uid: '123456' } },
    ]);
  });

  it('keeps a query password only as a hash', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const placed = await place(await world.addBuyer(), skuId, { queryPassword: secret('open-sesame-77') });
    const rows = await world.sql<{ query_password_hash: string }>(
      'select query_password_hash from orders.sales_order where id = $1',
      [placed.orderId],
    );
    expect(rows[0]!.query_password_hash).toMatch(/^scrypt\$/);
    expect(rows[0]!.query_password_hash).not.toContain('sesame');
  });
});

describe('limits', () => {
  it('bounds units per order', async () => {
    const skuId = await world.addSku({ columns: { min_per_order: 2, max_per_order: 3 } });
    await world.addCodes(skuId, 9);
    const buyer = await world.addBuyer();
    await expect(place(buyer, skuId, { quantity: 1 })).rejects.toMatchObject({
      code: 'quantity_invalid',
      params: { min: 2, max: 3 },
    });
    await expect(
      place(buyer, skuId, {
        lines: [
          { skuId: skuId as SkuId, quantity: 2 },
          { skuId: skuId as SkuId, quantity: 2 },
        ],
      }),
    ).rejects.toMatchObject({ code: 'quantity_invalid' });
    expect((await place(buyer, skuId, { quantity: 3 })).state).toBe('awaiting_payment');
  });

  it('counts a buyer by its address, so that a new guest with the same one meets the same limit', async () => {
    const skuId = await world.addSku({ columns: { max_per_buyer: 3, buyer_limit_days: 30 } });
    await world.addCodes(skuId, 20);
    await place(await world.addBuyer(), skuId, { quantity: 2, contact });
    await expect(place(await world.addBuyer(), skuId, { quantity: 2, contact })).rejects.toMatchObject({
      code: 'limit_exceeded',
      params: { limit: 'per_buyer', max: 3 },
    });
    expect((await place(await world.addBuyer(), skuId, { quantity: 1, contact })).state).toBe('awaiting_payment');
    const account = await world.addBuyer(world.shop, { account: true, mail: contact.mail });
    await expect(place(account, skuId, { contact: { mail: 'else@example.com', phone: null } })).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
    await world.database.advanceClock('30 days');
    expect((await place(await world.addBuyer(), skuId, { quantity: 3, contact })).state).toBe('awaiting_payment');
    await world.database.advanceClock('-30 days');
  });

  it('holds under parallel orders of one buyer', async () => {
    const skuId = await world.addSku({ columns: { max_per_buyer: 3 } });
    await world.addCodes(skuId, 20);
    const answers = await Promise.allSettled(
      Array.from(
        { length: 8 },
        async () => await place(await world.addBuyer(), skuId, { contact: { mail: 'race@example.com', phone: null } }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(3);
    const refusals = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason as { code: string }] : [],
    );
    expect(new Set(refusals.map((refusal) => refusal.code))).toEqual(new Set(['limit_exceeded']));
  });

  it('keeps a buyer, a device and an address from holding many unpaid orders', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 60);
    const buyer = await world.addBuyer();
    for (let index = 0; index < 5; index += 1) await place(buyer, skuId);
    await expect(place(buyer, skuId)).rejects.toMatchObject({ code: 'too_many_open_orders', params: { max: 5 } });
    for (let index = 0; index < 5; index += 1) await place(await world.addBuyer(), skuId, { device: 'one-device' });
    await expect(place(await world.addBuyer(), skuId, { device: 'one-device' })).rejects.toMatchObject({
      code: 'too_many_open_orders',
    });
    const from = async () => ({ ...(await world.addBuyer()), ip: '203.0.113.9' });
    for (let index = 0; index < 20; index += 1) await place(await from(), skuId);
    await expect(place(await from(), skuId)).rejects.toMatchObject({
      code: 'too_many_open_orders',
      params: { max: 20 },
    });
  });

  it.each([
    ['a buyer', 5, async () => ({ buyer: await world.addBuyer() })],
    ['a device', 5, () => Promise.resolve({ device: 'one-of-many' })],
    ['an address', 20, () => Promise.resolve({ ip: '203.0.113.77' })],
  ] as const)('keeps exactly so many of %s when all come at once', async (_, max, sameOf) => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 60);
    const same: { buyer?: Ctx<BuyerPrincipal>; device?: string; ip?: string } = await sameOf();
    const answers = await Promise.allSettled(
      Array.from({ length: max + 12 }, async () => {
        const buyer = { ...(same.buyer ?? (await world.addBuyer())), ip: same.ip ?? null };
        return await place(buyer, skuId, same.device === undefined ? {} : { device: same.device });
      }),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(max);
    const refusals = answers.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { code: string }).code] : [],
    );
    expect(new Set(refusals)).toEqual(new Set(['too_many_open_orders']));
  });
});

describe('who may order what', () => {
  it('sells nothing in a shop that is closed, frozen from above, or of a suspended tenant', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 5);
    const closed = await world.addShop(world.chain[2]!, 'closed');
    await expect(place(await world.addBuyer(closed), skuId)).rejects.toMatchObject({ code: 'shop_closed' });
    const frozen = await world.addDistributor(world.house);
    await world.sql(`update tenancy.distributor set status = 'frozen' where id = $1`, [frozen.id]);
    await expect(place(await world.addBuyer(await world.addShop(frozen)), skuId)).rejects.toMatchObject({
      code: 'shop_closed',
    });
  });

  it('does not sell what is unpublished, hidden, unpriced along the chain, or priced below cost', async () => {
    const buyer = await world.addBuyer();
    const unpublished = await world.addSku({ columns: { status: 'unpublished' } });
    const unpriced = await world.addSku({ costs: ['22', null, '26'] });
    const belowCost = await world.addSku({ retail: '25' });
    const hidden = await world.addSku();
    await world.insert('pricing.shop_price', {
      shop_id: world.shop.id,
      sku_id: hidden,
      distributor_id: world.shop.distributor.id,
      hidden: true,
    });
    for (const skuId of [unpublished, unpriced, belowCost, hidden, uuidv7()]) {
      await expect(place(buyer, skuId)).rejects.toMatchObject({ code: 'sku_unavailable' });
    }
  });

  it('needs a buyer of that very shop, and a way to reach him', async () => {
    const skuId = await world.addSku();
    const other = await world.addShop(world.chain[0]!);
    const buyer = await world.addBuyer(other);
    const stranger = {
      ...buyer,
      principal: { ...buyer.principal, shopId: world.shop.id, distributorId: world.shop.distributor.id },
    };
    await expect(place(stranger, skuId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(place(await world.addBuyer(), skuId, { contact: { mail: null, phone: null } })).rejects.toMatchObject({
      code: 'contact_required',
    });
  });
});

describe('a quote', () => {
  it('shows every line with its price or its refusal, and holds nothing', async () => {
    const [good, bad] = [await world.addSku({ retail: '31.5' }), await world.addSku({ costs: [null, '24', '26'] })];
    await world.insert('inventory.stock', { sku_id: good, available: 7 });
    const quote = await quoteCart(await world.addBuyer(), [
      { skuId: good as SkuId, quantity: 2 },
      { skuId: bad as SkuId, quantity: 1 },
    ]);
    expect(quote).toMatchObject({ total: 6_300n, currency: 'CNY', holdSeconds: 900 });
    expect(quote.lines.map((line) => [line.unitPrice, line.amount, line.available, line.problem?.code])).toEqual([
      ['31.5', 6_300n, 7, undefined],
      [null, 0n, null, 'sku_unavailable'],
    ]);
  });
});
