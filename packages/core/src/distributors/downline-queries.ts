import type { DistributorState } from '@keyfall/contracts';
import { readSql, type AnyTenantTx, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface DownlineRow {
  readonly id: string;
  readonly parent_id: string;
  readonly code: string;
  readonly name: string;
  readonly status: DistributorState;
  readonly distance: number;
  readonly level_id: string | null;
  readonly level_name: string | null;
  readonly shops: number;
  readonly created_at: Date;
}

const NODES_MAX = 1_000;

/**
 * Everybody below a distributor that is not closed, nearest first. The portal's role sees who they are but not how they hang
 * together, since its own parent would show that way too; so this one reads as a command does, with the caller's own
 * predicate in its first line.
 */
export async function listDownline(tx: ServiceTx, distributorId: string): Promise<readonly DownlineRow[]> {
  const { rows } = await sql<DownlineRow>`
    select n.id, n.parent_id, n.code, n.name, n.status, link.distance, v.id as level_id, v.name as level_name, n.created_at,
           (select count(*)::integer from tenancy.shop s
             where s.tenant_id = n.tenant_id and s.distributor_id = n.id and s.status = 'open') as shops
      from tenancy.distributor_link link
      join tenancy.distributor n on n.tenant_id = link.tenant_id and n.id = link.descendant_id
      left join tenancy.level v on v.tenant_id = n.tenant_id and v.id = n.level_id
     where link.tenant_id = app.tenant_id() and link.ancestor_id = ${distributorId}::uuid and link.distance > 0
       and n.status <> 'closed'
     order by link.distance, n.name, n.id limit ${NODES_MAX}`.execute(tx);
  return rows;
}

/** The name of whom a distributor stands below; undefined for a child of the house, whose upline is the wholesaler. */
export async function findUplineName(tx: ServiceTx, distributorId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('tenancy.distributor_link as link')
    .innerJoin('tenancy.distributor as upline', (join) =>
      join.onRef('upline.tenant_id', '=', 'link.tenant_id').onRef('upline.id', '=', 'link.ancestor_id'),
    )
    .select('upline.name')
    .where('link.descendant_id', '=', distributorId)
    .where('link.distance', '=', 1)
    .where('upline.depth', '>', 0)
    .executeTakeFirst();
  return row?.name;
}

/** Levels a child may be put into, by rank. */
export async function listLevelNames(tx: AnyTenantTx) {
  return await tx
    .selectFrom('tenancy.level')
    .select(['id', 'name'])
    .where('retired_at', 'is', null)
    .orderBy('rank')
    .limit(100)
    .execute();
}

export interface ChildIncomeRow {
  readonly child_id: string | null;
  /** A day of the tenant, `2026-01-31`. */
  readonly day: string;
  readonly currency: string;
  readonly units: number;
  /** Earned less borne fees and what refunds took back, minor units. */
  readonly income: bigint;
}

/**
 * What a distributor earned through each of its children, day by day of the tenant's zone, in the tenant's own currency.
 * Somebody who left its downline has no id any more. Reads the earner's own lines alone: no order, buyer or margin of a child.
 */
export async function sumIncomeByChild(
  tx: ReadTx<'portal'>,
  distributorId: string,
  days: number,
): Promise<readonly ChildIncomeRow[]> {
  return await readSql(
    tx,
    sql<ChildIncomeRow>`
      with since as (
        select t.tenant_id, t.timezone, t.currency,
               (date_trunc('day', app.now() at time zone t.timezone) - make_interval(days => ${days - 1}::integer)) at time zone t.timezone as start
          from tenancy.tenant t where t.tenant_id = app.tenant_id())
      select d.id as child_id, to_char(c.created_at at time zone since.timezone, 'YYYY-MM-DD') as day, c.currency,
             sum(c.quantity)::integer as units,
             sum(c.amount - c.fee_borne - c.clawed)::bigint as income
        from since
        join orders.commission_line c on c.tenant_id = since.tenant_id and c.created_at >= since.start and c.currency = since.currency
        left join tenancy.distributor d on d.tenant_id = c.tenant_id and d.id = c.via_child_id
       where c.tenant_id = app.tenant_id() and c.earner_id = ${distributorId} and c.via_child_id is not null
       group by 1, 2, 3 order by 2 desc, 1`,
  );
}

export interface FormerChildRow {
  readonly name: string;
  readonly since_at: Date;
  readonly until_at: Date;
  /** Minor units as text, by currency. */
  readonly income: readonly { readonly currency: string; readonly units: number; readonly income: string }[];
}

const FORMER_MAX = 100;

/**
 * Who stood directly below a distributor and does not now, with the distributor's own income through each. A sale made before
 * somebody left brings its income later too; what is sold since brings none, so no end is asked for.
 */
export async function listFormerChildren(
  tx: ReadTx<'portal'>,
  distributorId: string,
): Promise<readonly FormerChildRow[]> {
  return await readSql(
    tx,
    sql<FormerChildRow>`
      select f.name, f.since_at, f.until_at,
             coalesce((select jsonb_agg(jsonb_build_object('currency', x.currency, 'units', x.units, 'income', x.income::text) order by x.currency)
                         from (select c.currency, sum(c.quantity)::integer as units, sum(c.amount - c.fee_borne - c.clawed)::bigint as income
                                 from orders.commission_line c
                                where c.tenant_id = f.tenant_id and c.earner_id = f.parent_id and c.via_child_id = f.child_id
                                  and c.created_at >= f.since_at
                                group by c.currency) x), '[]') as income
        from tenancy.former_child f
       where f.tenant_id = app.tenant_id() and f.parent_id = ${distributorId} and not f.is_back
       order by f.until_at desc, f.child_id limit ${FORMER_MAX}`,
  );
}
