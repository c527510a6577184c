import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../errors.ts';
import {
  brokenInvariants,
  capturedEvent,
  payFor,
  placeFor,
  sendWebhook,
  startPaying,
  stateOf,
} from '../orders/testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approveRefund, requestRefund, sweepRefunds } from '../payments/index.ts';
import { resolveHost } from '../shops/index.ts';
import { assertTenantActive, setTenantStatus } from './index.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

const setTo = (status: 'active' | 'suspended') =>
  setTenantStatus(world.core, world.tenantId, { status, reason: 'a reason' }, 'test');
const shopStatus = async () => (await resolveHost(world.core.db, `${world.shop.slug}.localhost`))?.status;

describe('a suspended tenant', () => {
  it('sells nothing and lets nobody in, while what was begun is finished', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 4);
    const begun = await placeFor(world, skuId);
    const reference = await startPaying(world, begun);
    const sold = await placeFor(world, skuId);
    await payFor(world, sold, { fee: 0n });
    const { refundId } = await requestRefund(world.staff('support'), { orderNo: sold.orderNo, reason: 'asked' });
    await approveRefund(world.staff('finance'), { refundId });

    expect(await shopStatus()).toBe('open');
    expect(await setTo('suspended')).toEqual({ isChanged: true });
    expect(await setTo('suspended')).toEqual({ isChanged: false });
    expect(await shopStatus()).toBe('closed');
    await expect(placeFor(world, skuId)).rejects.toMatchObject({ code: 'shop_closed' });
    await expect(assertTenantActive(world.staff())).rejects.toThrow(DomainError);

    await sendWebhook(world, [capturedEvent(reference, world.outside.gateway.pay(reference, { fee: 0n }))]);
    expect(await stateOf(world, begun)).toBe('delivered');
    await sweepRefunds(world.core, world.tenantId, 'test');
    expect(await world.sql('select state from payments.refund where id = $1', [refundId])).toEqual([{ state: 'done' }]);

    expect(await setTo('active')).toEqual({ isChanged: true });
    await assertTenantActive(world.staff());
    expect((await placeFor(world, skuId)).state).toBe('awaiting_payment');
    const audit = await world.sql(
      `select action, actor_kind, data from audit.entry where tenant_id = $1 and action like 'tenants.%' order by created_at`,
      [world.tenantId],
    );
    expect(audit).toEqual([
      { action: 'tenants.suspend', actor_kind: 'operator', data: { reason: 'a reason' } },
      { action: 'tenants.activate', actor_kind: 'operator', data: { reason: 'a reason' } },
    ]);
  });
});
