import { describe, expect, it, vi } from 'vitest';
import {
  adapterFor,
  payBy,
  paymentRequest,
  startTestSandbox,
  temporaryFolder,
  testApi,
} from './testing/test-sandbox.ts';
import { catchWebhooks, eventsOf } from './testing/webhook-catcher.ts';

vi.setConfig({ testTimeout: 20_000 });

/** A sandbox, our adapter, a platform's webhook address, and a payment that waits to be paid. */
async function scene(settings: Parameters<typeof startTestSandbox>[0] = {}) {
  const sandbox = await startTestSandbox(settings);
  const gateway = adapterFor(sandbox);
  const platform = await catchWebhooks();
  const request = paymentRequest({ notifyUrl: platform.url });
  const { providerRef } = await gateway.createPayment(request);
  const deliveries = async () => {
    const { json } = await testApi(sandbox, 'GET', `/events?payment_id=${providerRef}`);
    return (json as { events: { id: string; deliveries: { state: string; attempts: number; last_error: string }[] }[] })
      .events;
  };
  return { sandbox, gateway, platform, request, providerRef, deliveries };
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 150));

describe('a webhook', () => {
  it('tells of a capture in a form our adapter verifies', async () => {
    const { sandbox, gateway, platform, request, providerRef } = await scene();
    await payBy(sandbox, providerRef);
    await platform.untilCount(1);
    expect(eventsOf(platform.verdicts(gateway))).toMatchObject([
      {
        type: 'payment.captured',
        merchantId: 'm-first',
        providerRef,
        reference: request.reference,
        transaction: { amount: 3000n, currency: 'CNY', fee: 18n },
      },
    ]);
  });

  it('tells of closings and refunds too', async () => {
    const { sandbox, gateway, platform, providerRef } = await scene();
    const closing = paymentRequest({ notifyUrl: platform.url });
    await gateway.close({ providerRef: (await gateway.createPayment(closing)).providerRef });
    await payBy(sandbox, providerRef);
    const report = await gateway.query({ providerRef });
    const transactionId = report.state === 'unknown' ? '' : (report.transactions[0]?.transactionId ?? '');
    await gateway.refund({ reference: 'r-1', transactionId, amount: 3000n, currency: 'CNY', reason: 'test' });
    await platform.untilCount(3);
    const events = eventsOf(platform.verdicts(gateway));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'payment.closed', reference: closing.reference, reason: 'merchant' }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'refund.done', reference: 'r-1', transactionId, amount: 3000n }),
    );
  });

  it('comes again after a 500, a redirect and a time-out, as the same event signed anew', async () => {
    const { sandbox, gateway, platform, providerRef, deliveries } = await scene({
      settings: { webhookTimeoutMs: 800 },
    });
    platform.answerNext(500, 302, 'hang');
    await payBy(sandbox, providerRef);
    await platform.untilCount(4);
    const events = eventsOf(platform.verdicts(gateway));
    expect(events).toHaveLength(4);
    expect(new Set(events.map((event) => event.eventId)).size).toBe(1);
    await vi.waitFor(async () => {
      expect((await deliveries())[0]?.deliveries).toMatchObject([{ state: 'delivered', attempts: 4 }]);
    });
    await aWhile();
    expect(platform.deliveries).toHaveLength(4);
  });

  it('is given up when its attempts are used up, and sent again by hand', async () => {
    const { sandbox, platform, providerRef, deliveries } = await scene({
      settings: { webhookRetryDelaysMs: [10, 10] },
    });
    platform.answerNext(500, 500, 500);
    await payBy(sandbox, providerRef);
    await platform.untilCount(3);
    await vi.waitFor(async () => {
      expect((await deliveries())[0]?.deliveries).toMatchObject([{ state: 'given_up', attempts: 3 }]);
    });
    const [event] = await deliveries();
    expect((await testApi(sandbox, 'POST', `/events/${event?.id}/redeliver`)).status).toBe(200);
    await platform.untilCount(4);
  });

  it('waits between attempts as the settings say', async () => {
    const { sandbox, platform, providerRef } = await scene({ settings: { webhookRetryDelaysMs: [200] } });
    platform.answerNext(500);
    await payBy(sandbox, providerRef);
    await platform.untilCount(2);
    const [first, second] = platform.deliveries.map((delivery) => delivery.receivedAt.getTime());
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(190);
  });
});

describe('on demand', () => {
  it('webhooks are duplicated', async () => {
    const { sandbox, gateway, platform, providerRef } = await scene();
    await payBy(sandbox, providerRef, { faults: { duplicates: 2 } });
    await platform.untilCount(3);
    const events = eventsOf(platform.verdicts(gateway));
    expect(new Set(events.map((event) => event.eventId)).size).toBe(1);
    expect(events).toHaveLength(3);
  });

  it('webhooks are delayed', async () => {
    const { sandbox, platform, providerRef } = await scene();
    const paidAt = Date.now();
    await payBy(sandbox, providerRef, { faults: { delay_ms: 250 } });
    await platform.untilCount(1);
    expect((platform.deliveries[0]?.receivedAt.getTime() ?? 0) - paidAt).toBeGreaterThanOrEqual(240);
  });

  it('webhooks come in reverse order', async () => {
    const { sandbox, gateway, platform, providerRef } = await scene();
    await payBy(sandbox, providerRef, { mode: 'late', faults: { reorder_window_ms: 200 } });
    await platform.untilCount(2);
    const types = eventsOf(platform.verdicts(gateway)).map((event) => event.type);
    expect(types).toEqual(['payment.captured', 'payment.closed']);
  });

  it('webhooks are badly signed once, then rightly', async () => {
    const { sandbox, gateway, platform, providerRef } = await scene();
    platform.answerNext(401);
    await payBy(sandbox, providerRef, { faults: { signature: 'bad_once' } });
    await platform.untilCount(2);
    expect(platform.verdicts(gateway)).toMatchObject([{ ok: false, refusal: 'bad_signature' }, { ok: true }]);
  });

  it('webhooks are always badly signed', async () => {
    const { sandbox, gateway, platform, providerRef } = await scene({ settings: { webhookRetryDelaysMs: [10, 10] } });
    platform.answerNext(401, 401, 401);
    await payBy(sandbox, providerRef, { faults: { signature: 'bad_always' } });
    await platform.untilCount(3);
    expect(eventsOf(platform.verdicts(gateway))).toEqual([]);
  });

  it('the first attempt is lost', async () => {
    const { sandbox, platform, providerRef, deliveries } = await scene();
    await payBy(sandbox, providerRef, { faults: { delivery: 'drop_first' } });
    await platform.untilCount(1);
    await vi.waitFor(async () => {
      expect((await deliveries())[0]?.deliveries).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    });
  });

  it('all are lost, and only a query finds the money', async () => {
    const { sandbox, gateway, platform, providerRef, deliveries } = await scene();
    await payBy(sandbox, providerRef, { faults: { delivery: 'drop_all' } });
    await aWhile();
    expect(platform.deliveries).toHaveLength(0);
    expect((await deliveries())[0]?.deliveries).toMatchObject([{ state: 'dropped', attempts: 0 }]);
    expect(await gateway.query({ providerRef })).toMatchObject({ state: 'captured' });
  });

  it('what is set for all holds for payments without a setting of their own', async () => {
    const { sandbox, platform, providerRef } = await scene();
    await testApi(sandbox, 'PUT', '/faults', { duplicates: 1 });
    await payBy(sandbox, providerRef);
    await platform.untilCount(2);
    await testApi(sandbox, 'POST', '/reset-faults');
    expect((await testApi(sandbox, 'GET', '/faults')).json).toMatchObject({ duplicates: 0, delivery: 'send' });
  });
});

describe('many webhooks', () => {
  it('reach a slow platform without more at once than allowed, each exactly once', async () => {
    const sandbox = await startTestSandbox({ settings: { webhookConcurrency: 4 } });
    const gateway = adapterFor(sandbox);
    const platform = await catchWebhooks(10);
    const opened = await Promise.all(
      Array.from({ length: 60 }, () => gateway.createPayment(paymentRequest({ notifyUrl: platform.url }))),
    );
    await Promise.all(opened.map(({ providerRef }) => payBy(sandbox, providerRef)));
    await platform.untilCount(60);
    await aWhile();
    const ids = eventsOf(platform.verdicts(gateway)).map((event) => event.eventId);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
    expect(platform.concurrentMax()).toBe(4);
  });
});

describe('a stopped sandbox', () => {
  it('sends what was queued after it is started again', async () => {
    const folder = temporaryFolder();
    const { sandbox, gateway, platform, providerRef } = await scene({ folder });
    await payBy(sandbox, providerRef, { faults: { delay_ms: 400 } });
    await sandbox.stop();
    expect(platform.deliveries).toHaveLength(0);
    await startTestSandbox({ folder });
    await platform.untilCount(1);
    expect(eventsOf(platform.verdicts(gateway))).toMatchObject([{ type: 'payment.captured', providerRef }]);
  });
});
