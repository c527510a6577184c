import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  brokenInvariants,
  capturedEvent,
  payFor,
  placeFor,
  sendWebhook,
  startPaying,
  stateOf,
  type TestOrder,
} from '../orders/testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { PortError } from '../errors.ts';
import { cancelOrder } from './cancel-order.ts';
import { sweepAttempts } from './jobs/sweep-attempts.ts';
import { sweepClosing } from './jobs/sweep-closing.ts';
import { sweepSuspense } from './jobs/sweep-suspense.ts';
import { startPayment } from './start-payment.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});
afterEach(() => {
  world.outside.gateway.beforeClose = () => Promise.resolve();
});

async function stockedSku(codes = 1, columns: Record<string, unknown> = {}): Promise<string> {
  const skuId = await world.addSku({ columns });
  await world.addCodes(skuId, codes);
  return skuId;
}
const sweep = async (): Promise<void> => {
  await sweepClosing(world.core, world.tenantId, 'test');
};
const codeStates = async (skuId: string): Promise<string[]> =>
  (
    await world.sql<{ state: string }>('select state from inventory.card_code where sku_id = $1 order by state', [
      skuId,
    ])
  ).map((row) => row.state);
const attemptState = async (order: TestOrder): Promise<string[]> =>
  (
    await world.sql<{ state: string }>('select state from payments.attempt where order_id = $1 order by id', [
      order.orderId,
    ])
  ).map((row) => row.state);
const receipts = async (order: TestOrder) =>
  await world.sql('select outcome, reason from payments.receipt where order_id = $1 order by created_at, outcome', [
    order.orderId,
  ]);

describe('starting a payment', () => {
  it('writes the attempt first, asks once, and answers the same page again', async () => {
    const order = await placeFor(world, await stockedSku());
    const first = await startPaying(world, order);
    expect(await startPaying(world, order)).toBe(first);
    expect(world.outside.gateway.calls.filter((call) => call === `create ${first}`)).toHaveLength(1);
    const request = world.outside.gateway.payments.get(first)!.request;
    expect(request).toMatchObject({
      amount: 3_000n,
      currency: 'CNY',
      subject: 'Video VIP',
      notifyUrl: `http://127.0.0.1:4000/hooks/pay/${world.hookAddressOf(world.gatewayAccountId)}`,
    });
    expect(request.returnUrl).toBe(`http://${world.shop.slug}.localhost:4000/orders/${order.orderNo}`);
  });

  it('keeps an attempt without an answer, and goes on with it under the same reference', async () => {
    const order = await placeFor(world, await stockedSku());
    world.outside.gateway.faults.createPayment.push('done_but_timeout');
    await expect(startPaying(world, order)).rejects.toMatchObject({ code: 'gateway_unavailable', retryable: true });
    expect(await attemptState(order)).toEqual(['unknown']);
    const attemptId = await startPaying(world, order);
    expect(await attemptState(order)).toEqual(['pending']);
    expect([...world.outside.gateway.payments.keys()].filter((reference) => reference === attemptId)).toHaveLength(1);
  });

  it('ends an attempt the provider refused, and the next try is a new one', async () => {
    const order = await placeFor(world, await stockedSku());
    world.outside.gateway.faults.createPayment.push('refused');
    await expect(startPaying(world, order)).rejects.toMatchObject({ code: 'gateway_refused' });
    await startPaying(world, order);
    expect(await attemptState(order)).toEqual(['failed', 'pending']);
  });

  it('is for the own order only, in its own shop, while it waits', async () => {
    const skuId = await stockedSku(3);
    const order = await placeFor(world, skuId);
    const other = await world.addBuyer();
    await expect(startPaying(world, { ...order, buyer: other })).rejects.toMatchObject({ code: 'order_not_found' });
    await payFor(world, order);
    await expect(startPaying(world, order)).rejects.toMatchObject({
      code: 'order_not_payable',
      params: { state: 'delivered' },
    });
    const late = await placeFor(world, skuId);
    await world.database.advanceClock('16 minutes');
    await expect(startPaying(world, late)).rejects.toMatchObject({ code: 'order_not_payable' });
    await sweep();
  });

  it('refuses a disabled account and one that does not exist', async () => {
    const order = await placeFor(world, await stockedSku());
    await expect(
      startPayment(order.buyer, { orderNo: order.orderNo, accountId: order.orderId as never, host: 'x.localhost' }),
    ).rejects.toMatchObject({
      code: 'gateway_not_configured',
    });
  });
});

describe('polling', () => {
  it('finds money that no webhook told of', async () => {
    const order = await placeFor(world, await stockedSku());
    const reference = await startPaying(world, order);
    world.outside.gateway.pay(reference);
    await sweepAttempts(world.core, world.tenantId, 'test');
    expect(await stateOf(world, order)).toBe('awaiting_payment');
    await world.database.advanceClock('6 seconds');
    await sweepAttempts(world.core, world.tenantId, 'test');
    expect(await stateOf(world, order)).toBe('delivered');
  });

  it('asks ever more rarely, and tells a person when the provider is silent', async () => {
    const order = await placeFor(world, await stockedSku());
    const reference = await startPaying(world, order);
    const asked: number[] = [];
    for (const step of ['5 seconds', '15 seconds', '1 minute']) {
      await world.database.advanceClock(step);
      await sweepAttempts(world.core, world.tenantId, 'test');
      const rows = await world.sql<{ queries: number }>('select queries from payments.attempt where id = $1', [
        reference,
      ]);
      asked.push(rows[0]!.queries);
    }
    expect(asked).toEqual([1, 2, 3]);
    await world.sql('update payments.attempt set queries = 5 where id = $1', [reference]);
    world.outside.gateway.faults.query.push('timeout');
    await world.database.advanceClock('5 minutes');
    await sweepAttempts(world.core, world.tenantId, 'test');
    expect(await world.sql(`select subject from notify.alert where kind = 'payment.provider_silent'`)).toEqual([
      { subject: world.gatewayAccountId },
    ]);
  });
});

describe('closing', () => {
  it('gives codes and limits back only after the provider has confirmed', async () => {
    const skuId = await stockedSku(2, { max_per_buyer: 1 });
    const contact = { mail: 'limited@example.com', phone: null };
    const order = await placeFor(world, skuId, 1, { contact });
    const reference = await startPaying(world, order);
    await world.database.advanceClock('16 minutes');
    world.outside.gateway.beforeClose = async (asked) => {
      await Promise.resolve();
      if (asked === reference) throw new PortError('timeout', { retryable: true });
    };
    await sweep();
    expect(await stateOf(world, order)).toBe('closing');
    expect(await codeStates(skuId)).toEqual(['available', 'reserved']);
    world.outside.gateway.beforeClose = () => Promise.resolve();
    await world.database.advanceClock('15 seconds');
    await sweepAttempts(world.core, world.tenantId, 'test');
    await sweep();
    expect(await stateOf(world, order)).toBe('closed');
    expect(await attemptState(order)).toEqual(['closed']);
    expect(await codeStates(skuId)).toEqual(['available', 'available']);
    expect((await placeFor(world, skuId, 1, { contact })).state).toBe('awaiting_payment');
  });

  it('does not touch an order whose hold is not over', async () => {
    const order = await placeFor(world, await stockedSku());
    await world.database.advanceClock('14 minutes');
    await sweep();
    expect(await stateOf(world, order)).toBe('awaiting_payment');
  });

  it('is paid after all when the provider has taken the money meanwhile', async () => {
    const skuId = await stockedSku();
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    world.outside.gateway.pay(reference);
    await world.database.advanceClock('16 minutes');
    await sweep();
    expect(await stateOf(world, order)).toBe('delivered');
    expect(await attemptState(order)).toEqual(['captured']);
  });

  it('races a capture: the order ends paid once or closed with the money back, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const skuId = await stockedSku();
      const order = await placeFor(world, skuId);
      const reference = await startPaying(world, order);
      await world.database.advanceClock('16 minutes');
      const transaction = world.outside.gateway.pay(reference);
      await Promise.all([sweep(), sendWebhook(world, [capturedEvent(reference, transaction)]), sweep()]);
      await sweep();
      expect(await stateOf(world, order)).toBe('delivered');
      expect(await receipts(order)).toEqual([{ outcome: 'applied', reason: null }]);
      expect(await codeStates(skuId)).toEqual(['sold']);
    }
  });

  it('closes at the provider what was left open of a paid order, and sends a second payment back', async () => {
    const second = await world.addGatewayAccount();
    const skuId = await stockedSku(2);
    const order = await placeFor(world, skuId);
    const firstRef = await startPaying(world, order, world.gatewayAccountId);
    const secondRef = await startPaying(world, order, second);
    const transaction = world.outside.gateway.pay(secondRef);
    await sendWebhook(world, [capturedEvent(secondRef, transaction)], world.hookAddressOf(second));
    world.outside.gateway.pay(firstRef);
    await world.database.advanceClock('10 seconds');
    await sweepAttempts(world.core, world.tenantId, 'test');
    expect(await receipts(order)).toEqual(
      expect.arrayContaining([
        { outcome: 'applied', reason: null },
        { outcome: 'suspense', reason: 'double' },
      ]),
    );
    await sweepSuspense(world.core, world.tenantId, 'test');
    expect(
      await world.sql('select state, cause, amount from payments.refund where order_id = $1', [order.orderId]),
    ).toEqual([{ state: 'done', cause: 'double_payment', amount: 3_000n }]);
  });
});

describe('late money', () => {
  async function closedOrder(skuId: string): Promise<{ order: TestOrder; reference: string }> {
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    await world.database.advanceClock('16 minutes');
    await sweep();
    expect(await stateOf(world, order)).toBe('closed');
    return { order, reference };
  }

  it('re-opens the order when its goods are still there', async () => {
    const { order, reference } = await closedOrder(await stockedSku());
    await sendWebhook(world, [capturedEvent(reference, world.outside.gateway.pay(reference))]);
    expect(await stateOf(world, order)).toBe('delivered');
    const kinds = await world.sql<{ kind: string }>('select kind from orders.order_event where order_id = $1', [
      order.orderId,
    ]);
    expect(kinds.map((row) => row.kind)).toContain('reopened');
  });

  it('goes back by itself when the goods are gone, and nothing is held for it', async () => {
    const skuId = await stockedSku();
    const { order, reference } = await closedOrder(skuId);
    await payFor(world, await placeFor(world, skuId));
    await sendWebhook(world, [capturedEvent(reference, world.outside.gateway.pay(reference))]);
    expect(await stateOf(world, order)).toBe('closed');
    expect(await receipts(order)).toEqual([{ outcome: 'suspense', reason: 'out_of_stock' }]);
    await sweepSuspense(world.core, world.tenantId, 'test');
    expect(
      await world.sql('select state, by_system, cause from payments.refund where order_id = $1', [order.orderId]),
    ).toEqual([{ state: 'done', by_system: true, cause: 'late_payment' }]);
    await sweepSuspense(world.core, world.tenantId, 'test');
    expect(await world.sql('select count(*) from payments.refund where order_id = $1', [order.orderId])).toEqual([
      { count: 1n },
    ]);
    expect(await codeStates(skuId)).toEqual(['sold']);
  });

  it('of another amount goes back too', async () => {
    const { order, reference } = await closedOrder(await stockedSku());
    await sendWebhook(world, [capturedEvent(reference, world.outside.gateway.pay(reference, { amount: 2_500n }))]);
    expect(await stateOf(world, order)).toBe('closed');
    expect(await receipts(order)).toEqual([{ outcome: 'suspense', reason: 'wrong_amount' }]);
  });

  it('does not lift a buyer over his limit', async () => {
    const skuId = await stockedSku(5, { max_per_buyer: 1 });
    const contact = { mail: 'late-limit@example.com', phone: null };
    const order = await placeFor(world, skuId, 1, { contact });
    const reference = await startPaying(world, order);
    await world.database.advanceClock('16 minutes');
    await sweep();
    await payFor(world, await placeFor(world, skuId, 1, { contact }));
    await sendWebhook(world, [capturedEvent(reference, world.outside.gateway.pay(reference))]);
    expect(await receipts(order)).toEqual([{ outcome: 'suspense', reason: 'late' }]);
    expect(await world.sql('select used from orders.limit_counter where sku_id = $1', [skuId])).toEqual([{ used: 1 }]);
  });
});

describe('cancelling', () => {
  it('closes at once where no payment was started', async () => {
    const skuId = await stockedSku();
    const order = await placeFor(world, skuId);
    expect(await cancelOrder(order.buyer, { orderNo: order.orderNo })).toEqual({ state: 'closed' });
    expect(await codeStates(skuId)).toEqual(['available']);
    expect(await cancelOrder(order.buyer, { orderNo: order.orderNo })).toEqual({ state: 'closed' });
  });

  it('waits for the provider where one was', async () => {
    const order = await placeFor(world, await stockedSku());
    await startPaying(world, order);
    expect(await cancelOrder(order.buyer, { orderNo: order.orderNo })).toEqual({ state: 'closing' });
    await sweepAttempts(world.core, world.tenantId, 'test');
    await sweep();
    expect(await stateOf(world, order)).toBe('closed');
  });

  it('is not for paid orders, nor for other buyers', async () => {
    const order = await placeFor(world, await stockedSku());
    await expect(cancelOrder(await world.addBuyer(), { orderNo: order.orderNo })).rejects.toMatchObject({
      code: 'order_not_found',
    });
    await payFor(world, order);
    await expect(cancelOrder(order.buyer, { orderNo: order.orderNo })).rejects.toMatchObject({
      code: 'not_cancellable',
    });
    expect(
      (await cancelOrder(world.staff(), { orderNo: (await placeFor(world, await stockedSku())).orderNo })).state,
    ).toBe('closed');
  });
});
