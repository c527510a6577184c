import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fulfilTopUp, revealCodes, sweepDeliver, sweepSettle } from '../delivery/index.ts';
import { isDomainError } from '../errors.ts';
import { approveRefund, requestRefund, sweepClosing, sweepRefunds, sweepSuspense } from '../payments/index.ts';
import {
  brokenInvariants,
  capturedEvent,
  payFor,
  placeFor,
  sendWebhook,
  startPaying,
  stateOf,
  type TestOrder,
} from './testing/sale-steps.ts';
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

const codesOf = async (skuId: string): Promise<Record<string, number>> => {
  const rows = await world.sql<{ state: string; count: bigint }>(
    'select state, count(*) from inventory.card_code where sku_id = $1 group by state',
    [skuId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
};

describe('200 buyers and 50 codes', () => {
  it('delivers exactly fifty, refuses the others cleanly, and nobody waits for anybody', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 50);
    const buyers = await Promise.all(Array.from({ length: 200 }, () => world.addBuyer()));
    const outcomes = await Promise.all(
      buyers.map(async (buyer) => {
        try {
          const order = await placeFor(world, skuId, 1, { buyer });
          await payFor(world, order);
          return await stateOf(world, order);
        } catch (error) {
          if (isDomainError(error)) return error.code;
          throw error;
        }
      }),
    );
    const counted = Object.fromEntries(
      [...Map.groupBy(outcomes, (outcome) => outcome)].map(([outcome, all]) => [outcome, all.length]),
    );
    expect(counted).toEqual({ delivered: 50, out_of_stock: 150 });
    expect(await codesOf(skuId)).toEqual({ sold: 50 });
    const delivered = await world.sql<{ count: bigint; codes: bigint }>(
      `select count(*), count(distinct d.code_id) as codes from delivery.delivery d join orders.order_line l on l.order_id = d.order_id and l.line = d.line where l.sku_id = $1`,
      [skuId],
    );
    expect(delivered).toEqual([{ count: 50n, codes: 50n }]);
  }, 60_000);

  it('gives a second chance to those who come while unpaid orders are closed', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 10);
    const idle = await Promise.all(Array.from({ length: 10 }, () => placeFor(world, skuId)));
    await Promise.all(idle.slice(0, 5).map((order) => startPaying(world, order)));
    await world.database.advanceClock('16 minutes');
    const late = Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let tries = 0; tries < 40; tries += 1) {
          try {
            const order = await placeFor(world, skuId);
            await payFor(world, order);
            return await stateOf(world, order);
          } catch (error) {
            if (!isDomainError(error, 'out_of_stock')) throw error;
            await sleep(25);
          }
        }
        return 'gave up';
      }),
    );
    await Promise.all([
      late,
      sweepClosing(world.core, world.tenantId, 't'),
      sweepClosing(world.core, world.tenantId, 't'),
    ]);
    const outcomes = await late;
    expect(outcomes.filter((outcome) => outcome === 'delivered')).toHaveLength(10);
    expect(await codesOf(skuId)).toEqual({ sold: 10 });
    expect(await Promise.all(idle.map((order) => stateOf(world, order)))).toEqual(idle.map(() => 'closed'));
  }, 60_000);
});

describe('races', () => {
  it('of late money for the last code: one buyer gets it, the others their money', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const late: { order: TestOrder; reference: string }[] = [];
    for (let index = 0; index < 4; index += 1) {
      const order = await placeFor(world, skuId);
      late.push({ order, reference: await startPaying(world, order) });
      await world.database.advanceClock('16 minutes');
      await sweepClosing(world.core, world.tenantId, 't');
    }
    const events = late.map(({ reference }) => capturedEvent(reference, world.outside.gateway.pay(reference)));
    await Promise.all(events.map((event) => sendWebhook(world, [event])));
    const states = await Promise.all(late.map(({ order }) => stateOf(world, order)));
    expect(states.toSorted()).toEqual(['closed', 'closed', 'closed', 'delivered']);
    await sweepSuspense(world.core, world.tenantId, 't');
    const refunds = await world.sql<{ state: string }>(
      'select f.state from payments.refund f where f.order_id = any ($1)',
      [late.map(({ order }) => order.orderId)],
    );
    expect(refunds).toEqual([{ state: 'done' }, { state: 'done' }, { state: 'done' }]);
  });

  it('of a refund with the delivery of the same units: each unit is delivered or paid back, never both', async () => {
    for (let round = 0; round < 8; round += 1) {
      const skuId = await world.addSku({ kind: 'top_up' });
      const order = await placeFor(world, skuId, 1, {
        lines: [{ skuId: skuId as never, quantity: 3, account: { uid: '12345' } }],
      });
      await payFor(world, order);
      const { refundId } = await requestRefund(world.staff(), {
        orderNo: order.orderNo,
        units: [{ line: 1, delivered: 0, undelivered: 2 }],
        reason: 'race',
      });
      const outcomes = await Promise.allSettled([
        approveRefund(world.staff(), { refundId }),
        fulfilTopUp(world.staff(), { orderNo: order.orderNo, line: 1, units: 3, evidence: 'race' }),
      ]);
      const refusals = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(refusals.every((refusal) => isDomainError(refusal))).toBe(true);
      const [line] = await world.sql<{
        delivered: number;
        refunded_open: number;
        amount: bigint;
        earned_amount: bigint;
        refunded_amount: bigint;
      }>(
        'select delivered, refunded_open, amount, earned_amount, refunded_amount from orders.order_line where order_id = $1',
        [order.orderId],
      );
      expect([`${line!.delivered}/${line!.refunded_open}`]).toEqual([expect.stringMatching(/^(3\/0|1\/2)$/)]);
      expect(line!.earned_amount + line!.refunded_amount).toBe(line!.amount);
    }
  });

  it('of a refund with the opening of the same code: what somebody has seen is written off, never put back', async () => {
    const skuId = await world.addSku();
    const [codeId] = await world.addSecretCodes(skuId, ['RACE-1']);
    const order = await placeFor(world, skuId);
    await payFor(world, order);
    const { refundId } = await requestRefund(world.staff(), { orderNo: order.orderNo, reason: 'race' });
    // Nobody can write a timeline: the opening stands still between reading the delivery and its commit.
    const pause = world.sql('begin; lock table orders.order_event in exclusive mode; select pg_sleep(0.8); commit');
    await sleep(100);
    const opening = revealCodes(order.buyer, { orderNo: order.orderNo, line: 1 });
    await sleep(200);
    const refunding = approveRefund(world.staff(), { refundId });
    await Promise.all([pause, opening, refunding]);
    expect((await opening)[0]?.secret).toBe('RACE-1');
    expect(await world.sql('select state from inventory.card_code where id = $1', [codeId])).toEqual([
      { state: 'void' },
    ]);
  });

  it('of many sweepers: everything is done once', async () => {
    const skuId = await world.addSku({ columns: { when_empty: 'backorder', backorder_hours: 1 } });
    const orders = await Promise.all(Array.from({ length: 6 }, () => placeFor(world, skuId)));
    for (const order of orders) await payFor(world, order);
    await world.addCodes(skuId, 3);
    await Promise.all(Array.from({ length: 4 }, () => sweepDeliver(world.core, world.tenantId, 't')));
    expect(await codesOf(skuId)).toEqual({ sold: 3 });
    await world.database.advanceClock('61 minutes');
    await Promise.all(Array.from({ length: 4 }, () => sweepSettle(world.core, world.tenantId, 't')));
    await Promise.all(Array.from({ length: 4 }, () => sweepRefunds(world.core, world.tenantId, 't')));
    const states = await Promise.all(orders.map((order) => stateOf(world, order)));
    expect(states.toSorted()).toEqual([
      'delivered',
      'delivered',
      'delivered',
      'refund_only',
      'refund_only',
      'refund_only',
    ]);
    const refunds = await world.sql<{ state: string; amount: bigint }>(
      'select state, amount from payments.refund where order_id = any ($1)',
      [orders.map((order) => order.orderId)],
    );
    expect(refunds).toEqual(Array.from({ length: 3 }, () => ({ state: 'done', amount: 3_000n })));
  });
});
