import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

/** Kinds of background work. Each is found by state; a row of this kind only says when to look. */
export const WORK_KINDS = [
  'outbox',
  'stock.count',
  'order.close',
  'order.deliver',
  'order.settle',
  'payment.query',
  'price.recheck',
  'webhook.process',
  'refund.suspense',
  'refund.submit',
  'payout.submit',
  'bill.reconcile',
  'import.run',
  'mail.send',
  'ledger.fold',
  'commission.release',
  'inventory.expire',
  'domain.check',
  'wallet.watch',
  'alerts.check',
  'audit.seal',
  'housekeeping',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Leaves a wake-up in the transaction that made the work: `afterSeconds` from now by the database's clock. */
export async function wakeWorker(tx: ServiceTx, tenantId: string, kind: WorkKind, afterSeconds = 0): Promise<void> {
  await tx
    .insertInto('ops.due_work')
    .values({ tenant_ref: tenantId, kind, due_at: sql<Date>`app.now() + make_interval(secs => ${afterSeconds})` })
    .execute();
}

/** Leaves a wake-up for a given moment. */
export async function wakeWorkerAt(tx: ServiceTx, tenantId: string, kind: WorkKind, dueAt: Date): Promise<void> {
  await tx.insertInto('ops.due_work').values({ tenant_ref: tenantId, kind, due_at: dueAt }).execute();
}

/** What leaves a transaction. Some are written by SQL functions; a test compares both with what is handled. */
export const OUTBOX_TOPICS = [
  'order.paid',
  'order.delivered',
  'order.closed',
  'order.find',
  'refund.approved',
  'refund.done',
] as const;
export type OutboxTopic = (typeof OUTBOX_TOPICS)[number];

export interface OutboxMessage {
  readonly topic: OutboxTopic;
  /** Makes the message unique in the tenant: the same event twice is one row. */
  readonly dedupe: string;
  /** Ids only. */
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}

/** Queues what must leave the database after this commit; returns false when the same message was queued before. */
export async function queueOutbox(tx: ServiceTx, tenantId: string, message: OutboxMessage): Promise<boolean> {
  const result = await tx
    .insertInto('jobs.outbox')
    .values({
      id: uuidv7(),
      topic: message.topic,
      dedupe: message.dedupe,
      payload: JSON.stringify(message.payload),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'dedupe']).doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 0n) return false;
  await wakeWorker(tx, tenantId, 'outbox');
  return true;
}
