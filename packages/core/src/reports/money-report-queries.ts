import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { LinePosition } from '../page-cursor.ts';

interface Bounds {
  readonly from_at: string;
  readonly until_at: string;
  readonly timezone: string;
}

/** What was at gateways and banks (1010, 1020, 1030) before the bounds. */
export async function readCashBefore(tx: ReadTx<'admin'>, currency: string, bounds: Bounds): Promise<bigint> {
  const [row] = await readSql(
    tx,
    sql<{ amount: bigint }>`
      select coalesce(sum(e.amount), 0)::bigint as amount
        from ledger.account a join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
       where a.tenant_id = app.tenant_id() and a.code in ('1010', '1020', '1030') and a.currency = ${currency}
         and e.created_at < ${bounds.from_at}::timestamptz`,
  );
  return row?.amount ?? 0n;
}

export interface CashRow {
  readonly day: string;
  readonly kind: string;
  readonly came: bigint;
  readonly went: bigint;
  readonly entries: number;
}

/** What came to and left gateways and banks, by day and kind. Moves between the two count on both sides. */
export async function readCash(tx: ReadTx<'admin'>, currency: string, bounds: Bounds): Promise<CashRow[]> {
  return await readSql(
    tx,
    sql<CashRow>`
      select (e.created_at at time zone ${bounds.timezone})::date::text as day, e.kind,
             coalesce(sum(e.amount) filter (where e.amount > 0), 0)::bigint as came,
             coalesce(-sum(e.amount) filter (where e.amount < 0), 0)::bigint as went, count(*)::integer as entries
        from ledger.account a join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
       where a.tenant_id = app.tenant_id() and a.code in ('1010', '1020', '1030') and a.currency = ${currency}
         and e.created_at >= ${bounds.from_at}::timestamptz and e.created_at < ${bounds.until_at}::timestamptz
       group by 1, 2 order by 1, 2`,
  );
}

export interface CashEntryRow {
  readonly journal_id: string;
  readonly line: number;
  readonly created_at: Date;
  readonly position: string;
  readonly reference: string | null;
  readonly place: string | null;
  readonly amount: bigint;
}

/** The entries behind one kind of {@link readCash}, newest first. */
export async function readCashEntries(
  tx: ReadTx<'admin'>,
  currency: string,
  bounds: Bounds,
  page: {
    readonly kind: string;
    readonly before?: LinePosition | undefined;
    readonly limit: number;
  },
): Promise<CashEntryRow[]> {
  const { kind, before, limit } = page;
  const older =
    before === undefined
      ? sql``
      : sql`and (e.created_at, e.journal_id, e.line) < (${before.position}::timestamptz, ${before.id}::uuid, ${before.line}::integer)`;
  return await readSql(
    tx,
    sql<CashEntryRow>`
      select e.journal_id, e.line, e.created_at, e.created_at::text as position, e.reference, coalesce(g.name, b.bank, w.name) as place, e.amount
        from ledger.account a
        join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
        left join payments.gateway_account g on g.tenant_id = a.tenant_id and g.id = a.owner_id
        left join wallet.bank_account b on b.tenant_id = a.tenant_id and b.id = a.owner_id
        left join withdrawals.account w on w.tenant_id = a.tenant_id and w.id = a.owner_id
       where a.tenant_id = app.tenant_id() and a.code in ('1010', '1020', '1030') and a.currency = ${currency} and e.kind = ${kind}
         and e.created_at >= ${bounds.from_at}::timestamptz and e.created_at < ${bounds.until_at}::timestamptz ${older}
       order by e.created_at desc, e.journal_id desc, e.line desc limit ${limit}`,
  );
}

export interface AgingRow {
  /** Null in the first row, which sums all. */
  readonly distributor_id: string | null;
  readonly name: string | null;
  readonly due: bigint;
  readonly week: bigint;
  readonly month: bigint;
  readonly later: bigint;
  readonly available: bigint;
  readonly withdrawing: bigint;
  readonly debt: bigint;
}

/** Every distributor's income by how soon it can have it, and what it owes: the sums of all, then those who have most. */
export async function readAging(tx: ReadTx<'admin'>, currency: string, limit: number): Promise<AgingRow[]> {
  return await readSql(
    tx,
    sql<AgingRow>`
      with held as (
        select c.earner_id, c.release_at, c.amount - c.fee_borne - c.clawed_pending - c.released as amount
          from orders.commission_line c
         where c.tenant_id = app.tenant_id() and c.currency = ${currency} and c.amount > c.fee_borne + c.clawed_pending + c.released),
      pending as (
        select h.earner_id as id,
               coalesce(sum(h.amount) filter (where h.release_at <= app.now()), 0) as due,
               coalesce(sum(h.amount) filter (where h.release_at > app.now() and h.release_at <= app.now() + interval '7 days'), 0) as week,
               coalesce(sum(h.amount) filter (where h.release_at > app.now() + interval '7 days' and h.release_at <= app.now() + interval '30 days'), 0) as month,
               coalesce(sum(h.amount) filter (where h.release_at > app.now() + interval '30 days'), 0) as later
          from held h group by h.earner_id),
      owned as (
        select b.owner_id as id, coalesce(-sum(b.amount) filter (where b.code = '2020'), 0) as available,
               coalesce(-sum(b.amount) filter (where b.code = '2030'), 0) as withdrawing, coalesce(sum(b.amount) filter (where b.code = '1210'), 0) as debt
          from ledger.account_balance b
         where b.tenant_id = app.tenant_id() and b.currency = ${currency} and b.code in ('2020', '2030', '1210') group by b.owner_id)
      select d.id as distributor_id, d.name, coalesce(sum(p.due), 0)::bigint as due, coalesce(sum(p.week), 0)::bigint as week,
             coalesce(sum(p.month), 0)::bigint as month, coalesce(sum(p.later), 0)::bigint as later, coalesce(sum(o.available), 0)::bigint as available,
             coalesce(sum(o.withdrawing), 0)::bigint as withdrawing, coalesce(sum(o.debt), 0)::bigint as debt
        from tenancy.distributor d
        left join pending p on p.id = d.id
        left join owned o on o.id = d.id
       where d.tenant_id = app.tenant_id() and (p.id is not null or o.id is not null)
       group by grouping sets ((), (d.id, d.name))
       order by grouping(d.id) desc,
                coalesce(sum(p.due + p.week + p.month + p.later), 0) + coalesce(sum(o.available), 0) desc, d.name limit ${limit + 1}`,
  );
}

export interface StockRow {
  readonly sku_id: string;
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly units: bigint;
  readonly reserved: bigint;
  readonly value: bigint;
  readonly unknown: bigint;
  readonly first_expiry: Date | null;
  readonly sold: bigint;
  /** Of all SKUs, also those not shown. */
  readonly all_units: bigint;
  readonly all_value: bigint;
}

/** Unsold codes by SKU at what they cost: what account 1110 holds. Most value first. */
export async function readStock(tx: ReadTx<'admin'>, limit: number): Promise<StockRow[]> {
  return await readSql(
    tx,
    sql<StockRow>`
      with unsold as (
        select c.sku_id, count(*) as units, count(*) filter (where c.state = 'reserved') as reserved, coalesce(sum(c.unit_cost), 0) as value,
               count(*) filter (where c.unit_cost is null) as unknown, min(c.expires_at) filter (where c.state = 'available') as first_expiry
          from inventory.card_code c
         where c.tenant_id = app.tenant_id() and c.state in ('available', 'reserved', 'quarantined') group by c.sku_id),
      sold as (
        select l.sku_id, sum(l.delivered) as units
          from orders.sales_order o join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
         where o.tenant_id = app.tenant_id() and o.paid_at >= app.now() - interval '30 days' group by l.sku_id)
      select s.id as sku_id, s.code, p.name_zh || ' · ' || s.name_zh as name_zh, p.name_en || ' · ' || s.name_en as name_en,
             u.units::bigint as units, u.reserved::bigint as reserved, u.value::bigint as value, u.unknown::bigint as unknown, u.first_expiry,
             coalesce(x.units, 0)::bigint as sold, (sum(u.units) over ())::bigint as all_units, (sum(u.value) over ())::bigint as all_value
        from unsold u
        join catalog.sku s on s.tenant_id = app.tenant_id() and s.id = u.sku_id
        join catalog.product p on p.tenant_id = s.tenant_id and p.id = s.product_id
        left join sold x on x.sku_id = u.sku_id
       order by u.value desc, s.code limit ${limit}`,
  );
}
