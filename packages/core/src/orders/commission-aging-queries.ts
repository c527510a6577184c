import { readSql, type ReadTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';

const earnedBy = (distributorId: string | null): RawBuilder<unknown> =>
  distributorId === null ? sql`true` : sql`c.earner_id = ${distributorId}`;
const ownedBy = (distributorId: string | null): RawBuilder<unknown> =>
  distributorId === null ? sql`true` : sql`b.owner_id = ${distributorId}`;

export interface CommissionSumRow {
  readonly currency: string;
  readonly earned: bigint;
  readonly fee_borne: bigint;
  readonly clawed: bigint;
}

/** Income lines summed up, minor units. */
export async function sumCommissions(tx: ReadTx<'admin'>, distributorId: string | null): Promise<CommissionSumRow[]> {
  return await readSql(
    tx,
    sql<CommissionSumRow>`
      select c.currency, sum(c.amount)::bigint as earned, sum(c.fee_borne)::bigint as fee_borne, sum(c.clawed)::bigint as clawed
        from orders.commission_line c
       where c.tenant_id = app.tenant_id() and ${earnedBy(distributorId)}
       group by c.currency`,
  );
}

export interface HeldWeekRow {
  /** Its Monday, in the tenant's time zone. */
  readonly week: string;
  readonly currency: string;
  readonly held: bigint;
}

/** Held income by week of release, minor units; what the release has not reached yet stands under its past week. */
export async function listHeldByWeek(tx: ReadTx, distributorId: string | null): Promise<HeldWeekRow[]> {
  return await readSql(
    tx,
    sql<HeldWeekRow>`
      select date_trunc('week', c.release_at at time zone t.timezone)::date::text as week, c.currency,
             sum(c.amount - c.fee_borne - c.clawed_pending - c.released)::bigint as held
        from orders.commission_line c
        join tenancy.tenant t on t.tenant_id = c.tenant_id
       where c.tenant_id = app.tenant_id() and c.amount > c.fee_borne + c.clawed_pending + c.released and ${earnedBy(distributorId)}
       group by 1, 2 order by 1, 2`,
  );
}

export interface CommissionBalanceRow {
  readonly currency: string;
  readonly held: bigint;
  readonly available: bigint;
  readonly debt: bigint;
}

/** What the ledger has of it now, minor units. */
export async function sumBalances(tx: ReadTx<'admin'>, distributorId: string | null): Promise<CommissionBalanceRow[]> {
  return await readSql(
    tx,
    sql<CommissionBalanceRow>`
      select b.currency, coalesce(-sum(b.amount) filter (where b.code = '2010'), 0)::bigint as held,
             coalesce(-sum(b.amount) filter (where b.code = '2020'), 0)::bigint as available,
             coalesce(sum(b.amount) filter (where b.code = '1210'), 0)::bigint as debt
        from ledger.account_balance b
       where b.tenant_id = app.tenant_id() and b.code in ('2010', '2020', '1210') and ${ownedBy(distributorId)}
       group by b.currency`,
  );
}
