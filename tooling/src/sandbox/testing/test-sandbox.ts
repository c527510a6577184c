import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatePaymentRequest, PaymentGateway } from '@keyfall/core/payments';
import { createSandboxGateway } from '@keyfall/integrations';
import { onTestFinished } from 'vitest';
import type { Merchant } from '../gateway/merchants.ts';
import { startSandbox } from '../start-sandbox.ts';
import type { Sandbox, SandboxOptions } from '../start-sandbox.ts';
import { MERCHANT, OTHER_MERCHANT } from './merchants.ts';

export { MERCHANT, OTHER_MERCHANT };

/** Minutes become milliseconds, so that retries and refunds happen while a test looks. */
export const QUICK: SandboxOptions['settings'] = {
  refundDelayMs: 60,
  webhookTimeoutMs: 5000,
  webhookRetryDelaysMs: [20, 20, 20, 20],
  sweepIntervalMs: 10,
  hangMs: 20_000,
};

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyfall-sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A sandbox of the test's own on free ports, with two merchants, stopped when the test ends. */
export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    folder: options.folder ?? temporaryFolder(),
    port: 0,
    smtpPort: 0,
    merchants: [MERCHANT, OTHER_MERCHANT],
    adminToken: 'admin-token-of-this-test',
    ...options,
    settings: { ...QUICK, ...options.settings },
  });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** Our own adapter, as the platform would use it against this sandbox. */
export function adapterFor(sandbox: Pick<Sandbox, 'url'>, merchant: Merchant = MERCHANT): PaymentGateway {
  return createSandboxGateway({
    baseUrl: sandbox.url,
    merchantId: merchant.id,
    apiKey: merchant.api_key,
    timeoutMs: 10_000,
  });
}

let references = 0;

/** A request for a payment nobody made before; the webhook goes to `notifyUrl`. */
export function paymentRequest(change: Partial<CreatePaymentRequest> = {}): CreatePaymentRequest {
  references += 1;
  return {
    reference: `attempt-${references}`,
    amount: 3000n,
    currency: 'CNY',
    subject: '视频会员 1 个月',
    returnUrl: 'http://shop.localhost:4000/orders/1',
    notifyUrl: 'http://127.0.0.1:9/hooks/pay/nobody',
    expiresAt: new Date(Date.now() + 15 * 60_000),
    locale: 'zh-CN',
    ...change,
  };
}

/** Sends JSON to the unsigned test API and reads JSON. */
export async function testApi(
  sandbox: Pick<Sandbox, 'url'>,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  json?: unknown,
): Promise<{ readonly status: number; readonly json: unknown }> {
  const response = await fetch(`${sandbox.url}/api/test${path}`, {
    method,
    ...(json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, json: await response.json() };
}

/** Plays the payer by script. */
export function payBy(
  sandbox: Pick<Sandbox, 'url'>,
  providerRef: string,
  how: Record<string, unknown> = {},
): Promise<{ readonly status: number; readonly json: unknown }> {
  return testApi(sandbox, 'POST', `/payments/${providerRef}/pay`, how);
}
