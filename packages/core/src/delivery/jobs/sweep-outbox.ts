import { serviceTx, withRetry } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { OUTBOX_TOPICS, wakeWorker, type OutboxTopic } from '../../jobs/index.ts';
import { finishOutbox, leaseOutbox, postponeOutbox, type OutboxRow } from '../outbox-queries.ts';
import { OUTBOX_HANDLERS } from '../tell-buyer.ts';

const BATCH = 200;
const LEASE_SECONDS = 60;
/** How long news of an order wait that is being handed over in parts just now. */
const LATER_SECONDS = 10;
/** After so many tries such news are told as they are. */
const PATIENT_TRIES = 30;
const BACKOFF_SECONDS = [5, 30, 120, 600, 3_600] as const;

/**
 * Does what has to follow a commit: mails, inbox, alerts. Each message is handled and ticked off in one transaction, so a
 * crash repeats it and repeating changes nothing. One that fails is tried again later and holds up no other.
 */
export async function sweepOutbox(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const rows = await serviceTx(core.db, { tenantId, requestId }, (tx) => leaseOutbox(tx, BATCH, LEASE_SECONDS));
  let done = 0;
  for (const row of rows) if (await handle(core, tenantId, requestId, row)) done += 1;
  if (done > 0) core.ports.poke(tenantId, 'mail.send');
  return { done };
}

async function handle(core: Core, tenantId: string, requestId: string, row: OutboxRow): Promise<boolean> {
  const scope = { tenantId, requestId };
  const handler = isTopic(row.topic) ? OUTBOX_HANDLERS[row.topic] : undefined;
  try {
    if (handler === undefined) throw new Error(`nothing handles ${row.topic}`);
    return await withRetry(() =>
      serviceTx(core.db, scope, async (tx) => {
        const isDone = (await handler(tx, tenantId, row.payload, row.tries < PATIENT_TRIES)) === 'done';
        if (isDone) {
          await finishOutbox(tx, row.id);
        } else {
          await postponeOutbox(tx, row.id, LATER_SECONDS, null);
          await wakeWorker(tx, tenantId, 'outbox', LATER_SECONDS);
        }
        return isDone;
      }),
    );
  } catch (error) {
    const seconds = BACKOFF_SECONDS[Math.min(row.tries - 1, BACKOFF_SECONDS.length - 1)] ?? 3_600;
    await serviceTx(core.db, scope, (tx) =>
      postponeOutbox(tx, row.id, seconds, error instanceof Error ? error.message : 'failed'),
    );
    return false;
  }
}

function isTopic(text: string): text is OutboxTopic {
  return (OUTBOX_TOPICS as readonly string[]).includes(text);
}
