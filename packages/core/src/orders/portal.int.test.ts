import type { LoginId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal } from '../context.ts';
import { approveRefund, requestRefund } from '../payments/index.ts';
import {
  explainIncome,
  listIncome,
  listPortalOrders,
  readIncomeTotals,
  readPortalDashboard,
  readPortalOrder,
  sweepRelease,
} from './index.ts';
import { brokenInvariants, payFor, placeFor, type TestOrder } from './testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld, type TestDistributor } from './testing/sale-world.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

/** A tenant whose one SKU costs 20, 22, 24, 26 along the chain and sells at 30, with delivered orders of one unit each. */
async function soldWorld(orders = 1): Promise<{ world: SaleWorld; placed: TestOrder[]; sibling: TestDistributor }> {
  const world = await addTenantWorld(base.database);
  const skuId = await world.addSku();
  await world.addCodes(skuId, orders);
  const placed: TestOrder[] = [];
  for (let n = 0; n < orders; n += 1) {
    const order = await placeFor(world, skuId, 1, { contact: { mail: 'buyer@example.com', phone: '+86 1380' } });
    await payFor(world, order, { fee: 0n });
    placed.push(order);
  }
  return { world, placed, sibling: await world.addDistributor(world.chain[1]!) };
}

const staffOf = (owner: Ctx<DistributorPrincipal>): Ctx<DistributorPrincipal> => ({
  ...owner,
  principal: { ...owner.principal, role: 'staff' },
});

/** Figures as they would stand in an answer, as unit price and as money. */
const figures = (...whole: string[]): string[] => whole.flatMap((text) => [`"${text}"`, `"${text}.00"`]);
const cny = (amount: string) => ({ amount, currency: 'CNY' });

describe("a distributor's own orders", () => {
  it('are its own alone, with its own share and nothing of the upline', async () => {
    const { world, placed, sibling } = await soldWorld();
    const order = placed[0]!;
    const [upper, middle, seller] = world.chain;
    const own = await readPortalOrder(world.distributorStaff(seller!), { orderNo: order.orderNo });
    expect(own).toMatchObject({
      state: 'delivered',
      amount: cny('30.00'),
      contactMail: 'buyer@example.com',
      shares: [{ line: 1, unitCost: '26', unitPrice: '30', amount: cny('4.00'), earned: cny('4.00') }],
    });
    expect(own.events.map((event) => event.kind)).toContain('paid');
    const told = JSON.stringify(own);
    for (const foreign of [upper!.id, middle!.id, world.house.id, ...figures('20', '22', '24', '2')])
      expect(told).not.toContain(foreign);

    for (const other of [upper!, middle!, sibling, world.house]) {
      const ctx = world.distributorStaff(other);
      await expect(readPortalOrder(ctx, { orderNo: order.orderNo })).rejects.toMatchObject({ code: 'order_not_found' });
      expect(await listPortalOrders(ctx, { limit: 50 })).toEqual({ items: [], nextCursor: null });
      expect(await listPortalOrders(ctx, { q: order.orderNo, limit: 50 })).toMatchObject({ items: [] });
      const wish = requestRefund(ctx, { orderNo: order.orderNo, reason: 'mine now' });
      await expect(wish).rejects.toMatchObject({ code: 'order_not_found' });
    }
  });

  it('are found by number, mail, phone and amount, page by page', async () => {
    const { world, placed } = await soldWorld(3);
    const ctx = world.distributorStaff(world.chain[2]!);
    const first = await listPortalOrders(ctx, { limit: 2 });
    const second = await listPortalOrders(ctx, { limit: 2, cursor: first.nextCursor });
    const numbers = [...first.items, ...second.items].map((row) => row.orderNo);
    expect(numbers).toEqual(placed.map((order) => order.orderNo).toReversed());
    expect(second.nextCursor).toBeNull();
    const oldest = await listPortalOrders(ctx, { limit: 2, sort: 'oldest' });
    const rest = await listPortalOrders(ctx, { limit: 2, sort: 'oldest', cursor: oldest.nextCursor });
    expect([...oldest.items, ...rest.items].map((row) => row.orderNo)).toEqual(placed.map((order) => order.orderNo));
    const found = async (q: string) => (await listPortalOrders(ctx, { q, limit: 50 })).items.length;
    expect(await found(placed[0]!.orderNo)).toBe(1);
    expect(await found('Buyer@example.com')).toBe(3);
    expect(await found('+86 1380')).toBe(3);
    expect(await found('30.00')).toBe(3);
    expect(await found('31.00')).toBe(0);
    expect(await found('some code')).toBe(0);
    await expect(listPortalOrders(ctx, { limit: 2, cursor: 'bm90LWEtY3Vyc29y' })).rejects.toMatchObject({
      code: 'cursor_invalid',
    });
  });

  it('show staff no income', async () => {
    const { world, placed } = await soldWorld();
    const staff = staffOf(world.distributorStaff(world.chain[2]!));
    const order = await readPortalOrder(staff, { orderNo: placed[0]!.orderNo });
    expect(order.shares).toEqual([]);
    const dashboard = await readPortalDashboard(staff);
    expect(dashboard).toMatchObject({ held: null, available: null, debt: null, today: { orders: 1, income: null } });
    expect(dashboard.bestSkus).toMatchObject([{ units: 1, income: null }]);
  });

  it('are refunded only after the wholesaler agreed, and in their own currency', async () => {
    const { world, placed } = await soldWorld();
    const { orderNo } = placed[0]!;
    const ctx = world.distributorStaff(world.chain[2]!);
    const foreign = requestRefund(ctx, { orderNo, goodwill: 100n, currency: 'USD', reason: 'sorry' });
    await expect(foreign).rejects.toMatchObject({ code: 'currency_mismatch' });
    const asked = await requestRefund(ctx, { orderNo, reason: 'asked' });
    expect(asked).toMatchObject({ amount: 3_000n, currency: 'CNY' });
    expect((await readPortalOrder(ctx, { orderNo })).refunded).toEqual(cny('0.00'));
    await approveRefund(world.staff('finance'), { refundId: asked.refundId });
    expect((await readPortalOrder(ctx, { orderNo })).refunded).toEqual(cny('30.00'));
  });
});

describe('income', () => {
  it('names the child it came through, and no buyer', async () => {
    const { world, placed, sibling } = await soldWorld();
    const { orderNo } = placed[0]!;
    const middle = world.distributorStaff(world.chain[1]!);
    const { items } = await listIncome(middle, { limit: 50 });
    expect(items).toMatchObject([
      {
        orderNo,
        line: 1,
        quantity: 1,
        skuName: 'Video VIP · 1 month',
        viaChild: 'Level 3',
        state: 'held',
        held: cny('2.00'),
        share: { unitCost: '24', unitPrice: '26', earned: cny('2.00'), clawed: cny('0.00') },
      },
    ]);
    expect(await explainIncome(middle, { orderNo, line: 1 })).toMatchObject({
      receives: cny('26.00'),
      pays: cny('24.00'),
      net: cny('2.00'),
    });
    const told = JSON.stringify([items, await explainIncome(middle, { orderNo, line: 1 })]);
    for (const foreign of [
      'buyer@',
      '+86',
      world.chain[0]!.id,
      placed[0]!.buyer.principal.buyerId,
      ...figures('30', '22', '4'),
    ])
      expect(told).not.toContain(foreign);

    const seller = await listIncome(world.distributorStaff(world.chain[2]!), { limit: 50 });
    expect(seller.items).toMatchObject([{ viaChild: null, held: cny('4.00') }]);
    expect(await listIncome(world.distributorStaff(sibling), { limit: 50 })).toMatchObject({ items: [] });
    const explained = explainIncome(world.distributorStaff(sibling), { orderNo, line: 1 });
    await expect(explained).rejects.toMatchObject({ code: 'order_not_found' });
  });

  it('moves from held to available, and is taken back by a refund from either', async () => {
    const { world, placed } = await soldWorld(2);
    const ctx = world.distributorStaff(world.chain[2]!);
    expect(await readIncomeTotals(ctx)).toEqual([
      { currency: 'CNY', held: cny('8.00'), available: cny('0.00'), debt: cny('0.00') },
    ]);
    await world.sql('update orders.commission_line set release_at = app.now() where tenant_id = $1 and order_id = $2', [
      world.tenantId,
      placed[0]!.orderId,
    ]);
    await sweepRelease(world.core, world.tenantId, 'test');
    expect(await readIncomeTotals(ctx)).toMatchObject([{ held: cny('4.00'), available: cny('4.00') }]);
    const { items } = await listIncome(ctx, { limit: 50 });
    expect(items.map((row) => row.state)).toEqual(['held', 'available']);

    const loginId = uuidv7() as LoginId;
    for (const order of placed) {
      const { refundId } = await requestRefund(world.staff('support', loginId), {
        orderNo: order.orderNo,
        reason: 'r',
      });
      await approveRefund(world.staff('finance'), { refundId });
    }
    expect((await listIncome(ctx, { limit: 50 })).items.map((row) => row.state)).toEqual(['taken_back', 'taken_back']);
    expect(await explainIncome(ctx, { orderNo: placed[0]!.orderNo, line: 1 })).toMatchObject({
      net: cny('0.00'),
      held: cny('0.00'),
    });
    expect(await readIncomeTotals(ctx)).toMatchObject([
      { held: cny('0.00'), available: cny('0.00'), debt: cny('0.00') },
    ]);
  });

  it('comes page by page without losing lines of one moment', async () => {
    const { world, placed } = await soldWorld(3);
    await world.sql('update orders.commission_line set created_at = app.now() where tenant_id = $1', [world.tenantId]);
    const ctx = world.distributorStaff(world.chain[2]!);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listIncome>> = await listIncome(ctx, { limit: 1, cursor });
      seen.push(...page.items.map((row) => row.orderNo));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(placed.map((order) => order.orderNo).toSorted());
  });
});

describe('the first page of the portal', () => {
  it('counts what was sold in own shops and what the downline earned', async () => {
    const { world, sibling } = await soldWorld(2);
    const seller = await readPortalDashboard(world.distributorStaff(world.chain[2]!));
    expect(seller).toMatchObject({
      currency: 'CNY',
      today: { orders: 2, units: 2, revenue: cny('60.00'), income: cny('8.00') },
      week: { orders: 2 },
      month: { revenue: cny('60.00') },
      held: cny('8.00'),
      bestSkus: [{ units: 2, income: cny('8.00'), name: 'Video VIP · 1 month' }],
      nextActions: [],
    });
    expect(seller.days).toHaveLength(30);
    expect(seller.days.at(-1)).toMatchObject({ orders: 2, income: cny('8.00') });
    expect(seller.days.slice(0, 29).every((day) => day.orders === 0)).toBe(true);

    const middle = await readPortalDashboard(world.distributorStaff(world.chain[1]!));
    expect(middle).toMatchObject({
      today: { orders: 0, revenue: cny('0.00'), income: cny('4.00') },
      nextActions: [{ kind: 'make_shop', count: 1 }],
    });
    const other = await readPortalDashboard(world.distributorStaff(sibling));
    expect(other).toMatchObject({ month: { orders: 0, income: cny('0.00') }, bestSkus: [], held: cny('0.00') });
  });

  it('lets a day begin where the tenant is', async () => {
    const { world, placed } = await soldWorld();
    const row = `update orders.sales_order set paid_at = ((app.now() at time zone t.timezone)::date)::timestamp at time zone t.timezone - interval '1 second'
      from tenancy.tenant t where t.tenant_id = sales_order.tenant_id and id = $1`;
    await world.sql(row, [placed[0]!.orderId]);
    const { today, week, days } = await readPortalDashboard(world.distributorStaff(world.chain[2]!));
    expect([today.orders, days.at(-2)?.orders, week.orders]).toEqual([0, 1, 1]);
  });
});

it('leaves every invariant of the ledger and of sales whole', async () => {
  expect(await brokenInvariants(base)).toEqual([]);
});
