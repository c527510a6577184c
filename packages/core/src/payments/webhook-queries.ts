import type { IdentityTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { WorkKind } from '../jobs/index.ts';

/** Whose a webhook address is; only its hash is known. */
export async function findInbound(tx: IdentityTx, key: string) {
  return await tx
    .selectFrom('identity.inbound')
    .select(['tenant_ref', 'account_ref'])
    .where('key', '=', key)
    .executeTakeFirst();
}

/**
 * Stores a raw request, leased to the one who stores it for `leaseSeconds`, and leaves a wake-up for the moment the lease
 * ends: where this process dies in between, the worker takes the request then. Answers when it arrived by the database
 * server's own clock: whether a request is fresh must not depend on which process took it, nor on a moved demo clock.
 */
export async function insertWebhook(
  tx: ServiceTx,
  webhook: {
    readonly id: string;
    readonly accountId: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
    readonly ip: string | null;
    readonly leaseSeconds: number;
  },
): Promise<Date> {
  const leaseEnd = sql<Date>`app.now() + make_interval(secs => ${webhook.leaseSeconds})`;
  const stored = await tx
    .with('woken', (db) =>
      db.insertInto('ops.due_work').values({
        tenant_ref: sql<string>`app.tenant_id()`,
        kind: 'webhook.process' satisfies WorkKind,
        due_at: leaseEnd,
      }),
    )
    .insertInto('payments.webhook')
    .values({
      id: webhook.id,
      account_id: webhook.accountId,
      headers: JSON.stringify(webhook.headers),
      body: Buffer.from(webhook.body),
      ip: webhook.ip,
      arrived_at: sql<Date>`app.wall_clock()`,
      next_try_at: leaseEnd,
    })
    .returning('arrived_at')
    .executeTakeFirstOrThrow();
  return stored.arrived_at;
}

export interface WebhookRow {
  readonly id: string;
  readonly account_id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly arrived_at: Date;
  readonly tries: number;
}

/** Takes stored requests that nobody has finished and leases them; rows that others hold just now are skipped. */
export async function leaseOpenWebhooks(tx: ServiceTx, limit: number, leaseSeconds: number): Promise<WebhookRow[]> {
  const { rows } = await sql<WebhookRow>`
    with due as (
      select w.id from payments.webhook w
       where w.tenant_id = app.tenant_id() and w.state = 'received' and w.next_try_at <= app.now()
       order by w.next_try_at limit ${limit} for no key update skip locked)
    update payments.webhook w set next_try_at = app.now() + make_interval(secs => ${leaseSeconds}), tries = w.tries + 1
      from due where w.tenant_id = app.tenant_id() and w.id = due.id
    returning w.id, w.account_id, w.headers, w.body, w.arrived_at, w.tries`.execute(tx);
  return rows;
}

/** Ends a stored request: what came of it, in a few words. */
export async function finishWebhook(
  tx: ServiceTx,
  id: string,
  state: 'done' | 'refused',
  result: string,
): Promise<void> {
  await tx
    .updateTable('payments.webhook')
    .set({ state, result: result.slice(0, 200), done_at: sql<Date>`app.now()` })
    .where('id', '=', id)
    .where('state', '=', 'received')
    .execute();
}

/** Deletes finished requests older than `days`: the money they told of stands in receipts. Returns how many. */
export async function deleteOldWebhooks(tx: ServiceTx, days: number, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from payments.webhook w
     where w.tenant_id = app.tenant_id() and w.id in (
       select x.id from payments.webhook x
        where x.tenant_id = app.tenant_id() and x.received_at < app.now() - make_interval(days => ${days}) and x.state <> 'received'
        order by x.received_at limit ${limit})
    returning w.id`.execute(tx);
  return rows.length;
}
