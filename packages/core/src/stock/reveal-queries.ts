import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { decidedAs, inHours, type Decision } from './decision-queries.ts';

/** Lets the reveals of one member of staff take turns until this transaction ends, so that counting them is exact. */
export async function lockStaffReveals(tx: ServiceTx, loginId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('reveal|' || ${loginId}, 0))`.execute(tx);
}

/** How many codes a member of staff opened alone within the last 24 hours by the database's clock. */
export async function countStaffReveals(tx: ServiceTx, loginId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('inventory.reveal')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('actor_id', '=', loginId)
    .where('channel', '=', 'staff')
    .where('created_at', '>', sql<Date>`app.now() - interval '24 hours'`)
    .executeTakeFirstOrThrow();
  return n;
}

/** Spends a second person's approval of one code for this member of staff; answers its id, if there is one. */
export async function useRevealApproval(
  tx: ServiceTx,
  given: { readonly codeId: string; readonly loginId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    update inventory.reveal_request r set state = 'used'
     where r.tenant_id = app.tenant_id() and r.id = (
       select x.id from inventory.reveal_request x
        where x.tenant_id = app.tenant_id() and x.requested_by = ${given.loginId} and x.code_id = ${given.codeId} and x.state = 'approved'
          and x.valid_until > app.now()
        order by x.created_at limit 1 for update skip locked)
    returning r.id`.execute(tx);
  return rows[0]?.id;
}

/** What of this kind somebody has asked for and nobody has decided: the request for this code, and how many in all. */
export async function readOpenRevealRequests(
  tx: ServiceTx,
  given: { readonly codeId: string; readonly loginId: string },
): Promise<{ readonly id: string | null; readonly open: number }> {
  const { rows } = await sql<{ id: string | null; open: number }>`
    select (array_agg(r.id) filter (where r.code_id = ${given.codeId}))[1] as id, count(*)::integer as open
      from inventory.reveal_request r
     where r.tenant_id = app.tenant_id() and r.requested_by = ${given.loginId} and r.state in ('requested', 'approved') and r.valid_until > app.now()`.execute(
    tx,
  );
  return rows[0] ?? { id: null, open: 0 };
}

/** What a code is of, if there is such a code. */
export async function readSkuOfCode(tx: ServiceTx, codeId: string): Promise<{ readonly sku_code: string } | undefined> {
  return await tx
    .selectFrom('inventory.card_code as c')
    .innerJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'c.tenant_id').onRef('s.id', '=', 'c.sku_id'),
    )
    .select('s.code as sku_code')
    .where('c.id', '=', codeId)
    .executeTakeFirst();
}

export async function insertRevealRequest(
  tx: ServiceTx,
  request: {
    readonly id: string;
    readonly codeId: string;
    readonly loginId: string;
    readonly reason: string;
    readonly validHours: number;
  },
): Promise<void> {
  await tx
    .insertInto('inventory.reveal_request')
    .values({
      id: request.id,
      code_id: request.codeId,
      requested_by: request.loginId,
      reason: request.reason,
      valid_until: inHours(request.validHours),
    })
    .execute();
}

/** Locks a request to decide it. */
export async function lockRevealRequest(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('inventory.reveal_request')
    .select(['id', 'code_id', 'requested_by', 'state', sql<boolean>`valid_until <= app.now()`.as('is_over')])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function decideRevealRow(tx: ServiceTx, id: string, decision: Decision): Promise<void> {
  await tx.updateTable('inventory.reveal_request').set(decidedAs(decision)).where('id', '=', id).execute();
}

/** A page of requests, newest first. */
export async function listRevealRows(
  tx: ReadTx<'admin'>,
  page: { readonly before: string | undefined; readonly limit: number },
) {
  let query = tx
    .selectFrom('inventory.reveal_request as r')
    .innerJoin('inventory.card_code as c', (join) =>
      join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.id', '=', 'r.code_id'),
    )
    .innerJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'c.tenant_id').onRef('s.id', '=', 'c.sku_id'),
    )
    .select([
      'r.id',
      'r.code_id',
      'r.reason',
      'r.state',
      'r.requested_by',
      'r.decided_by',
      'r.valid_until',
      'r.created_at',
    ])
    .select(['c.mask', 's.code as sku_code', sql<boolean>`r.valid_until <= app.now()`.as('is_over')]);
  if (page.before !== undefined) query = query.where('r.id', '<', page.before);
  return await query.orderBy('r.id', 'desc').limit(page.limit).execute();
}
