import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { deleteOldWebhooks } from '../../payments/index.ts';
import { deleteOldOutbox } from '../outbox-queries.ts';

const OUTBOX_DAYS = 7;
const WEBHOOK_DAYS = 180;
const ROWS = 5_000;

/** Forgets messages that were handled long ago and raw webhooks whose money has long stood in receipts. */
export async function tidyMessages(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const scope = { tenantId, requestId };
  const messages = await serviceTx(core.db, scope, (tx) => deleteOldOutbox(tx, OUTBOX_DAYS, ROWS), { pace: 'job' });
  const webhooks = await serviceTx(core.db, scope, (tx) => deleteOldWebhooks(tx, WEBHOOK_DAYS, ROWS), { pace: 'job' });
  return { done: messages + webhooks };
}
