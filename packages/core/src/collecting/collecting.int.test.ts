import type { SkuId } from '@keyfall/contracts';
import { formatMinor } from '@keyfall/money';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepSettle } from '../delivery/index.ts';
import { personOf } from '../distributors/testing/tree-world.ts';
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
import { setSkuModels } from '../pricing/index.ts';
import { approveRefund, listPaymentMethods, requestRefund, sweepRefunds, sweepSuspense } from '../payments/index.ts';
import { verifyTenant } from '../verify/index.ts';
import { sweepWallets } from '../wallet/index.ts';
import { readCollecting, setCollector, setShopCollection } from './index.ts';
import { addAccount, buyAt, collectItself, fund, payAt, type OwnAccount } from './testing/collecting-steps.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(base);
  await base.close();
  expect(broken).toEqual([]);
});

/** A tenant whose shop collects itself, with a wallet of so much. */
async function arrange(cash = 10_000n, bonus = 0n): Promise<{ world: SaleWorld; account: OwnAccount }> {
  const world = await addTenantWorld(base.database);
  const account = await collectItself(world);
  await fund(world, world.chain[2]!.id, cash, bonus);
  return { world, account };
}

/** Balances but those of stock and of where the test's wallet money came from. */
async function balancesOf(world: SaleWorld): Promise<Record<string, bigint>> {
  const all = await world.balances();
  return Object.fromEntries(Object.entries(all).filter(([name]) => !['1010', '1110', '2110', '5030'].includes(name)));
}

async function refund(world: SaleWorld, orderNo: string, wish: object = {}): Promise<void> {
  const { refundId } = await requestRefund(world.staff(), { orderNo, reason: 'test', ...wish });
  await approveRefund(world.staff(), { refundId });
  await sweepRefunds(world.core, world.tenantId, 'test');
}

const sentBack = (world: SaleWorld): bigint[] =>
  [...world.outside.gateway.refunds.values()].map((sent) => sent.request.amount);

describe('a sale whose seller collects itself: retail 30, supplier 20, L1 22, L2 24, L3 26', () => {
  it('charges the seller 26 from its wallet, bonus first, pays house and upline as ever, and books no money of the buyer', async () => {
    const { world, account } = await arrange(10_000n, 500n);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await buyAt(world, account, skuId);
    expect(await stateOf(world, order)).toBe('delivered');
    expect(await balancesOf(world)).toEqual({
      '2040 L3': -7_900n,
      '4010': -2_200n,
      '2010 L1': -200n,
      '2010 L2': -200n,
      '5010': 2_000n,
    });
    const journals = await world.sql<{ kind: string }>('select kind from ledger.journal where order_id = $1', [
      order.orderId,
    ]);
    expect(journals).toEqual([{ kind: 'sale_charge' }]);
    const receipts = await world.sql(
      'select collected_by, outcome, journal_id, amount from payments.receipt where order_id = $1',
      [order.orderId],
    );
    expect(receipts).toEqual([{ collected_by: 'distributor', outcome: 'applied', journal_id: null, amount: 3_000n }]);
    const income = await world.sql('select earner_id from orders.commission_line where order_id = $1', [order.orderId]);
    expect(income).toHaveLength(2);
  });

  it('gives a refund back through that gateway, and the charge into the wallet, cash first, with the upline’s parts', async () => {
    const { world, account } = await arrange(10_000n, 500n);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 3);
    const order = await buyAt(world, account, skuId, 3);
    expect(await balancesOf(world)).toMatchObject({ '2040 L3': -2_700n, '4010': -6_600n, '2010 L1': -600n });
    await refund(world, order.orderNo, { units: [{ line: 1, delivered: 1, undelivered: 0 }] });
    expect(sentBack(world)).toEqual([3_000n]);
    expect(await balancesOf(world)).toMatchObject({ '2040 L3': -5_300n, '4010': -4_400n, '2010 L1': -400n });
    // 73.00 was cash, of which 26 is back: 47 of the next 52 is cash and 5 is bonus again.
    await refund(world, order.orderNo);
    expect(sentBack(world)).toEqual([3_000n, 6_000n]);
    expect(await balancesOf(world)).toEqual({ '2040 L3': -10_000n, '2041 L3': -500n });
  });

  it('is whole again after any refunds of units and goodwill that sum to all', async () => {
    const { world, account } = await arrange(1_000_000n);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          costs: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 3, maxLength: 3 }),
          margin: fc.integer({ min: 0, max: 500 }),
          quantity: fc.integer({ min: 1, max: 7 }),
          steps: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
        }),
        async ({ costs, margin, quantity, steps }) => {
          const before = await balancesOf(world);
          const price = (minor: number): string => formatMinor(BigInt(minor), 'CNY');
          const [l1 = 0, l2 = 0, l3 = 0] = costs.map((_, index) =>
            costs.slice(0, index + 1).reduce((sum, one) => sum + one, 0),
          );
          const skuId = await world.addSku({ costs: [price(l1), price(l2), price(l3)], retail: price(l3 + margin) });
          await world.addCodes(skuId, quantity, { unitCost: null });
          const order = await buyAt(world, account, skuId, quantity);
          for (const step of steps) {
            const wish = step === 0 ? { goodwill: 1n } : { units: [{ line: 1, delivered: step, undelivered: 0 }] };
            await refund(world, order.orderNo, wish).catch(() => null);
          }
          await refund(world, order.orderNo).catch(() => null);
          expect(await balancesOf(world)).toEqual(before);
        },
      ),
      { numRuns: 12 },
    );
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('keeps the charge of undelivered units deferred, and gives it back with their money', async () => {
    const { world, account } = await arrange();
    const skuId = await world.addSku({ columns: { when_empty: 'backorder', backorder_hours: 1 } });
    await world.addCodes(skuId, 1);
    const order = await buyAt(world, account, skuId, 2);
    expect(await stateOf(world, order)).toBe('partly_delivered');
    expect(await balancesOf(world)).toMatchObject({ '2040 L3': -4_800n, '2070': -2_600n, '4010': -2_200n });
    for (const [table, key] of [
      ['orders.order_line', 'order_id'],
      ['orders.sales_order', 'id'],
    ])
      await world.sql(`update ${table} set settle_at = app.now() where ${key} = $1`, [order.orderId]);
    await sweepSettle(world.core, world.tenantId, 'test');
    await sweepRefunds(world.core, world.tenantId, 'test');
    expect(sentBack(world)).toEqual([3_000n]);
    expect(await balancesOf(world)).toMatchObject({ '2040 L3': -7_400n, '4010': -2_200n, '2010 L2': -200n });
    expect(await balancesOf(world)).not.toHaveProperty('2070');
  });
});

describe('a wallet that does not carry the order', () => {
  it('refuses it before anything is held, tells the buyer nothing of it, and alerts the seller', async () => {
    const { world } = await arrange(5_000n);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 5);
    const l3 = world.chain[2]!.id;
    await personOf(base.database, { ctx: world.staff(), houseId: world.house.id }, l3);
    const mails = async () =>
      (
        await world.sql(`select 1 from notify.mail where tenant_id = $1 and template = 'wallet_short'`, [
          world.tenantId,
        ])
      ).length;
    // The first counts on 26 of the 50, though it is not paid.
    await placeFor(world, skuId);
    const refuse = async () =>
      await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'order_not_accepted', params: {} });
    await refuse();
    await refuse();
    expect(await mails()).toBe(1);
    const codes = await world.sql(`select state from inventory.card_code where sku_id = $1 and state <> 'available'`, [
      skuId,
    ]);
    expect(codes).toHaveLength(1);
    const alerts = await world.sql(
      `select distributor_id, params from notify.alert where tenant_id = $1 and kind = 'wallet.short' and closed_at is null`,
      [world.tenantId],
    );
    expect(alerts).toEqual([
      {
        distributor_id: world.chain[2]!.id,
        params: { needed: '26.00', spendable: '24.00', currency: 'CNY', needed_minor: '2600' },
      },
    ]);
    const open = async () =>
      await world.sql(`select 1 from notify.alert where tenant_id = $1 and closed_at is null`, [world.tenantId]);
    await sweepWallets(world.core, world.tenantId, 'test');
    // Its unpaid order counts on what is there.
    expect(await open()).toHaveLength(1);
    await fund(world, l3, 300n);
    await sweepWallets(world.core, world.tenantId, 'test');
    expect(await open()).toHaveLength(0);
    // Another shortage is told again, but once an hour.
    await fund(world, l3, -300n);
    await refuse();
    expect([(await open()).length, await mails()]).toEqual([1, 1]);
    await world.sql(`update notify.mail set dedupe = 'an hour ago' where tenant_id = $1`, [world.tenantId]);
    await fund(world, l3, 300n);
    await sweepWallets(world.core, world.tenantId, 'test');
    await fund(world, l3, -300n);
    await refuse();
    expect(await mails()).toBe(2);
  });

  it('sends money back through that gateway when it comes all the same, and books nothing', async () => {
    const { world, account } = await arrange(2_600n);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order, account.id);
    await fund(world, world.chain[2]!.id, -1n);
    world.outside.gateway.pay(reference);
    await payAt(world, account, order);
    expect(await stateOf(world, order)).toBe('awaiting_payment');
    await sweepSuspense(world.core, world.tenantId, 'test');
    expect(sentBack(world)).toEqual([3_000n]);
    expect(await balancesOf(world)).toEqual({ '2040 L3': -2_599n });
    const [event] = await world.sql<{ data: object }>(
      `select data from orders.order_event where order_id = $1 and kind = 'money_returned' and public`,
      [order.orderId],
    );
    expect(event!.data).toEqual({ reason: 'not_accepted', amount: '3000', currency: 'CNY' });
    const alerts = await world.sql(`select 1 from notify.alert where tenant_id = $1 and kind = 'wallet.short'`, [
      world.tenantId,
    ]);
    expect(alerts).toHaveLength(1);
    // Nobody is sent to pay what would come back again.
    await expect(startPaying(world, order, account.id)).rejects.toMatchObject({ code: 'order_not_accepted' });
  });

  it('delivers as much as credit reaches', async () => {
    const { world, account } = await arrange(0n);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 2);
    await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'order_not_accepted' });
    await world.sql('select ledger.set_floor($1, $2, $3, $4, $5)', [
      world.tenantId,
      'CNY',
      '2040',
      world.chain[2]!.id,
      -3_000n,
    ]);
    await buyAt(world, account, skuId);
    expect(await balancesOf(world)).toMatchObject({ '2040 L3': 2_600n });
    await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'order_not_accepted' });
  });

  it('carries exactly twenty of thirty-two buyers who pay at once; the others have their money back', async () => {
    const { world, account } = await arrange(32n * 2_600n);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 40);
    const orders = await Promise.all(Array.from({ length: 32 }, () => placeFor(world, skuId)));
    const references = await Promise.all(orders.map((order) => startPaying(world, order, account.id)));
    await fund(world, world.chain[2]!.id, -12n * 2_600n + 2_599n);
    await Promise.all(
      references.map(async (reference) => {
        const transaction = world.outside.gateway.pay(reference);
        await sendWebhook(world, [capturedEvent(reference, transaction)], account.hookAddress);
      }),
    );
    await sweepSuspense(world.core, world.tenantId, 'test');
    await sweepRefunds(world.core, world.tenantId, 'test');
    const states = await world.sql(
      'select state, count(*)::integer as n from orders.sales_order where tenant_id = $1 group by 1 order by 1',
      [world.tenantId],
    );
    expect(states).toEqual([
      { state: 'awaiting_payment', n: 12 },
      { state: 'delivered', n: 20 },
    ]);
    expect(sentBack(world)).toEqual(Array.from({ length: 12 }, () => 3_000n));
    expect(await balancesOf(world)).toMatchObject({ '2040 L3': -2_599n, '4010': -44_000n, '2010 L1': -4_000n });
    expect(await brokenInvariants(world)).toEqual([]);
  });
});

describe('the invariants of what is charged', () => {
  it.each([
    ['I36', `update orders.order_line set charge_amount = charge_amount + 1`],
    ['I36', `update orders.order_line set charge_refunded = 1`],
    ['I36', `update wallet.charge set amount = amount + 1`],
    ['I36', `delete from wallet.charge`],
    ['I36', `update orders.sales_order set collected_by = 'platform'`],
    ['I36', `update payments.gateway_account set distributor_id = null`],
    [
      'I36',
      `delete from orders.commission_line where earner_id = '{upline}'; update orders.commission_line set earner_id = '{seller}'`,
    ],
    ['I13', `update payments.receipt set collected_by = 'platform'`],
    ['I14', `update orders.order_line set charge_amount = charge_amount + 1`],
    ['I27', `update payments.receipt set collected_by = 'platform'`],
  ])('%s is found when it is broken: %s', async (invariant, statement) => {
    const { world, account } = await arrange();
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    await buyAt(world, account, skuId);
    const broken = async () =>
      (await verifyTenant(world.core, world.tenantId))
        .filter((result) => result.broken > 0)
        .map((one) => one.invariant);
    expect(await broken()).toEqual([]);
    const text = `${statement.replace('{seller}', world.chain[2]!.id).replace('{upline}', world.chain[0]!.id)} where tenant_id = '${world.tenantId}'`;
    await world.sql(`begin; set local session_replication_role = replica; ${text}; commit`);
    expect(await broken()).toContain(invariant);
    // The end of this file looks at every tenant: this one is no longer among them.
    await world.sql(
      `begin; set local session_replication_role = replica; delete from tenancy.tenant where tenant_id = '${world.tenantId}'; commit`,
    );
  });
});

describe('whose gateway takes what', () => {
  it('offers a shop the accounts of whoever collects, and an order those it was placed under', async () => {
    const { world, account } = await arrange();
    const skuId = await world.addSku();
    await world.addCodes(skuId, 3);
    const order = await placeFor(world, skuId);
    const methods = async (orderNo?: string) =>
      (await listPaymentMethods(order.buyer, orderNo)).map((method) => method.id);
    expect(await methods()).toEqual([account.id]);
    await expect(startPaying(world, order)).rejects.toMatchObject({ code: 'gateway_not_configured' });
    await setCollector(world.staff(), { distributorId: world.chain[2]!.id, allowed: false });
    expect(await methods()).toEqual([world.gatewayAccountId]);
    expect(await methods(order.orderNo)).toEqual([account.id]);
    await payAt(world, account, order);
    const later = await placeFor(world, skuId);
    await expect(startPaying(world, later, account.id)).rejects.toMatchObject({ code: 'gateway_not_configured' });
    await payFor(world, later);
    expect(await balancesOf(world)).toMatchObject({ '1020': 2_982n, '2040 L3': -7_400n, '2010 L3': -400n });
    await refund(world, order.orderNo);
    expect(await balancesOf(world)).toMatchObject({ '2040 L3': -10_000n, '2010 L3': -400n });
  });

  it('is switched only by who may and can', async () => {
    const world = await addTenantWorld(base.database);
    const seller = world.chain[2]!;
    const ctx = world.distributorStaff(seller);
    const collect = { shopId: world.shop.id, collectedBy: 'distributor' } as const;
    await expect(setShopCollection(ctx, collect)).rejects.toMatchObject({ code: 'collecting_not_allowed' });
    await expect(addAccount(world, seller)).rejects.toMatchObject({ code: 'collecting_not_allowed' });
    await setCollector(world.staff(), { distributorId: seller.id, allowed: true });
    await expect(setShopCollection(ctx, collect)).rejects.toMatchObject({ code: 'shop_not_ready' });
    const account = await addAccount(world, seller);
    const other = world.distributorStaff(world.chain[1]!);
    await expect(setShopCollection(other, collect)).rejects.toMatchObject({ code: 'not_found' });
    const { changeOwnAccount, testOwnAccount } = await import('../payments/index.ts');
    const change = { accountId: account.id, enabled: false };
    for (const stranger of [other, base.distributorStaff(base.chain[2]!)]) {
      await expect(changeOwnAccount(stranger, change)).rejects.toMatchObject({ code: 'not_found' });
      await expect(testOwnAccount(stranger, change)).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(setCollector(world.staff(), { distributorId: world.house.id, allowed: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await testOwnAccount(ctx, change)).toMatchObject({ outcome: 'ok' });
    await setShopCollection(ctx, collect);
    expect(await readCollecting(ctx)).toMatchObject({
      allowed: true,
      accounts: [{ id: account.id, enabled: true }],
      shops: [{ collectedBy: 'distributor' }],
    });
    await changeOwnAccount(ctx, change);
    expect(await readCollecting(other)).toMatchObject({ allowed: false, accounts: [] });
  });

  it('is never switched behind the end of the permission', async () => {
    const { world } = await arrange();
    const [seller, shopId] = [world.chain[2]!, world.shop.id];
    const ctx = world.distributorStaff(seller);
    for (let n = 0; n < 5; n += 1) {
      await setCollector(world.staff(), { distributorId: seller.id, allowed: true });
      await setShopCollection(ctx, { shopId, collectedBy: 'platform' });
      await Promise.allSettled([
        setShopCollection(ctx, { shopId, collectedBy: 'distributor' }),
        setCollector(world.staff(), { distributorId: seller.id, allowed: false }),
      ]);
      expect((await readCollecting(ctx)).shops).toMatchObject([{ collectedBy: 'platform' }]);
    }
  });

  it('sells nothing of the percentage model', async () => {
    const { world } = await arrange();
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    await setSkuModels(world.staff(), { skuIds: [skuId as SkuId], model: 'percentage' });
    await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'sku_unavailable' });
  });
});
