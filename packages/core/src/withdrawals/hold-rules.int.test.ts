import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrder } from '../delivery/index.ts';
import { payFor, placeFor, type TestOrder } from '../orders/testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { flagOrderRisk, getHoldRules, saveHoldRules } from './index.ts';

let world: SaleWorld;
let skuId = '';
beforeAll(async () => {
  world = await createSaleWorld();
  skuId = await world.addSku();
  await world.addCodes(skuId, 10);
});
afterAll(() => world.close());

async function sell(): Promise<TestOrder> {
  const order = await placeFor(world, skuId);
  await payFor(world, order, { fee: 0n });
  return order;
}

/** Days each share of an order waits. */
async function holdOf(order: TestOrder): Promise<number[]> {
  const rows = await world.sql<{ days: number }>(
    `select extract(day from release_at - created_at)::integer as days from orders.commission_line where order_id = $1`,
    [order.orderId],
  );
  return rows.map((row) => row.days);
}

describe('income waits', () => {
  it('as long as the account that took the money says, else the tenant; a doubted order longer', async () => {
    const staff = world.staff();
    expect(await holdOf(await sell())).toEqual([7, 7, 7]);
    const rules = await getHoldRules(staff);
    expect(rules).toMatchObject({ usualDays: 7, riskyDays: 30, accounts: [{ days: null }] });
    const accounts = rules.accounts.map(({ id }) => ({ id, days: 2 }));
    await saveHoldRules(staff, { usualDays: 9, riskyDays: 45, accounts });
    const quick = await sell();
    expect(await holdOf(quick)).toEqual([2, 2, 2]);
    await flagOrderRisk(staff, { orderNo: quick.orderNo, note: 'The card was reported stolen.' });
    expect(await holdOf(quick)).toEqual([45, 45, 45]);
    const shown = async () => (await readOrder(staff, { orderNo: quick.orderNo })).doubt;
    expect(await shown()).toMatchObject({ note: 'The card was reported stolen.' });
    // Taking the doubt back shortens nothing.
    await flagOrderRisk(staff, { orderNo: quick.orderNo, note: null });
    expect(await holdOf(quick)).toEqual([45, 45, 45]);
    expect(await shown()).toBeNull();
    await saveHoldRules(staff, {
      usualDays: 9,
      riskyDays: 45,
      accounts: accounts.map(({ id }) => ({ id, days: null })),
    });
    const doubted = await placeFor(world, skuId);
    await flagOrderRisk(staff, { orderNo: doubted.orderNo, note: 'New buyer, large amount.' });
    await payFor(world, doubted, { fee: 0n });
    expect(await holdOf(doubted)).toEqual([45, 45, 45]);
    expect(await holdOf(await sell())).toEqual([9, 9, 9]);
    await expect(flagOrderRisk(staff, { orderNo: 'NOBODYSORDER0000', note: 'x' })).rejects.toMatchObject({
      code: 'order_not_found',
    });
  });
});
