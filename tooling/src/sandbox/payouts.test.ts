import { secret } from '@keyfall/core';
import type { PayoutRail, PayoutRequest } from '@keyfall/core/withdrawals';
import { createRailFactory } from '@keyfall/integrations';
import { describe, expect, it, vi } from 'vitest';
import type { Sandbox } from './start-sandbox.ts';
import { MERCHANT, OTHER_MERCHANT, startTestSandbox, testApi } from './testing/test-sandbox.ts';

// The platform's own adapter against the running rail, over loopback.

vi.setConfig({ testTimeout: 20_000 });
const SOON = { timeout: 10_000 };

function railFor(sandbox: Pick<Sandbox, 'url'>, merchant = MERCHANT): PayoutRail {
  return createRailFactory({ timeoutMs: 5_000 }).open({
    provider: 'sandbox',
    config: { baseUrl: sandbox.url, merchantId: merchant.id },
    apiKey: merchant.api_key,
  });
}

let references = 0;
function payoutRequest(change: Partial<PayoutRequest> = {}): PayoutRequest {
  references += 1;
  return {
    reference: `withdrawal-${references}`,
    amount: 250n,
    currency: 'CNY',
    payee: {
      kind: 'bank_account',
      holder: '上海云仓科技有限公司',
      number: secret('6222021234567890'),
      bankName: '招商银行',
      branch: null,
    },
    note: 'W7H2KQ9',
    ...change,
  };
}

async function scene(outcome: string) {
  const sandbox = await startTestSandbox();
  await testApi(sandbox, 'PUT', '/payouts/outcome', { outcome });
  return { sandbox, rail: railFor(sandbox) };
}

describe('a payout', () => {
  it('is paid once, however often it is asked for', async () => {
    const { sandbox, rail } = await scene('paid');
    const request = payoutRequest();
    const reports = await Promise.all(Array.from({ length: 10 }, () => rail.pay(request)));
    expect(new Set(reports.map((report) => JSON.stringify({ ...report, cost: '' }))).size).toBe(1);
    expect(reports[0]).toMatchObject({ state: 'paid', cost: 10n });
    const { json } = await testApi(sandbox, 'GET', '/payouts');
    expect((json as { payouts: readonly unknown[] }).payouts).toHaveLength(1);
    expect(await rail.query(request.reference)).toEqual(reports[0]);
  });

  it('under a used reference with another amount proves nothing', async () => {
    const { rail } = await scene('paid');
    const request = payoutRequest();
    await rail.pay(request);
    expect(await rail.pay({ ...request, amount: 251n })).toEqual({ state: 'unknown' });
  });

  it('fails, comes back, or takes its time as it was asked to', async () => {
    const { rail } = await scene('failed');
    expect(await rail.pay(payoutRequest())).toMatchObject({ state: 'failed', failure: 'account_closed' });
    const slow = await scene('slow');
    const request = payoutRequest();
    expect(await slow.rail.pay(request)).toMatchObject({ state: 'pending' });
    await expect.poll(() => slow.rail.query(request.reference), SOON).toMatchObject({ state: 'paid' });
    const returning = await scene('returned');
    const other = payoutRequest();
    expect(await returning.rail.pay(other)).toMatchObject({ state: 'paid' });
    await expect
      .poll(() => returning.rail.query(other.reference), SOON)
      .toMatchObject({ state: 'returned', cost: 10n });
  });

  it('of which nothing is said is unknown, and can be asked about once it is settled', async () => {
    const { sandbox, rail } = await scene('unknown');
    const request = payoutRequest();
    expect(await rail.pay(request)).toEqual({ state: 'unknown' });
    await expect(rail.query(request.reference)).rejects.toMatchObject({ name: 'PortError', retryable: true });
    await testApi(sandbox, 'POST', `/payouts/${request.reference}/settle`, { state: 'paid' });
    expect(await rail.query(request.reference)).toMatchObject({ state: 'paid' });
  });

  it('whose answer is lost on the way is unknown, though it was made', async () => {
    const { sandbox, rail } = await scene('paid');
    const request = payoutRequest();
    await testApi(sandbox, 'PUT', '/api-fault', { kind: 'reset', stage: 'after', operation: 'payout' });
    expect(await rail.pay(request)).toEqual({ state: 'unknown' });
    expect(await rail.query(request.reference)).toMatchObject({ state: 'paid' });
  });

  it('of another merchant is not found, and a wrong key is a refusal', async () => {
    const { sandbox, rail } = await scene('paid');
    const request = payoutRequest();
    await rail.pay(request);
    expect(await railFor(sandbox, OTHER_MERCHANT).query(request.reference)).toEqual({ state: 'not_found' });
    const stranger = railFor(sandbox, { ...MERCHANT, api_key: 'not-the-key-of-this-merchant' });
    await expect(stranger.pay(payoutRequest())).rejects.toMatchObject({ retryable: false });
  });

  it('that nobody takes throws what may be tried again', async () => {
    const { sandbox, rail } = await scene('paid');
    await sandbox.stop();
    await expect(rail.pay(payoutRequest())).rejects.toMatchObject({ retryable: true });
  });
});

it('a rail needs an address and a merchant, and is one we know', () => {
  const open = (provider: string, config: unknown) => createRailFactory().open({ provider, config, apiKey: 'key' });
  expect(() => open('sandbox', { baseUrl: 'ftp://x', merchantId: 'm' })).toThrow('not complete');
  expect(() => open('bank_file', {})).toThrow('no payout rail named bank_file');
});
