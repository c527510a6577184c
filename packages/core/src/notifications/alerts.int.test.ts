import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx, StaffPrincipal } from '../context.ts';
import { capturedEvent, payFor, placeFor, sendWebhook, startPaying } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approveRefund, requestRefund, sweepRefunds, sweepSuspense } from '../payments/index.ts';
import { closeAlertByHand, listAlerts, sweepAlerts } from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

const check = (world: SaleWorld) => sweepAlerts(world.core, world.tenantId, 'test');
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

async function openAlerts(ctx: Ctx<StaffPrincipal>) {
  const { items } = await listAlerts(ctx, { isOpen: true, limit: 50 });
  return items.map(({ kind, subject, params }) => ({ kind, subject, params }));
}

async function expiringWorld(): Promise<{ world: SaleWorld; staff: Ctx<StaffPrincipal>; skuId: string }> {
  const world = await addTenantWorld(base.database);
  const skuId = await world.addSku();
  await world.addCodes(skuId, 3, { expiresAt: inDays(13) });
  await world.addCodes(skuId, 5, { expiresAt: inDays(15) });
  await world.addCodes(await world.addSku(), 2);
  return { world, staff: world.staff(), skuId };
}

describe('codes about to end', () => {
  it('are told per SKU, with how many, until they are gone', async () => {
    const { world, staff, skuId } = await expiringWorld();
    expect(await check(world)).toEqual({ done: 1 });
    expect(await openAlerts(staff)).toMatchObject([{ kind: 'codes.expiring', subject: skuId, params: { units: 3 } }]);
    expect(await check(world)).toEqual({ done: 0 });
    await world.addCodes(skuId, 1, { expiresAt: inDays(2) });
    await check(world);
    expect(await openAlerts(staff)).toMatchObject([{ subject: skuId, params: { units: 4 } }]);
    await world.sql(`update inventory.card_code set state = 'quarantined' where tenant_id = $1`, [world.tenantId]);
    await check(world);
    expect(await openAlerts(staff)).toEqual([]);
  });

  it('that a person has dealt with are not told again the same day', async () => {
    const { world, staff, skuId } = await expiringWorld();
    await check(world);
    const { items } = await listAlerts(staff, { isOpen: true, limit: 50 });
    await closeAlertByHand(staff, { alertId: items[0]!.id });
    await closeAlertByHand(staff, { alertId: items[0]!.id });
    await check(world);
    expect(await openAlerts(staff)).toEqual([]);
    const closings = await world.sql(
      `select from audit.entry where tenant_id = $1 and action = 'notifications.close_alert'`,
      [world.tenantId],
    );
    expect(closings).toHaveLength(1);
    await world.sql(`update notify.alert set created_at = created_at - interval '25 hours' where tenant_id = $1`, [
      world.tenantId,
    ]);
    await check(world);
    expect(await openAlerts(staff)).toMatchObject([{ kind: 'codes.expiring', subject: skuId }]);
  });

  it('are told once by however many look', async () => {
    const { world, staff } = await expiringWorld();
    await Promise.all([check(world), check(world), check(world), check(world)]);
    expect(await openAlerts(staff)).toHaveLength(1);
  });
});

describe('money that waits', () => {
  it('is told an hour after it came, and no longer once it is back', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    const pay = () => capturedEvent(reference, world.outside.gateway.pay(reference));
    await sendWebhook(world, [pay(), pay()]);
    await check(world);
    expect(await openAlerts(world.staff())).toEqual([]);
    await world.sql(
      `update payments.receipt set created_at = created_at - interval '61 minutes' where tenant_id = $1`,
      [world.tenantId],
    );
    await check(world);
    expect(await openAlerts(world.staff())).toMatchObject([
      {
        kind: 'payment.suspense',
        params: { reason: 'double', amount: '30.00', currency: 'CNY', order_no: order.orderNo },
      },
    ]);
    await sweepSuspense(world.core, world.tenantId, 'test');
    await check(world);
    expect(await openAlerts(world.staff())).toEqual([]);
  });
});

describe('a refund that the provider refuses', () => {
  it('is told from the first refusal until the money has left, without coming and going', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId);
    await payFor(world, order, { fee: 0n });
    const { refundId } = await requestRefund(world.staff('support'), { orderNo: order.orderNo, reason: 'asked' });
    await approveRefund(world.staff('finance'), { refundId });
    world.outside.gateway.faults.refund.push('refused', 'timeout');
    const wanted = [{ kind: 'refund.failed', subject: refundId, params: { order_no: order.orderNo } }];
    for (let turn = 0; turn < 2; turn += 1) {
      await sweepRefunds(world.core, world.tenantId, 'test');
      await check(world);
      expect(await openAlerts(world.staff())).toEqual(wanted);
      await world.sql('update payments.refund set next_try_at = app.now() where id = $1', [refundId]);
    }
    await sweepRefunds(world.core, world.tenantId, 'test');
    await check(world);
    expect(await openAlerts(world.staff())).toEqual([]);
    const { items } = await listAlerts(world.staff(), { isOpen: false, limit: 50 });
    expect(items).toHaveLength(1);
  });
});

describe('the list of alerts', () => {
  it("is the tenant's own, page by page and by kind; nobody closes another's", async () => {
    const { world, staff, skuId } = await expiringWorld();
    await world.insert('notify.alert', { id: skuId, kind: 'mail.failed', subject: 'm-1' });
    await check(world);
    // A distributor's alerts are its portal's.
    const hidden = { id: world.shop.id, kind: 'mail.failed', subject: 'm-2', distributor_id: world.chain[0]!.id };
    await world.insert('notify.alert', hidden);
    const first = await listAlerts(staff, { limit: 1 });
    const second = await listAlerts(staff, { limit: 1, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map((item) => item.kind).toSorted()).toEqual([
      'codes.expiring',
      'mail.failed',
    ]);
    expect(second.nextCursor).toBeNull();
    expect(await listAlerts(staff, { kinds: ['mail.failed'], limit: 50 })).toMatchObject({
      items: [{ subject: 'm-1' }],
    });
    await expect(listAlerts(staff, { limit: 1, cursor: 'e30' })).rejects.toMatchObject({ code: 'cursor_invalid' });

    const stranger = base.staff();
    expect(await listAlerts(stranger, { limit: 50 })).toMatchObject({ items: [] });
    for (const [ctx, alertId] of [
      [stranger, first.items[0]!.id],
      [staff, hidden.id],
    ] as const)
      await expect(closeAlertByHand(ctx, { alertId })).rejects.toMatchObject({ code: 'not_found' });
    expect((await listAlerts(staff, { isOpen: true, limit: 50 })).items).toHaveLength(2);
  });
});
