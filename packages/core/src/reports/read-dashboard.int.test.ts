import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { readDashboard } from './index.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(async () => {
  await world.close();
});

test('counts what was paid today, with the margin of the ledger, and shows nothing of another tenant', async () => {
  const skuId = await world.addSku();
  await world.addCodes(skuId, 5);
  await payFor(world, await placeFor(world, skuId, 2));
  const dashboard = await readDashboard(world.staff(), { days: 7 });
  expect(dashboard.today).toMatchObject({ orders: 1, units: 2, sales: { amount: '60.00', currency: 'CNY' } });
  // Two units at 22.00 to the house, which had cost 20.00 each.
  expect(dashboard.today.margin).toEqual({ amount: '4.00', currency: 'CNY' });
  expect(dashboard.series).toHaveLength(7);
  expect(dashboard.series.at(-1)).toMatchObject({ orders: 1, sales: { amount: '60.00' } });
  expect(dashboard.hours).toHaveLength(24);
  expect(dashboard.best[0]).toMatchObject({ skuId, units: 2, name: 'Video VIP · 1 month' });
  expect((await readDashboard(world.staff('support'), { days: 7 })).today.margin).toBeNull();
  const other = await addTenantWorld(world.database);
  expect((await readDashboard(other.staff(), { days: 30 })).period).toMatchObject({
    orders: 0,
    sales: { amount: '0.00' },
  });
});
