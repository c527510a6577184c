import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { GatewayAccountId, TenantId } from '@keyfall/contracts';
import { secret, systemCtx, type Core } from '@keyfall/core';
import { createGatewayAccount } from '@keyfall/core/payments';
import { parseCurrency } from '@keyfall/money';
import type { Env } from '../env.ts';

const ANSWER_TIMEOUT_MS = 5_000;
const KEY_BYTES = 24;

/** What keeps a sandbox account from being made, in words for the operator. */
export class SandboxMissing extends Error {}

/**
 * Registers a tenant at the sandbox gateway of this installation and stores the account, so that its shops can be paid.
 *
 * @throws SandboxMissing where there is no sandbox, or it does not run; nothing was stored then
 */
export async function makeSandboxAccount(
  core: Core,
  env: Env,
  tenant: { readonly tenantId: TenantId; readonly slug: string; readonly currency: string },
  requestId: string,
): Promise<GatewayAccountId> {
  if (env.mode === 'production') throw new SandboxMissing('a production installation has no sandbox gateway');
  const merchant = {
    // Consumers read the name on the payment page: it names no wholesaler.
    name: 'Sandbox merchant',
    api_key: randomBytes(KEY_BYTES).toString('hex'),
    webhook_secret: randomBytes(KEY_BYTES).toString('hex'),
  };
  const merchantId = `${tenant.slug}-${randomBytes(4).toString('hex')}`;
  const baseUrl = `http://127.0.0.1:${env.port + 1}`;
  await register(`${baseUrl}/admin/merchants/${merchantId}`, adminTokenOf(env), merchant);
  const { accountId } = await createGatewayAccount(systemCtx(core, tenant.tenantId, 'operator', requestId), {
    provider: 'sandbox',
    name: 'Sandbox',
    config: { merchantId, baseUrl },
    apiKey: secret(merchant.api_key),
    webhookSecret: secret(merchant.webhook_secret),
    currency: parseCurrency(tenant.currency),
    feeRate: '0.006',
    feeBearer: 'platform',
  });
  return accountId;
}

function adminTokenOf(env: Env): string {
  try {
    return fs.readFileSync(path.join(env.stateDir, 'sandbox', 'admin-token'), 'utf8').trim();
  } catch (error) {
    throw new SandboxMissing('the sandbox gateway has not run here yet: run npm start', { cause: error });
  }
}

async function register(url: string, token: string, merchant: object): Promise<void> {
  let status: number;
  try {
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(merchant),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    ({ status } = answer);
  } catch (error) {
    throw new SandboxMissing('the sandbox gateway does not answer: run npm start', { cause: error });
  }
  if (status !== 200) throw new SandboxMissing(`the sandbox gateway answered ${status}`);
}
