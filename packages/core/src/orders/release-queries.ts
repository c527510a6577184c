import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface DueEarnerRow {
  readonly earner_id: string;
  readonly currency: string;
}

/** Who has income whose hold is over, those waiting longest first. */
export async function listDueEarners(tx: ServiceTx, limit: number): Promise<DueEarnerRow[]> {
  const { rows } = await sql<DueEarnerRow>`
    select c.earner_id, c.currency from orders.commission_line c
     where c.tenant_id = app.tenant_id() and c.release_at <= app.now() and c.amount > c.fee_borne + c.clawed_pending + c.released
     group by c.earner_id, c.currency order by min(c.release_at) limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Takes an earner's due lines out of the hold under one release: what of each is still held counts as released. Lines that
 * a refund holds just now are skipped and come next time. Answers the sum.
 */
export async function takeDueLines(
  tx: ServiceTx,
  earner: DueEarnerRow,
  releaseId: string,
  limit: number,
): Promise<{ readonly amount: bigint; readonly lines: number }> {
  const { rows } = await sql<{ amount: bigint; lines: number }>`
    with due as (
      select c.order_id, c.line, c.amount - c.fee_borne - c.clawed_pending - c.released as held from orders.commission_line c
       where c.tenant_id = app.tenant_id() and c.earner_id = ${earner.earner_id} and c.currency = ${earner.currency}
         and c.release_at <= app.now() and c.amount > c.fee_borne + c.clawed_pending + c.released
       order by c.release_at limit ${limit} for no key update skip locked),
    released as (
      update orders.commission_line c set released = c.released + due.held, released_journal = ${releaseId}
        from due where c.tenant_id = app.tenant_id() and c.order_id = due.order_id and c.line = due.line and c.earner_id = ${earner.earner_id}
      returning due.held)
    select coalesce(sum(held), 0)::bigint as amount, count(*)::integer as lines from released`.execute(tx);
  return rows[0] ?? { amount: 0n, lines: 0 };
}
