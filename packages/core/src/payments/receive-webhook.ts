import type { GatewayAccountId, TenantId } from '@keyfall/contracts';
import { identityTx, serviceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { inboundKeyOf } from './gateway-accounts.ts';
import { processWebhook, type WebhookResult } from './process-webhook.ts';
import { findInbound, insertWebhook } from './webhook-queries.ts';

export const WEBHOOK_BODY_BYTES_MAX = 65_536;
const HEADERS_MAX = 50;
const HEADER_LENGTH_MAX = 2_000;
/** Long enough to judge it here; after that the worker takes it. */
const LEASE_SECONDS = 30;
const HOOK_ADDRESS = /^[0-9a-f]{32}$/;
/** Never stored: they prove somebody else's identity and no provider signs with them. */
const HEADERS_DROPPED = new Set(['cookie', 'authorization', 'proxy-authorization']);

/**
 * Takes a payment provider's request: finds whose address it is, stores it raw, commits, and only then judges it. What
 * could not be finished here is done by the worker, so a stored request may be answered with success.
 *
 * @returns undefined when nobody has this address
 */
export async function receiveWebhook(
  core: Core,
  request: {
    readonly hookAddress: string;
    readonly headers: Readonly<Record<string, string>>;
    /** At most {@link WEBHOOK_BODY_BYTES_MAX} bytes; the caller has refused more. */
    readonly body: Uint8Array;
    readonly ip: string | null;
    readonly requestId: string;
  },
): Promise<WebhookResult | undefined> {
  if (!HOOK_ADDRESS.test(request.hookAddress)) return undefined;
  const key = inboundKeyOf(request.hookAddress);
  const owner = await identityTx(core.db, { presented: key }, (tx) => findInbound(tx, key));
  if (owner === undefined) return undefined;
  const tenantId = owner.tenant_ref as TenantId;
  const webhook = {
    id: uuidv7(),
    account_id: owner.account_ref as GatewayAccountId,
    headers: keptHeaders(request.headers),
    body: Buffer.from(request.body),
    tries: 1,
  };
  const arrivedAt = await serviceTx(core.db, { tenantId, requestId: request.requestId }, (tx) =>
    insertWebhook(tx, {
      id: webhook.id,
      accountId: webhook.account_id,
      headers: webhook.headers,
      body: webhook.body,
      ip: request.ip,
      leaseSeconds: LEASE_SECONDS,
    }),
  );
  return await processWebhook(core, tenantId, { ...webhook, arrived_at: arrivedAt }, request.requestId);
}

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers)
    .filter(
      ([name, value]) =>
        !HEADERS_DROPPED.has(name.toLowerCase()) && name.length <= 100 && value.length <= HEADER_LENGTH_MAX,
    )
    .slice(0, HEADERS_MAX);
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value]));
}
