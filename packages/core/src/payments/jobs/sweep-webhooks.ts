import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { raiseAlert } from '../../notifications/index.ts';
import { processWebhook } from '../process-webhook.ts';
import { finishWebhook, leaseOpenWebhooks, type WebhookRow } from '../webhook-queries.ts';

const BATCH = 50;
const LEASE_SECONDS = 60;
const TRIES_MAX = 20;

/** Judges stored requests that the web process did not finish: it died, or the database or vault did not answer. */
export async function sweepWebhooks(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const webhooks = await serviceTx(core.db, { tenantId, requestId }, (tx) =>
    leaseOpenWebhooks(tx, BATCH, LEASE_SECONDS),
  );
  let done = 0;
  let failure: unknown;
  for (const webhook of webhooks) {
    try {
      await processWebhook(core, tenantId as TenantId, webhook, requestId);
      done += 1;
    } catch (error) {
      failure = error;
      await giveUpWhenHopeless(core, tenantId, webhook);
    }
  }
  // Nothing worked: the database or the vault is away, and the worker should pause.
  if (done === 0 && failure !== undefined) throw new Error('no stored webhook could be processed', { cause: failure });
  return { done };
}

/** One request must not be tried for ever; the money it told of is still found by asking the provider. */
async function giveUpWhenHopeless(core: Core, tenantId: string, webhook: WebhookRow): Promise<void> {
  if (webhook.tries < TRIES_MAX) return;
  await serviceTx(core.db, { tenantId }, async (tx) => {
    await finishWebhook(tx, webhook.id, 'refused', 'gave up');
    await raiseAlert(tx, { kind: 'payment.webhook_stuck', subject: webhook.id });
  });
}
