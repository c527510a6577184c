import { request as httpRequest } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import type { Sandbox } from './start-sandbox.ts';
import { adapterFor, paymentRequest, startTestSandbox, testApi } from './testing/test-sandbox.ts';
import { catchWebhooks, eventsOf } from './testing/webhook-catcher.ts';

vi.setConfig({ testTimeout: 20_000 });

async function scene(change = {}) {
  const sandbox = await startTestSandbox();
  const gateway = adapterFor(sandbox);
  const request = paymentRequest(change);
  const { providerRef, payUrl } = await gateway.createPayment(request);
  const path = new URL(payUrl).pathname;
  const get = async (query = '') => {
    const response = await fetch(`${sandbox.url}${path}${query}`);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const submit = async (fields: Record<string, string>) => {
    const body = new URLSearchParams(fields);
    const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', body, redirect: 'manual' });
    return { status: response.status, location: response.headers.get('location'), text: await response.text() };
  };
  return { sandbox, gateway, request, providerRef, get, submit };
}

describe('the payment page', () => {
  it('shows what is paid to whom, in the payment’s language or the other one', async () => {
    const { get, request } = await scene();
    const chinese = await get();
    expect(chinese.text).toContain('lang="zh-CN"');
    expect(chinese.text).toContain('向青云小店付款');
    expect(chinese.text).toContain('支付 ¥30.00');
    expect(chinese.text).toContain(request.subject);
    expect(chinese.text).toContain('不会发生真实扣款');
    const english = await get('?lang=en');
    expect(english.text).toContain('lang="en"');
    expect(english.text).toContain('Pay CN¥30.00');
    expect(english.text).toContain('no real money');
  });

  it('takes the payment and leads back to the shop', async () => {
    const { get, submit, request, gateway, providerRef } = await scene();
    expect(await submit({ mode: 'exact' })).toMatchObject({ status: 303, location: request.returnUrl });
    expect(await gateway.query({ providerRef })).toMatchObject({
      state: 'captured',
      transactions: [{ amount: 3000n }],
    });
    const after = await get('?lang=en');
    expect(after.text).toContain('Payment received');
    expect(after.text).not.toContain('value="exact"');
    expect((await submit({ mode: 'exact' })).status).toBe(409);
  });

  it('allows its form to be answered by a redirect to the shop, and nothing else', async () => {
    const { get } = await scene();
    const policy = (await get()).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("form-action 'self' http://shop.localhost:4000");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
  });

  it('offers each designed failure', async () => {
    const { submit, gateway, providerRef, get } = await scene();
    expect((await submit({ mode: 'fail' })).text).toContain('支付被拒绝');
    expect(await gateway.query({ providerRef })).toMatchObject({ state: 'pending' });
    expect((await submit({ mode: 'wrong_amount', amount: 'a lot' })).status).toBe(422);
    expect((await submit({ mode: 'wrong_amount', amount: '12.345' })).status).toBe(422);
    expect((await submit({ mode: 'wrong_amount', amount: '-1' })).status).toBe(422);
    expect((await submit({ mode: 'wrong_amount', amount: '12.5' })).status).toBe(303);
    expect(await gateway.query({ providerRef })).toMatchObject({ transactions: [{ amount: 1250n }] });
    expect((await get('?lang=en')).text).toContain('CN¥12.50');
    expect((await submit({ mode: 'twice' })).status).toBe(303);
    expect((await submit({ mode: 'no such mode' })).status).toBe(422);
  });

  it('cancels, then still takes late money', async () => {
    const { submit, get, gateway, providerRef } = await scene();
    expect((await submit({ mode: 'cancel' })).status).toBe(303);
    expect((await get('?lang=en')).text).toContain('You cancelled it');
    expect((await submit({ mode: 'exact' })).status).toBe(409);
    expect((await submit({ mode: 'late' })).status).toBe(303);
    expect(await gateway.query({ providerRef })).toMatchObject({ state: 'captured' });
  });

  it('bends the notification as chosen on it', async () => {
    const platform = await catchWebhooks();
    const { submit, gateway } = await scene({ notifyUrl: platform.url });
    await submit({ mode: 'exact', telling: 'duplicate', refund: 'pending' });
    await platform.untilCount(3);
    expect(new Set(eventsOf(platform.verdicts(gateway)).map((event) => event.eventId)).size).toBe(1);
  });

  it('escapes what merchants write', async () => {
    const { get } = await scene({
      subject: '<script>alert(1)</script>"><b onclick=x>',
      returnUrl: 'http://shop.localhost:4000/?a="><script>',
    });
    const { text } = await get();
    expect(text).not.toMatch(/<script>alert|<b onclick/);
    expect(text).toContain('&lt;script&gt;alert(1)');
  });

  it('does not exist for an address nobody was given', async () => {
    const { sandbox, gateway } = await scene();
    expect((await fetch(`${sandbox.url}/pay/pay_unknown`)).status).toBe(404);
    await gateway.close({ reference: 'never-opened' });
    const { json } = await testApi(sandbox, 'GET', '/payments?reference=never-opened');
    const [{ id } = { id: '' }] = (json as { payments: { id: string }[] }).payments;
    expect((await fetch(`${sandbox.url}/pay/${id}`)).status).toBe(404);
  });
});

describe('the control page', () => {
  const fields = {
    action: 'save',
    duplicates: '2',
    delay_ms: '5',
    reorder_window_ms: '0',
    signature: 'good',
    delivery: 'send',
    refund: 'failed',
  };
  const submit = (sandbox: Sandbox, change: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.url}/control`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, ...change }),
      headers,
      redirect: 'manual',
    });

  it('sets what holds for all payments and sets it back', async () => {
    const sandbox = await startTestSandbox();
    expect((await submit(sandbox)).status).toBe(303);
    expect((await testApi(sandbox, 'GET', '/faults')).json).toMatchObject({
      duplicates: 2,
      delay_ms: 5,
      refund: 'failed',
    });
    expect(await (await fetch(`${sandbox.url}/control?lang=en`)).text()).toMatch(/value="failed" selected/);
    await submit(sandbox, { action: 'reset' });
    expect((await testApi(sandbox, 'GET', '/faults')).json).toMatchObject({ duplicates: 0, refund: 'done' });
    expect((await submit(sandbox, { duplicates: '99' })).status).toBe(422);
  });

  it('lists payments and webhooks', async () => {
    const { sandbox, request, submit: pay } = await scene();
    await pay({ mode: 'exact' });
    const text = await (await fetch(`${sandbox.url}/control?lang=en`)).text();
    expect(text).toContain(request.reference);
    expect(text).toContain('payment.captured');
  });

  it('takes no form of another site', async () => {
    const sandbox = await startTestSandbox();
    expect((await submit(sandbox, {}, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await submit(sandbox, {}, { origin: 'null' })).status).toBe(403);
    expect((await submit(sandbox, {}, { origin: sandbox.url })).status).toBe(303);
  });
});

describe('the sandbox', () => {
  const statusUnder = (sandbox: Sandbox, host: string) =>
    new Promise<number>((resolve, reject) => {
      const options = { port: sandbox.port, host: '127.0.0.1', path: '/mail/api/messages', headers: { host } };
      const outgoing = httpRequest(options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      outgoing.on('error', reject).end();
    });

  it('answers under loopback names only', async () => {
    const sandbox = await startTestSandbox({ hostsAllowed: ['pay.test'] });
    for (const host of ['localhost', 'pay.localhost:4001', '127.0.0.1', '[::1]', 'pay.test']) {
      expect(await statusUnder(sandbox, host)).toBe(200);
    }
    for (const host of ['evil.example', '169.254.169.254', 'localhost.evil.example']) {
      expect(await statusUnder(sandbox, host)).toBe(421);
    }
  });

  it('registers merchants for who holds the token', async () => {
    const sandbox = await startTestSandbox();
    const merchant = { id: 'm-new', name: 'New', api_key: 'k'.repeat(20), webhook_secret: 's'.repeat(20) };
    const put = (token: string, change: Record<string, unknown> = {}) =>
      fetch(`${sandbox.url}/admin/merchants/m-new`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ ...merchant, ...change }),
      });
    expect((await put('wrong')).status).toBe(401);
    await expect(adapterFor(sandbox, merchant).createPayment(paymentRequest())).rejects.toThrow('unauthorized');
    expect((await put(sandbox.adminToken, { api_key: 'short' })).status).toBe(422);
    expect((await put(sandbox.adminToken)).status).toBe(200);
    await expect(adapterFor(sandbox, merchant).createPayment(paymentRequest())).resolves.toBeDefined();
  });

  it('answers malformed requests with a reason, never with 500', async () => {
    const { sandbox, providerRef } = await scene();
    const bodies = ['{', '[]', '"x"', '{"mode":"x"}', '{"amount":1}', '{"unknown":1}'];
    for (const body of bodies) {
      const response = await fetch(`${sandbox.url}/api/test/payments/${providerRef}/pay`, { method: 'POST', body });
      expect([400, 422]).toContain(response.status);
      expect(await response.json()).toMatchObject({ error: { code: expect.any(String) as string } });
    }
    expect((await testApi(sandbox, 'POST', '/payments/none/pay', {})).status).toBe(404);
    expect((await testApi(sandbox, 'PUT', '/payments/none/faults', {})).status).toBe(404);
    expect((await testApi(sandbox, 'POST', '/events/none/redeliver')).status).toBe(404);
    expect((await testApi(sandbox, 'GET', '/truth/captures?limit=0')).status).toBe(422);
    expect((await testApi(sandbox, 'GET', '/truth/everything')).status).toBe(404);
  });
});
