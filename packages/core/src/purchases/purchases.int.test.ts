import type { DistributorId, RefundId, SkuId } from '@keyfall/contracts';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal } from '../context.ts';
import { sweepDeliver, sweepSettle } from '../delivery/index.ts';
import { sweepRelease } from '../orders/index.ts';
import { beginBehind, brokenInvariants } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approveRefund, requestRefund } from '../payments/index.ts';
import { setCreditLimit } from '../wallet/index.ts';
import { placePurchase, quotePurchase } from './index.ts';

const NIL = '00000000-0000-0000-0000-000000000000';
let root: SaleWorld;
let world: SaleWorld;
let owner: Ctx<DistributorPrincipal>;
let l3: DistributorId;

beforeAll(async () => {
  root = await createSaleWorld();
});
afterAll(async () => {
  await root.close();
});
// A tenant of its own for each test, so that figures are whole.
beforeEach(async () => {
  world = await addTenantWorld(root.database);
  const last = world.chain.at(-1);
  if (last === undefined) throw new Error('no chain');
  owner = world.distributorStaff(last);
  l3 = last.id;
});

/** Puts cash and bonus into L3's wallet, as top-ups would. */
async function fill(cash: number, bonus = 0): Promise<void> {
  const lines = [['2040', cash] as const, ['2041', bonus] as const].filter(([, amount]) => amount > 0);
  for (const [code, amount] of lines) {
    await world.sql(
      `select ledger.post($1, gen_random_uuid(), $2, 'adjustment', 'CNY', array['3010', $3], array[$4, $5]::uuid[], array[$6::bigint, -$6::bigint])`,
      [world.tenantId, `test:${uuidv7()}`, code, NIL, l3, amount],
    );
  }
}

async function buy(
  skuId: string,
  quantity: number,
  change: { clientRef?: string; by?: Ctx<DistributorPrincipal> } = {},
) {
  const { clientRef = uuidv7(), by = owner } = change;
  const lines = [{ skuId: skuId as SkuId, quantity }];
  const { total } = await quotePurchase(by, lines);
  const expectedTotal = BigInt((total?.amount ?? '0.00').replace('.', ''));
  return await placePurchase(by, { clientRef, lines, expectedTotal, currency: 'CNY' });
}

async function refund(
  orderNo: string,
  units?: { line: number; delivered: number; undelivered: number }[],
): Promise<void> {
  const { refundId } = await requestRefund(world.staff('support'), { orderNo, units, reason: 'test' });
  await approveRefund(world.staff('finance'), { refundId: refundId as RefundId });
}

describe('a purchase from the wallet', () => {
  it('posts the worked example: ten codes at 26.00 in one journal without 2070', async () => {
    await fill(100_000);
    const sku = await world.addSku();
    await world.addCodes(sku, 10);
    const quote = await quotePurchase(owner, [{ skuId: sku as SkuId, quantity: 10 }]);
    expect(quote).toMatchObject({ total: { amount: '260.00' }, spendableAfter: { amount: '740.00' } });
    const placed = await buy(sku, 10);
    expect(placed).toMatchObject({ state: 'delivered', amount: 26_000n, spendableAfter: 74_000n });
    expect(await world.balances()).toEqual({
      '2040 L3': -74_000n,
      '3010': 100_000n,
      '4010': -22_000n,
      '2010 L1': -2_000n,
      '2010 L2': -2_000n,
      '5010': 20_000n,
      '2110': -20_000n,
    });
    const journals = await world.sql('select idem_key from ledger.journal where tenant_id = $1 and order_id = $2', [
      world.tenantId,
      placed.orderId,
    ]);
    expect(journals).toEqual([{ idem_key: `pay:WALLET:${placed.orderId}` }]);
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('holds the income of those above for a day', async () => {
    await fill(100_000);
    const sku = await world.addSku();
    await world.addCodes(sku, 1);
    await buy(sku, 1);
    const later = (interval: string) => world.sql('update ops.clock set shift = $1::interval', [interval]);
    await later('23 hours');
    await sweepRelease(world.core, world.tenantId, 'test');
    expect((await world.balances())['2020 L1']).toBeUndefined();
    await later('25 hours');
    await sweepRelease(world.core, world.tenantId, 'test');
    expect((await world.balances())['2020 L1']).toBe(-200n);
    await later('0');
  });

  it('spends the bonus first, then cash, then credit, and never more', async () => {
    await fill(2_000, 1_000);
    await setCreditLimit(world.staff('finance'), {
      distributorId: l3,
      limit: 2_500n,
      currency: 'CNY',
      reason: 'agreed',
    });
    const sku = await world.addSku();
    await world.addCodes(sku, 5);
    await buy(sku, 2);
    expect(await world.balances()).toMatchObject({ '2040 L3': 2_200n });
    await expect(buy(sku, 1)).rejects.toMatchObject({
      code: 'insufficient_balance',
      params: { needed: '26.00', available: '3.00' },
    });
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('is one purchase under one reference', async () => {
    await fill(100_000);
    const sku = await world.addSku();
    await world.addCodes(sku, 10);
    const clientRef = uuidv7();
    const both = await Promise.all([buy(sku, 2, { clientRef }), buy(sku, 2, { clientRef })]);
    expect(new Set(both.map((one) => one.orderNo)).size).toBe(1);
    await expect(buy(sku, 3, { clientRef })).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect((await world.balances())['2040 L3']).toBe(-94_800n);
  });

  it('is refused by a moved price, missing stock, a top-up, and where nobody sells', async () => {
    await fill(1_000_000);
    const sku = await world.addSku();
    await world.addCodes(sku, 3);
    const stale = {
      clientRef: uuidv7(),
      lines: [{ skuId: sku as SkuId, quantity: 1 }],
      expectedTotal: 1n,
      currency: 'CNY',
    };
    await expect(placePurchase(owner, stale)).rejects.toMatchObject({ code: 'price_changed' });
    await expect(buy(sku, 4)).rejects.toMatchObject({ code: 'out_of_stock' });
    await expect(buy(sku, 501)).rejects.toMatchObject({ code: 'out_of_stock' });
    await expect(buy(await world.addSku({ kind: 'top_up' }), 1)).rejects.toMatchObject({ code: 'sku_unavailable' });
    await expect(buy(await world.addSku({ costs: ['22', '24', null] }), 1)).rejects.toMatchObject({
      code: 'sku_unavailable',
    });
    const foreign = await (await addTenantWorld(root.database)).addSku();
    await expect(buy(foreign, 1)).rejects.toMatchObject({ code: 'sku_unavailable' });
    expect((await world.balances())['2040 L3']).toBe(-1_000_000n);
  });
});

describe('a large purchase', () => {
  it('is paid at once, handed over in parts, and what is missing is refunded into the wallet, cash first', async () => {
    await fill(10_000_000, 100_000);
    const sku = await world.addSku();
    const codes = await world.addCodes(sku, 1_200);
    const placed = await buy(sku, 1_200);
    expect(placed.state).toBe('paid');
    expect(await world.balances()).toMatchObject({ '2070': -3_120_000n, '2040 L3': -6_980_000n });
    expect((await world.balances())['2041 L3']).toBeUndefined();
    await world.sql(`update inventory.card_code set state = 'void' where tenant_id = $1 and id = any ($2::uuid[])`, [
      world.tenantId,
      codes.slice(0, 100),
    ]);
    await world.sql(
      `select ledger.post($1, gen_random_uuid(), 'test:loss', 'stock_loss', 'CNY', array['5055', '1110'], array[$2, $2]::uuid[], array[200000, -200000]::bigint[])`,
      [world.tenantId, NIL],
    );
    await sweepDeliver(world.core, world.tenantId, 'test');
    await sweepSettle(world.core, world.tenantId, 'test');
    // 1,100 units at 26.00 are 28,600.00: bonus 1,000.00 stays spent, the missing 2,600.00 are cash again.
    const balances = await world.balances();
    expect(balances).toMatchObject({ '2040 L3': -7_240_000n, '4010': -2_420_000n });
    expect(balances['2070']).toBeUndefined();
    expect(balances['2060']).toBeUndefined();
    const [order] = await world.sql('select state, refunded from orders.sales_order where id = $1', [placed.orderId]);
    expect(order).toEqual({ state: 'partly_delivered', refunded: 260_000n });
    expect(await brokenInvariants(world)).toEqual([]);
  });
});

describe('a refund of a purchase', () => {
  it('is final at approval and gives cash back first, then bonus', async () => {
    await fill(10_000, 1_000);
    const sku = await world.addSku();
    await world.addCodes(sku, 4);
    const { orderNo } = await buy(sku, 4);
    await refund(orderNo, [{ line: 1, delivered: 3, undelivered: 0 }]);
    expect(await world.balances()).toMatchObject({ '2040 L3': -8_400n, '4010': -2_200n });
    expect((await world.balances())['2041 L3']).toBeUndefined();
    await refund(orderNo);
    expect(await world.balances()).toEqual({
      '2040 L3': -10_000n,
      '2041 L3': -1_000n,
      '3010': 11_000n,
      '1110': 8_000n,
      '2110': -8_000n,
    });
    expect(
      await world.sql('select distinct state from payments.refund where tenant_id = $1', [world.tenantId]),
    ).toEqual([{ state: 'done' }]);
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('of which two are approved at once gives back no more cash than was paid', async () => {
    // 52.00, of which 40.00 were bonus.
    await fill(10_000, 4_000);
    const sku = await world.addSku();
    await world.addCodes(sku, 2);
    const { orderNo } = await buy(sku, 2);
    const wish = { orderNo, units: [{ line: 1, delivered: 1, undelivered: 0 }], reason: 'test' };
    const asked = [
      await requestRefund(world.staff('support'), wish),
      await requestRefund(world.staff('support'), wish),
    ];
    await beginBehind(world, orderNo, () =>
      Promise.all(
        asked.map(({ refundId }) => approveRefund(world.staff('finance'), { refundId: refundId as RefundId })),
      ),
    );
    expect(await world.balances()).toMatchObject({ '2040 L3': -10_000n, '2041 L3': -4_000n });
  });

  it('in any sequence of parts gives back exactly what was paid out of cash and bonus', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 15_600 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
        async (bonus, steps) => {
          const apart = await addTenantWorld(root.database);
          world = apart;
          const last = apart.chain.at(-1);
          if (last === undefined) throw new Error('no chain');
          [owner, l3] = [apart.distributorStaff(last), last.id];
          await fill(20_000, bonus);
          const sku = await apart.addSku();
          await apart.addCodes(sku, 6);
          const { orderNo } = await buy(sku, 6);
          let left = 6;
          for (const step of steps) {
            const units = Math.min(step, left);
            if (units === 0) break;
            await refund(orderNo, [{ line: 1, delivered: units, undelivered: 0 }]);
            left -= units;
          }
          if (left > 0) await refund(orderNo);
          const balances = await apart.balances();
          expect([balances['2040 L3'] ?? 0n, balances['2041 L3'] ?? 0n]).toEqual([-20_000n, -BigInt(bonus)]);
          expect(await brokenInvariants(apart)).toEqual([]);
        },
      ),
      { numRuns: 5 },
    );
  });
});

it('by many at once spends a wallet exactly, and no more', async () => {
  // Twelve of twenty fit.
  await fill(31_200 + 2_500);
  const sku = await world.addSku();
  await world.addCodes(sku, 40);
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => buy(sku, 1)));
  const refused = results.filter((one) => one.status === 'rejected');
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(12);
  expect(refused.map((one) => (one.reason as { code?: string }).code)).toEqual(
    Array.from({ length: 8 }, () => 'insufficient_balance'),
  );
  expect((await world.balances())['2040 L3']).toBe(-2_500n);
  expect(await brokenInvariants(world)).toEqual([]);
});
