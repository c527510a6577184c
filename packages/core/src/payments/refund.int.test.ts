import type { RefundId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revealCodes } from '../delivery/index.ts';
import { sweepRelease, type RefundUnits } from '../orders/index.ts';
import { brokenInvariants, payFor, placeFor, stateOf, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approveRefund, rejectRefund } from './approve-refund.ts';
import { sweepRefunds } from './jobs/sweep-refunds.ts';
import { requestRefund } from './request-refund.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(base);
  await base.close();
  expect(broken).toEqual([]);
});

/** A tenant whose one SKU costs 20, 22, 24, 26 and sells at 30, with a delivered order. */
async function soldWorld(quantity = 1): Promise<{ world: SaleWorld; order: TestOrder }> {
  const world = await addTenantWorld(base.database);
  const skuId = await world.addSku();
  await world.addSecretCodes(
    skuId,
    Array.from({ length: quantity }, (_, index) => `CODE-${index}`),
  );
  const order = await placeFor(world, skuId, quantity);
  await payFor(world, order, { fee: 0n });
  return { world, order };
}

async function refund(
  world: SaleWorld,
  order: TestOrder,
  wish: { units?: readonly RefundUnits[]; goodwill?: bigint } = {},
): Promise<string> {
  const { refundId } = await requestRefund(world.staff('support'), {
    orderNo: order.orderNo,
    reason: 'asked',
    ...wish,
  });
  await approveRefund(world.staff('finance'), { refundId });
  return refundId;
}

/** Lets every hold end, then lets a distributor spend all but `left` of its available income. */
async function releaseAndSpend(world: SaleWorld, level: number, left: bigint): Promise<void> {
  await world.sql(`update orders.commission_line set release_at = app.now() where tenant_id = $1`, [world.tenantId]);
  await sweepRelease(world.core, world.tenantId, 'test');
  const owner = world.chain[level]!.id;
  const rows = await world.sql<{ amount: bigint }>(
    `select -amount as amount from ledger.account_balance where tenant_id = $1 and code = '2020' and owner_id = $2`,
    [world.tenantId, owner],
  );
  const spent = (rows[0]?.amount ?? 0n) - left;
  if (spent > 0n) {
    await world.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      world.tenantId,
      `spend:${owner}`,
      'adjustment',
      'CNY',
      ['2020', '3010'],
      [owner, '00000000-0000-0000-0000-000000000000'],
      [spent, -spent],
    ]);
  }
}

const journalOf = async (world: SaleWorld, idemKey: string): Promise<Record<string, bigint>> => {
  const rows = await world.sql<{ code: string; owner: string; amount: bigint }>(
    `select e.account_code as code, e.owner_id as owner, e.amount from ledger.entry e
       join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id where j.tenant_id = $1 and j.idem_key = $2`,
    [world.tenantId, idemKey],
  );
  return Object.fromEntries(
    rows.map((row) => {
      const level = world.chain.findIndex((distributor) => distributor.id === row.owner);
      return [level >= 0 ? `${row.code} L${level + 1}` : row.code, row.amount];
    }),
  );
};

describe('the worked examples of money.md 1.4', () => {
  it('takes everything back after release, and what L3 has withdrawn becomes debt', async () => {
    const { world, order } = await soldWorld();
    await releaseAndSpend(world, 2, 82n);
    const refundId = await refund(world, order);
    expect(await journalOf(world, `refund:${refundId}:approve`)).toEqual({
      '4010': 2_200n,
      '2020 L1': 200n,
      '2020 L2': 200n,
      '2020 L3': 82n,
      '1210 L3': 318n,
      '2060': -3_000n,
    });
    await sweepRefunds(world.core, world.tenantId, 'test');
    expect(await journalOf(world, `refund:${refundId}:confirm`)).toEqual({ '2060': 3_000n, '1020': -3_000n });
    expect(world.outside.gateway.refunds.get(refundId)?.request).toMatchObject({ amount: 3_000n, reference: refundId });
    expect((await world.balances())['1210 L3']).toBe(318n);
  });

  it('takes 10.00 of 30.00 and then the rest, exactly, whatever is pending or gone', async () => {
    const { world, order } = await soldWorld();
    // L3's share is released and spent down to 0.64; the others' are still pending.
    await world.sql(
      `update orders.commission_line set release_at = app.now() where tenant_id = $1 and earner_id = $2`,
      [world.tenantId, world.chain[2]!.id],
    );
    await sweepRelease(world.core, world.tenantId, 'test');
    await world.sql(
      `update orders.commission_line set release_at = app.now() + interval '7 days' where tenant_id = $1`,
      [world.tenantId],
    );
    await world.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      world.tenantId,
      'spend:l3',
      'adjustment',
      'CNY',
      ['2020', '3010'],
      [world.chain[2]!.id, '00000000-0000-0000-0000-000000000000'],
      [336n, -336n],
    ]);
    const first = await refund(world, order, { goodwill: 1_000n });
    expect(await journalOf(world, `refund:${first}:approve`)).toEqual({
      '4010': 732n,
      '2010 L1': 67n,
      '2010 L2': 67n,
      '2020 L3': 64n,
      '1210 L3': 70n,
      '2060': -1_000n,
    });
    const second = await refund(world, order);
    expect(await journalOf(world, `refund:${second}:approve`)).toEqual({
      '4010': 1_468n,
      '2010 L1': 133n,
      '2010 L2': 133n,
      '1210 L3': 266n,
      '2060': -2_000n,
    });
  });

  it('repays debt out of the next income before anything becomes available', async () => {
    const { world, order } = await soldWorld();
    await releaseAndSpend(world, 2, 0n);
    await refund(world, order);
    expect((await world.balances())['1210 L3']).toBe(400n);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 2);
    await payFor(world, await placeFor(world, skuId, 2));
    await releaseAndSpend(world, 2, 10_000n);
    const balances = await world.balances();
    expect(balances['1210 L3']).toBeUndefined();
    expect(balances['2020 L3']).toBe(-400n);
  });

  it('leaves the fee a seller has borne with it, and claws no more than its share', async () => {
    const world = await addTenantWorld(base.database);
    const account = await world.addGatewayAccount('seller');
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId);
    await payFor(world, order, {}, account);
    const refundId = await refund(world, order);
    // 4.00 less the fee of 0.18 was pending; the 0.18 that is missing becomes debt.
    expect(await journalOf(world, `refund:${refundId}:approve`)).toMatchObject({ '2010 L3': 382n, '1210 L3': 18n });
  });
});

describe('returned goods', () => {
  it('quarantines what nobody has opened and writes off what somebody has', async () => {
    const { world, order } = await soldWorld(3);
    await revealCodes(order.buyer, { orderNo: order.orderNo, line: 1, units: [2] });
    const first = await refund(world, order, { units: [{ line: 1, delivered: 2, undelivered: 0 }] });
    expect(await journalOf(world, `refund:${first}:restock`)).toEqual({ '1110': 4_000n, '5010': -4_000n });
    const units = await world.sql<{ unit: number }>(
      'select unit from delivery.delivery where order_id = $1 and returned_at is not null order by unit',
      [order.orderId],
    );
    expect(units.map((row) => row.unit)).toEqual([1, 3]);
    const second = await refund(world, order);
    expect(await journalOf(world, `refund:${second}:loss`)).toEqual({ '5050': 2_000n, '5010': -2_000n });
    const states = await world.sql<{ state: string }>(
      'select state from inventory.card_code where tenant_id = $1 order by state',
      [world.tenantId],
    );
    expect(states.map((row) => row.state)).toEqual(['quarantined', 'quarantined', 'void']);
    await expect(revealCodes(order.buyer, { orderNo: order.orderNo, line: 1 })).rejects.toMatchObject({
      code: 'delivery_not_ready',
    });
    expect(await stateOf(world, order)).toBe('delivered');
  });

  it('of a scheduled order gives the held codes back and claws nobody', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 3);
    const now = (await world.sql<{ now: Date }>('select app.now() as now'))[0]!.now;
    const order = await placeFor(world, skuId, 3, { deliverAt: new Date(now.getTime() + 3_600_000) });
    await payFor(world, order);
    const one = await refund(world, order, { units: [{ line: 1, delivered: 0, undelivered: 1 }] });
    expect(await journalOf(world, `refund:${one}:approve`)).toEqual({ '2070': 3_000n, '2060': -3_000n });
    const states = async () =>
      (
        await world.sql<{ state: string }>(
          'select state from inventory.card_code where tenant_id = $1 order by state',
          [world.tenantId],
        )
      ).map((row) => row.state);
    expect(await states()).toEqual(['available', 'reserved', 'reserved']);
    expect(await stateOf(world, order)).toBe('paid');
    await refund(world, order);
    expect(await states()).toEqual(['available', 'available', 'available']);
    expect(await stateOf(world, order)).toBe('refund_only');
  });
});

describe('who may do what', () => {
  it('never lets one person ask and approve', async () => {
    const { world, order } = await soldWorld();
    const owner = world.staff('owner');
    const { refundId } = await requestRefund(owner, { orderNo: order.orderNo, reason: 'me' });
    await expect(approveRefund(owner, { refundId })).rejects.toMatchObject({ code: 'refund_own_request' });
    await rejectRefund(owner, { refundId, reason: 'changed my mind' });
    await expect(approveRefund(world.staff(), { refundId })).rejects.toMatchObject({ code: 'refund_state_conflict' });
    expect((await world.balances())['2060']).toBeUndefined();
    const actions = await world.sql<{ action: string }>(
      'select action from audit.entry where subject_id = $1 order by created_at',
      [refundId],
    );
    expect(actions.map((row) => row.action)).toEqual(['refunds.request', 'refunds.reject']);
  });

  it("lets a distributor ask for its own orders only, and nobody reach another tenant's", async () => {
    const { world, order } = await soldWorld();
    const own = world.distributorStaff(world.chain[2]!);
    const { refundId, amount } = await requestRefund(own, { orderNo: order.orderNo, reason: 'buyer asked' });
    expect(amount).toBe(3_000n);
    for (const level of [0, 1]) {
      await expect(
        requestRefund(world.distributorStaff(world.chain[level]!), { orderNo: order.orderNo, reason: 'x' }),
      ).rejects.toMatchObject({ code: 'order_not_found' });
    }
    const other = await addTenantWorld(base.database);
    await expect(requestRefund(other.staff(), { orderNo: order.orderNo, reason: 'x' })).rejects.toMatchObject({
      code: 'order_not_found',
    });
    await expect(approveRefund(other.staff(), { refundId })).rejects.toMatchObject({ code: 'not_found' });
    await approveRefund(world.staff(), { refundId });
  });

  it('refuses more than is left, nothing at all, and what was never paid', async () => {
    const { world, order } = await soldWorld(2);
    const staff = world.staff();
    const ask = async (wish: { units?: readonly RefundUnits[]; goodwill?: bigint }) =>
      await requestRefund(staff, { orderNo: order.orderNo, reason: 'x', ...wish });
    await expect(ask({ units: [{ line: 1, delivered: 3, undelivered: 0 }] })).rejects.toMatchObject({
      code: 'refund_units_exceeded',
    });
    await expect(ask({ units: [{ line: 1, delivered: 0, undelivered: 1 }] })).rejects.toMatchObject({
      code: 'refund_units_exceeded',
    });
    await expect(ask({ units: [{ line: 2, delivered: 1, undelivered: 0 }] })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(ask({ goodwill: 6_001n })).rejects.toMatchObject({ code: 'refund_exceeds_paid' });
    await refund(world, order);
    await expect(ask({})).rejects.toMatchObject({ code: 'refund_nothing' });
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const unpaid = await placeFor(world, skuId);
    await expect(requestRefund(staff, { orderNo: unpaid.orderNo, reason: 'x' })).rejects.toMatchObject({
      code: 'refund_nothing',
    });
  });

  it('approves once, and of two requests for the same units only one', async () => {
    const { world, order } = await soldWorld();
    const ids = await Promise.all(
      [1, 2].map(async () => (await requestRefund(world.staff(), { orderNo: order.orderNo, reason: 'x' })).refundId),
    );
    const checker = world.staff();
    const answers = await Promise.allSettled(
      [...ids, ...ids].map((refundId: RefundId) => approveRefund(checker, { refundId })),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect((await world.balances())['2060']).toBe(-3_000n);
  });
});

describe('at the provider', () => {
  it('asks again under the same reference until the money has left, and tells a person meanwhile', async () => {
    const { world, order } = await soldWorld();
    const { gateway } = world.outside;
    gateway.refundEnds = 'failed';
    const refundId = await refund(world, order);
    const state = async () =>
      (
        await world.sql<{ state: string; error_code: string | null }>(
          'select state, error_code from payments.refund where id = $1',
          [refundId],
        )
      )[0];
    await sweepRefunds(world.core, world.tenantId, 'test');
    expect(await state()).toEqual({ state: 'failed', error_code: 'card closed' });
    expect((await world.balances())['2060']).toBe(-3_000n);
    const alerts = async () =>
      await world.sql(
        `select closed_at is null as open from notify.alert where kind = 'refund.failed' and subject = $1`,
        [refundId],
      );
    expect(await alerts()).toEqual([{ open: true }]);
    gateway.refundEnds = 'submitted';
    await world.database.advanceClock('2 minutes');
    await sweepRefunds(world.core, world.tenantId, 'test');
    expect(await state()).toEqual({ state: 'submitted', error_code: null });
    gateway.refunds.get(refundId)!.state = 'done';
    await world.database.advanceClock('2 minutes');
    await sweepRefunds(world.core, world.tenantId, 'test');
    expect(await state()).toMatchObject({ state: 'done' });
    expect(await alerts()).toEqual([{ open: false }]);
    expect(gateway.calls.filter((call) => call === `refund ${refundId}`)).toHaveLength(2);
    expect((await world.balances())['2060']).toBeUndefined();
  });

  it('treats no answer as no answer: it is asked about and paid once', async () => {
    const { world, order } = await soldWorld();
    world.outside.gateway.faults.refund.push('done_but_timeout');
    const refundId = await refund(world, order);
    await sweepRefunds(world.core, world.tenantId, 'test');
    await world.database.advanceClock('2 minutes');
    await Promise.all([1, 2, 3].map(() => sweepRefunds(world.core, world.tenantId, 'test')));
    expect(await world.sql('select state from payments.refund where id = $1', [refundId])).toEqual([{ state: 'done' }]);
    expect(await journalOf(world, `refund:${refundId}:confirm`)).toEqual({ '2060': 3_000n, '1020': -3_000n });
    expect(world.outside.gateway.calls.filter((call) => call === `refund ${refundId}`)).toHaveLength(1);
  });
});
