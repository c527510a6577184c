import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listInbox, sweepOutbox } from '../delivery/index.ts';
import type { BuyerPrincipal, Ctx } from '../context.ts';
import { capturedEvent, placeFor, sendWebhook, startPaying, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { cancelOrder, sweepClosing } from '../payments/index.ts';
import { sweepMails } from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

const MAIL = 'buyer@example.com';

/** Everything that follows a commit, as the worker does it. */
async function settle(world: SaleWorld): Promise<void> {
  await sweepOutbox(world.core, world.tenantId, 'test');
  await sweepMails(world.core, world.tenantId, 'test');
}

async function inboxOf(buyer: Ctx<BuyerPrincipal>): Promise<string[]> {
  return (await listInbox(buyer, { limit: 50 })).items.map((item) => item.kind);
}

describe('an order that is closed', () => {
  async function unpaid(): Promise<{ world: SaleWorld; order: TestOrder }> {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    return { world, order: await placeFor(world, skuId, 1, { contact: { mail: MAIL, phone: null } }) };
  }

  it('because nobody paid is told once, with what to do', async () => {
    const { world, order } = await unpaid();
    await world.sql(`update orders.sales_order set hold_until = app.now() - interval '1 minute' where id = $1`, [
      order.orderId,
    ]);
    await sweepClosing(world.core, world.tenantId, 'test');
    await settle(world);
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_unpaid']);
    expect(world.outside.mails.map((mail) => mail.subject)).toEqual([
      `Order ${order.orderNo} was not paid in time and is closed`,
    ]);
    expect(world.outside.mails[0]?.text).toContain('/find-order#');
  });

  it('by the shop is told as such, and by the buyer not at all', async () => {
    const byShop = await unpaid();
    await cancelOrder(byShop.world.staff(), { orderNo: byShop.order.orderNo });
    await settle(byShop.world);
    expect(await inboxOf(byShop.order.buyer)).toEqual(['order_closed']);
    expect(byShop.world.outside.mails[0]?.text).toContain('The shop cancelled your order');

    const byBuyer = await unpaid();
    await cancelOrder(byBuyer.order.buyer, { orderNo: byBuyer.order.orderNo });
    await settle(byBuyer.world);
    expect(await inboxOf(byBuyer.order.buyer)).toEqual([]);
    expect(byBuyer.world.outside.mails).toEqual([]);
  });

  it('and paid late before anybody was told is told as delivered only', async () => {
    const { world, order } = await unpaid();
    const reference = await startPaying(world, order);
    await world.sql(`update orders.sales_order set hold_until = app.now() - interval '1 minute' where id = $1`, [
      order.orderId,
    ]);
    await sweepClosing(world.core, world.tenantId, 'test');
    await sendWebhook(world, [capturedEvent(reference, world.outside.gateway.pay(reference))]);
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered']);
  });
});
