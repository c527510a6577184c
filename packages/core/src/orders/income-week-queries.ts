import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface HeldWeekRow {
  /** Its Monday, in the tenant's time zone. */
  readonly week: string;
  readonly currency: string;
  readonly held: bigint;
}

/** An earner's held income by week of release, minor units; what the release has not reached yet stands under its past week. */
export async function listHeldByWeek(tx: ReadTx<'portal'>, distributorId: string): Promise<HeldWeekRow[]> {
  return await readSql(
    tx,
    sql<HeldWeekRow>`
      select date_trunc('week', c.release_at at time zone t.timezone)::date::text as week, c.currency,
             sum(c.amount - c.fee_borne - c.clawed_pending - c.released)::bigint as held
        from orders.commission_line c
        join tenancy.tenant t on t.tenant_id = c.tenant_id
       where c.tenant_id = app.tenant_id() and c.earner_id = ${distributorId}
         and c.amount > c.fee_borne + c.clawed_pending + c.released
       group by 1, 2 order by 1, 2`,
  );
}
