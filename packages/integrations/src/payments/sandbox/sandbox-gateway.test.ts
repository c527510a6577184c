import { PortError } from '@keyfall/core';
import type { CreatePaymentRequest } from '@keyfall/core/payments';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { allOf } from '../../testing/all-of.ts';
import { createSandboxGateway } from './sandbox-gateway.ts';

vi.setConfig({ testTimeout: 20_000 });

const BASE = 'http://gateway.test';
const PAYMENTS = `${BASE}/api/payments`;
const REFUNDS = `${BASE}/api/refunds`;

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const gateway = createSandboxGateway({ baseUrl: BASE, merchantId: 'm-1', apiKey: 'k'.repeat(32), timeoutMs: 1000 });

const request: CreatePaymentRequest = {
  reference: 'attempt-1',
  amount: 3000n,
  currency: 'CNY',
  subject: 'Video VIP',
  returnUrl: 'http://shop.localhost/orders/1',
  notifyUrl: 'http://127.0.0.1:4000/hooks/pay/x',
  expiresAt: new Date('2026-01-01T00:15:00Z'),
  locale: 'zh-CN',
};

const payment = {
  id: 'pay_1',
  merchant_id: 'm-1',
  reference: 'attempt-1',
  state: 'pending',
  amount: '3000',
  currency: 'CNY',
  pay_url: `${BASE}/pay/pay_1`,
  transactions: [] as readonly unknown[],
};
const transaction = { id: 'txn_1', amount: '3000', currency: 'CNY', fee: '18', paid_at: '2026-01-01T00:01:00.000Z' };

const refundRequest = {
  reference: 'refund-1',
  transactionId: 'txn_1',
  amount: 3000n,
  currency: 'CNY',
  reason: 'out of stock',
} as const;
const refund = {
  id: 'rfd_1',
  merchant_id: 'm-1',
  reference: 'refund-1',
  transaction_id: 'txn_1',
  amount: '3000',
  currency: 'CNY',
  state: 'pending',
  done_at: null,
  failure: null,
};

const refusal = (code: string, status: number) => HttpResponse.json({ error: { code, message: 'no' } }, { status });

/** What a call ended with: its PortError's retryable flag, or `no error`. */
async function endOf(call: Promise<unknown>): Promise<'retryable' | 'final' | 'no error' | 'another error'> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    if (!(error instanceof PortError)) return 'another error';
    return error.retryable ? 'retryable' : 'final';
  }
}

/** Answers no provider should give and every network sometimes does. */
const untrustworthy = {
  'status 500 with a JSON error': () => refusal('internal', 500),
  'status 502 with HTML': () => HttpResponse.html('<h1>Bad gateway</h1>', { status: 502 }),
  'status 429': () => refusal('too_many', 429),
  'status 404 from something in between': () => HttpResponse.html('<h1>Not found</h1>', { status: 404 }),
  'status 403 with JSON of another shape': () => HttpResponse.json({ message: 'forbidden' }, { status: 403 }),
  'HTML with status 200': () => HttpResponse.html('<h1>Welcome to the hotel wireless</h1>'),
  'an empty body': () => new HttpResponse(null, { status: 200 }),
  'JSON that is not the object agreed on': () => HttpResponse.json(['ok']),
  'JSON that nests without end': () => new HttpResponse('['.repeat(200_000), { status: 200 }),
  'a body without end': () => new HttpResponse(endless(), { status: 200 }),
  'a redirect to an internal address': () => HttpResponse.redirect('http://169.254.169.254/latest', 302),
  'a connection that breaks': () => HttpResponse.error(),
  'no answer at all': async () => {
    await delay('infinite');
    return new HttpResponse();
  },
};

function endless(): ReadableStream<Uint8Array> {
  const block = new TextEncoder().encode(' '.repeat(64 * 1024));
  return new ReadableStream({ pull: (controller) => controller.enqueue(block) });
}

describe.each(Object.entries(untrustworthy))('%s', (_name, answer) => {
  it('makes queries, openings and closings retryable failures', async () => {
    server.use(http.all(`${BASE}/api/*`, answer));
    expect(await endOf(gateway.createPayment(request))).toBe('retryable');
    expect(await endOf(gateway.query({ reference: 'attempt-1' }))).toBe('retryable');
    expect(await endOf(gateway.close({ providerRef: 'pay_1' }))).toBe('retryable');
    expect(await endOf(gateway.queryRefund('refund-1'))).toBe('retryable');
  });

  it('leaves a refund unknown, never failed', async () => {
    server.use(http.post(REFUNDS, answer));
    expect(await gateway.refund(refundRequest)).toEqual({ state: 'unknown' });
  });

  it('never gives a whole bill', async () => {
    server.use(http.get(`${BASE}/api/bills/:file`, answer));
    await expect(allOf(gateway.fetchBill('2026-01-01'))).rejects.toThrow(PortError);
  });
});

describe('createPayment', () => {
  it('sends the amount as digits and signs the request', async () => {
    const seen: { body: unknown; headers: Record<string, string> }[] = [];
    server.use(
      http.post(PAYMENTS, async ({ request: sent }) => {
        seen.push({ body: await sent.json(), headers: Object.fromEntries(sent.headers) });
        return HttpResponse.json(payment, { status: 201 });
      }),
    );
    expect(await gateway.createPayment(request)).toEqual({ providerRef: 'pay_1', payUrl: `${BASE}/pay/pay_1` });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.body).toMatchObject({ reference: 'attempt-1', amount: '3000', currency: 'CNY', locale: 'zh-CN' });
    expect(seen[0]?.headers['sandbox-signature']).toMatch(/^v1=[0-9a-f]{64}$/);
    expect(JSON.stringify(seen)).not.toContain('k'.repeat(32));
  });

  it('does not retry what the gateway refuses', async () => {
    server.use(http.post(PAYMENTS, () => refusal('reference_reused', 409)));
    expect(await endOf(gateway.createPayment(request))).toBe('final');
    server.use(http.post(PAYMENTS, () => refusal('unauthorized', 401)));
    expect(await endOf(gateway.createPayment(request))).toBe('final');
  });

  it.each([
    ['another amount', { amount: '2900' }],
    ['another currency', { currency: 'USD' }],
    ['another reference', { reference: 'attempt-2' }],
    ["another merchant's payment", { merchant_id: 'm-2' }],
    ['a script for an address', { pay_url: 'javascript:alert(1)' }],
    ['no address', { pay_url: null }],
  ])('does not trust an opening with %s', async (_what, wrong) => {
    server.use(http.post(PAYMENTS, () => HttpResponse.json({ ...payment, ...wrong })));
    expect(await endOf(gateway.createPayment(request))).toBe('retryable');
  });
});

describe('query', () => {
  it('tells unknown only in the words of the gateway itself', async () => {
    server.use(http.get(`${PAYMENTS}/by-reference/attempt-1`, () => refusal('payment_unknown', 404)));
    expect(await gateway.query({ reference: 'attempt-1' })).toEqual({ state: 'unknown' });
    server.use(http.get(`${PAYMENTS}/by-reference/attempt-1`, () => refusal('not_found', 404)));
    expect(await endOf(gateway.query({ reference: 'attempt-1' }))).toBe('final');
  });

  it('reads transactions with exact amounts', async () => {
    const huge = { ...transaction, amount: '900719925474099312', fee: '0' };
    server.use(
      http.get(`${PAYMENTS}/pay_1`, () => HttpResponse.json({ ...payment, state: 'captured', transactions: [huge] })),
    );
    expect(await gateway.query({ providerRef: 'pay_1' })).toMatchObject({
      state: 'captured',
      reference: 'attempt-1',
      transactions: [{ transactionId: 'txn_1', amount: 900719925474099312n, fee: 0n }],
    });
  });

  it.each([
    ['a JSON number for an amount', { ...transaction, amount: 3000 }],
    ['a negative amount', { ...transaction, amount: '-1' }],
    ['no amount', { ...transaction, amount: '0' }],
    ['an amount beyond 64 bits', { ...transaction, amount: '9'.repeat(19) }],
    ['a fee with decimals', { ...transaction, fee: '0.18' }],
    ['a date that is none', { ...transaction, paid_at: 'yesterday' }],
    ['an id with a line break', { ...transaction, id: 'txn\n1' }],
  ])('does not trust a transaction with %s', async (_what, wrong) => {
    server.use(
      http.get(`${PAYMENTS}/pay_1`, () => HttpResponse.json({ ...payment, state: 'captured', transactions: [wrong] })),
    );
    expect(await endOf(gateway.query({ providerRef: 'pay_1' }))).toBe('retryable');
  });

  it('asks under an encoded name, so that a reference cannot become another path', async () => {
    server.use(
      http.get(`${PAYMENTS}/by-reference/:reference`, ({ params }) =>
        HttpResponse.json({ ...payment, reference: params['reference'] }),
      ),
    );
    await expect(gateway.query({ reference: '../../refunds' })).rejects.toThrow(PortError);
  });
});

describe('close', () => {
  it('answers closed, or what was captured before', async () => {
    server.use(http.post(`${PAYMENTS}/pay_1/close`, () => HttpResponse.json({ ...payment, state: 'closed' })));
    expect(await gateway.close({ providerRef: 'pay_1' })).toEqual({ state: 'closed' });
    server.use(
      http.post(`${PAYMENTS}/pay_1/close`, () =>
        HttpResponse.json({ ...payment, state: 'captured', transactions: [transaction] }),
      ),
    );
    expect(await gateway.close({ providerRef: 'pay_1' })).toMatchObject({
      state: 'already_captured',
      transactions: [{ transactionId: 'txn_1', amount: 3000n }],
    });
  });

  it('does not take a payment that is still open for closed', async () => {
    server.use(http.post(`${PAYMENTS}/pay_1/close`, () => HttpResponse.json(payment)));
    expect(await endOf(gateway.close({ providerRef: 'pay_1' }))).toBe('retryable');
  });
});

describe('refund', () => {
  it.each([
    ['pending', 'submitted'],
    ['done', 'done'],
    ['failed', 'failed'],
  ])('reads %s as %s', async (state, expected) => {
    server.use(http.post(REFUNDS, () => HttpResponse.json({ ...refund, state })));
    expect((await gateway.refund(refundRequest)).state).toBe(expected);
  });

  it('is unknown when the answer is about other money', async () => {
    server.use(http.post(REFUNDS, () => HttpResponse.json({ ...refund, amount: '1', state: 'done' })));
    expect(await gateway.refund(refundRequest)).toEqual({ state: 'unknown' });
  });

  it('fails for good when the gateway refuses', async () => {
    server.use(http.post(REFUNDS, () => refusal('refund_exceeds_captured', 422)));
    expect(await endOf(gateway.refund(refundRequest))).toBe('final');
  });

  it('tells unknown of a refund the gateway has never seen', async () => {
    server.use(http.get(`${REFUNDS}/by-reference/refund-1`, () => refusal('refund_unknown', 404)));
    expect(await gateway.queryRefund('refund-1')).toEqual({ state: 'unknown' });
  });
});
