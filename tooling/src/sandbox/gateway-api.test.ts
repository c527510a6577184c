import { PortError } from '@keyfall/core';
import type { BillRow } from '@keyfall/core/payments';
import { createSandboxGateway } from '@keyfall/integrations';
import { describe, expect, it, vi } from 'vitest';
import {
  adapterFor,
  MERCHANT,
  OTHER_MERCHANT,
  payBy,
  paymentRequest,
  startTestSandbox,
  testApi,
} from './testing/test-sandbox.ts';
import { signedFetch } from './testing/signed-fetch.ts';

// The platform's own adapter against the running gateway, over loopback: nothing in between is played.

vi.setConfig({ testTimeout: 20_000 });
const SOON = { timeout: 10_000 };

const refused = (retryable: boolean) => ({ name: 'PortError', retryable });

async function rowsOf(rows: AsyncIterable<BillRow>): Promise<readonly BillRow[]> {
  const all: BillRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** The day at the gateway's own offset, as its bills are named. */
const billDate = (at: Date) => new Date(at.getTime() + 480 * 60_000).toISOString().slice(0, 10);

describe('a payment', () => {
  it('is opened, paid and reported with its fee', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const request = paymentRequest();
    const { providerRef, payUrl } = await gateway.createPayment(request);
    expect(payUrl).toBe(`${sandbox.publicUrl}/pay/${providerRef}`);
    expect(await gateway.query({ providerRef })).toMatchObject({ state: 'pending', transactions: [] });

    expect((await payBy(sandbox, providerRef)).status).toBe(200);
    const report = await gateway.query({ reference: request.reference });
    expect(report).toMatchObject({
      state: 'captured',
      providerRef,
      reference: request.reference,
      transactions: [{ amount: 3000n, currency: 'CNY', fee: 18n }],
    });
  });

  it('is the same one when it is opened again, and a conflict with other content', async () => {
    const gateway = adapterFor(await startTestSandbox());
    const request = paymentRequest();
    const first = await gateway.createPayment(request);
    expect(await gateway.createPayment(request)).toEqual(first);
    await expect(gateway.createPayment({ ...request, amount: 2999n })).rejects.toMatchObject(refused(false));
  });

  it('opened twenty times at once is one payment', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const request = paymentRequest();
    const opened = await Promise.all(Array.from({ length: 20 }, () => gateway.createPayment(request)));
    expect(new Set(opened.map((each) => each.providerRef)).size).toBe(1);
    const { json } = await testApi(sandbox, 'GET', `/payments?reference=${request.reference}`);
    expect(json).toMatchObject({ payments: [{ reference: request.reference }] });
  });

  it('of another merchant is unknown', async () => {
    const sandbox = await startTestSandbox();
    const request = paymentRequest();
    const { providerRef } = await adapterFor(sandbox).createPayment(request);
    const other = adapterFor(sandbox, OTHER_MERCHANT);
    expect(await other.query({ providerRef })).toEqual({ state: 'unknown' });
    expect(await other.query({ reference: request.reference })).toEqual({ state: 'unknown' });
    await expect(other.close({ providerRef })).rejects.toMatchObject(refused(false));
    expect(await other.createPayment({ ...request, amount: 1n })).toMatchObject({
      payUrl: expect.any(String) as string,
    });
  });

  it.each([
    ['a reference with a line break', { reference: 'a\nb' }],
    ['no subject', { subject: ' ' }],
    ['an amount of nothing', { amount: 0n }],
    ['a webhook to another machine', { notifyUrl: 'http://169.254.169.254/latest' }],
    ['a script to return to', { returnUrl: 'javascript:alert(1)' }],
  ])('with %s is refused', async (_what, change) => {
    const gateway = adapterFor(await startTestSandbox());
    await expect(gateway.createPayment(paymentRequest(change))).rejects.toMatchObject(refused(false));
  });
});

describe('a request', () => {
  it.each([
    ['another key', { apiKey: 'not-the-key-of-this-merchant' }],
    ['an unknown merchant', { merchantId: 'm-nobody' }],
  ])('signed with %s is refused', async (_what, wrong) => {
    const sandbox = await startTestSandbox();
    const gateway = createSandboxGateway({
      baseUrl: sandbox.url,
      merchantId: MERCHANT.id,
      apiKey: MERCHANT.api_key,
      ...wrong,
    });
    await expect(gateway.createPayment(paymentRequest())).rejects.toThrow('unauthorized');
  });

  it.each([-301_000, 301_000])('signed %i ms away from the gateway’s clock is refused', async (skewMs) => {
    const sandbox = await startTestSandbox({ wall: () => Date.now() + skewMs });
    await expect(adapterFor(sandbox).query({ reference: 'any' })).rejects.toThrow('unauthorized');
  });

  it('whose body was changed on the way is refused', async () => {
    const sandbox = await startTestSandbox();
    const headers = {
      'sandbox-merchant': MERCHANT.id,
      'sandbox-timestamp': String(Math.floor(Date.now() / 1000)),
      'sandbox-signature': `v1=${'0'.repeat(64)}`,
    };
    const response = await fetch(`${sandbox.url}/api/payments`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(401);
  });

  it('larger than 64 kB is refused unread', async () => {
    const sandbox = await startTestSandbox();
    const response = await fetch(`${sandbox.url}/api/payments`, { method: 'POST', body: 'x'.repeat(70_000) });
    expect(response.status).toBe(413);
  });
});

describe('the designed failures', () => {
  it('pay the wrong amount, or in the wrong currency', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest());
    await payBy(sandbox, providerRef, { mode: 'wrong_amount', amount: '1', currency: 'USD' });
    expect(await gateway.query({ providerRef })).toMatchObject({
      state: 'captured',
      transactions: [{ amount: 1n, currency: 'USD', fee: 0n }],
    });
  });

  it('pay twice, and a third time', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest());
    await payBy(sandbox, providerRef, { mode: 'twice' });
    await payBy(sandbox, providerRef, { mode: 'twice' });
    const report = await gateway.query({ providerRef });
    const ids = report.state === 'unknown' ? [] : report.transactions.map((each) => each.transactionId);
    expect(new Set(ids).size).toBe(3);
    expect((await payBy(sandbox, providerRef)).status).toBe(409);
  });

  it('decline, and let the payer try again', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest());
    expect((await payBy(sandbox, providerRef, { mode: 'fail' })).json).toMatchObject({ outcome: 'declined' });
    expect(await gateway.query({ providerRef })).toMatchObject({ state: 'pending', transactions: [] });
    expect((await payBy(sandbox, providerRef)).status).toBe(200);
  });

  it('pay after closing', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest());
    expect(await gateway.close({ providerRef })).toEqual({ state: 'closed' });
    expect((await payBy(sandbox, providerRef)).status).toBe(409);
    await payBy(sandbox, providerRef, { mode: 'late' });
    expect(await gateway.query({ providerRef })).toMatchObject({
      state: 'captured',
      transactions: [{ amount: 3000n }],
    });
  });
});

describe('closing', () => {
  it('finds out that money was taken', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest());
    await payBy(sandbox, providerRef);
    expect(await gateway.close({ providerRef })).toMatchObject({
      state: 'already_captured',
      transactions: [{ amount: 3000n }],
    });
  });

  it('a reference the gateway never saw keeps a late opening out', async () => {
    const gateway = adapterFor(await startTestSandbox());
    const request = paymentRequest();
    expect(await gateway.close({ reference: request.reference })).toEqual({ state: 'closed' });
    expect(await gateway.close({ reference: request.reference })).toEqual({ state: 'closed' });
    await expect(gateway.createPayment(request)).rejects.toThrow('payment_closed');
  });

  it('happens by itself when the time is over', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest({ expiresAt: new Date(Date.now() + 60_000) }));
    await testApi(sandbox, 'POST', '/clock', { advance_ms: 61_000 });
    expect((await payBy(sandbox, providerRef)).status).toBe(409);
    await expect.poll(() => gateway.query({ providerRef }), SOON).toMatchObject({ state: 'closed' });
  });
});

describe('a refund', () => {
  async function paid(faults: Record<string, unknown> = {}) {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest());
    await payBy(sandbox, providerRef, { faults });
    const report = await gateway.query({ providerRef });
    const transactionId = report.state === 'unknown' ? '' : (report.transactions[0]?.transactionId ?? '');
    const refund = (reference: string, amount = 1000n) =>
      gateway.refund({ reference, transactionId, amount, currency: 'CNY', reason: 'test' });
    return { sandbox, gateway, refund, providerRef, transactionId };
  }

  it('is done at once, once for each reference, and never more than was paid', async () => {
    const { gateway, refund } = await paid();
    const first = await refund('r-1');
    expect(first).toMatchObject({ state: 'done', doneAt: expect.any(Date) as Date });
    expect(await refund('r-1')).toEqual(first);
    expect(await refund('r-2', 2000n)).toMatchObject({ state: 'done' });
    await expect(refund('r-3', 1n)).rejects.toMatchObject(refused(false));
    await expect(refund('r-1', 999n)).rejects.toThrow('reference_reused');
    expect(await gateway.queryRefund('r-1')).toEqual(first);
    expect(await gateway.queryRefund('r-9')).toEqual({ state: 'unknown' });
  });

  it('asked for fifty times at once never exceeds what was paid', async () => {
    const { sandbox, refund } = await paid();
    const ends = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => refund(`r-${index}`, 400n)));
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(7);
    const { json } = await testApi(sandbox, 'GET', '/truth/refunds');
    expect((json as { items: unknown[] }).items).toHaveLength(7);
  });

  it('may be pending first', async () => {
    const { gateway, refund } = await paid({ refund: 'pending' });
    expect(await refund('r-1')).toMatchObject({ state: 'submitted' });
    await expect.poll(() => gateway.queryRefund('r-1'), SOON).toMatchObject({ state: 'done' });
  });

  it('that failed is tried anew under the same reference', async () => {
    const { sandbox, gateway, refund, providerRef } = await paid({ refund: 'failed' });
    expect(await refund('r-1', 3000n)).toMatchObject({ state: 'failed', failure: expect.any(String) as string });
    await testApi(sandbox, 'PUT', `/payments/${providerRef}/faults`, { refund: 'pending_then_failed' });
    expect(await refund('r-1', 3000n)).toMatchObject({ state: 'submitted' });
    await expect.poll(() => gateway.queryRefund('r-1'), SOON).toMatchObject({ state: 'failed' });
    await testApi(sandbox, 'PUT', `/payments/${providerRef}/faults`, { refund: 'done' });
    expect(await refund('r-1', 3000n)).toMatchObject({ state: 'done' });
  });

  it('of another merchant’s transaction or in another currency is refused', async () => {
    const { sandbox, gateway, transactionId } = await paid();
    const request = { reference: 'r-1', transactionId, amount: 1n, currency: 'CNY', reason: 'test' } as const;
    await expect(adapterFor(sandbox, OTHER_MERCHANT).refund(request)).rejects.toThrow('transaction_unknown');
    await expect(gateway.refund({ ...request, currency: 'USD' })).rejects.toThrow('currency_mismatch');
  });
});

describe('the bill', () => {
  it('has a line for each capture and each finished refund of its merchant', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const request = paymentRequest();
    const { providerRef } = await gateway.createPayment(request);
    await payBy(sandbox, providerRef, { mode: 'twice' });
    const other = adapterFor(sandbox, OTHER_MERCHANT);
    await payBy(sandbox, (await other.createPayment(paymentRequest())).providerRef);
    const report = await gateway.query({ providerRef });
    const transactionId = report.state === 'unknown' ? '' : (report.transactions[0]?.transactionId ?? '');
    await gateway.refund({ reference: 'r-1', transactionId, amount: 1000n, currency: 'CNY', reason: 'test' });

    const rows = await rowsOf(gateway.fetchBill(billDate(new Date())));
    expect(rows.map(({ kind, gross, refunded, fee, net }) => ({ kind, gross, refunded, fee, net }))).toEqual([
      { kind: 'payment', gross: 3000n, refunded: 0n, fee: 18n, net: 2982n },
      { kind: 'payment', gross: 3000n, refunded: 0n, fee: 18n, net: 2982n },
      { kind: 'refund', gross: 0n, refunded: 1000n, fee: 0n, net: -1000n },
    ]);
    expect(rows[2]).toMatchObject({ refundReference: 'r-1', transactionId, reference: request.reference });
  });

  it('is cut at midnight of the gateway’s calendar', async () => {
    // 23:59:59.5 of the first of March in China.
    let now = Date.parse('2026-03-01T15:59:59.500Z');
    const sandbox = await startTestSandbox({ wall: () => now });
    const pay = async (): Promise<void> => {
      const request = paymentRequest({ expiresAt: new Date(now + 60_000) });
      await payBy(sandbox, await signedFetch(sandbox.url, MERCHANT, now).createPayment(request));
    };
    await pay();
    now += 1000;
    await pay();
    const lines = (date: string) => signedFetch(sandbox.url, MERCHANT, now).billLines(date);
    expect(await lines('2026-03-01')).toHaveLength(3);
    expect(await lines('2026-03-02')).toHaveLength(3);
    expect(await lines('2026-03-03')).toEqual([expect.stringContaining('kind,'), 'end,0']);
  });

  it('of no real day is refused', async () => {
    const gateway = adapterFor(await startTestSandbox());
    await expect(rowsOf(gateway.fetchBill('2026-02-30'))).rejects.toMatchObject(refused(false));
  });
});

describe('a failing API', () => {
  it.each(['error', 'reset', 'garbage', 'hang'])(
    '%s after the work leaves a payment that a repeat finds',
    async (kind) => {
      const sandbox = await startTestSandbox();
      const gateway = createSandboxGateway({
        baseUrl: sandbox.url,
        merchantId: MERCHANT.id,
        apiKey: MERCHANT.api_key,
        timeoutMs: 1000,
      });
      await testApi(sandbox, 'PUT', '/api-fault', { kind, stage: 'after', operation: 'create' });
      const request = paymentRequest();
      await expect(gateway.createPayment(request)).rejects.toThrow(PortError);
      expect(await gateway.query({ reference: request.reference })).toMatchObject({ state: 'pending' });
      const { providerRef } = await gateway.createPayment(request);
      expect(await gateway.query({ reference: request.reference })).toMatchObject({ providerRef });
    },
  );

  it('before the work leaves nothing', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    await testApi(sandbox, 'PUT', '/api-fault', { kind: 'error', operation: 'create' });
    const request = paymentRequest();
    await expect(gateway.createPayment(request)).rejects.toMatchObject(refused(true));
    expect(await gateway.query({ reference: request.reference })).toEqual({ state: 'unknown' });
  });

  it('makes a refund unknown that was done', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    const { providerRef } = await gateway.createPayment(paymentRequest());
    await payBy(sandbox, providerRef);
    const report = await gateway.query({ providerRef });
    const transactionId = report.state === 'unknown' ? '' : (report.transactions[0]?.transactionId ?? '');
    await testApi(sandbox, 'PUT', '/api-fault', { kind: 'reset', stage: 'after', operation: 'refund' });
    const refund = { reference: 'r-1', transactionId, amount: 3000n, currency: 'CNY', reason: 'test' } as const;
    expect(await gateway.refund(refund)).toEqual({ state: 'unknown' });
    expect(await gateway.queryRefund('r-1')).toMatchObject({ state: 'done' });
  });

  it('ends when its count is used up', async () => {
    const sandbox = await startTestSandbox();
    const gateway = adapterFor(sandbox);
    await testApi(sandbox, 'PUT', '/api-fault', { kind: 'error', operation: 'query', remaining: 2 });
    const ends = [];
    for (let call = 0; call < 3; call += 1) {
      ends.push((await Promise.allSettled([gateway.query({ reference: 'none' })]))[0].status);
    }
    expect(ends).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
