import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';

/** Where the last days begin, in the tenant's time zone; today is one of them. */
export async function readSince(tx: ReadTx<'admin'>, days: number): Promise<string> {
  const row = onlyRow(
    await readSql(
      tx,
      sql<{ since: string }>`
        select (((app.now() at time zone t.timezone)::date - ${days - 1}::integer)::timestamp at time zone t.timezone)::text as since
          from tenancy.tenant t where t.tenant_id = app.tenant_id()`,
    ),
  );
  return row.since;
}

export interface DayRow {
  readonly day: string;
  readonly orders: number;
  readonly units: bigint;
  readonly sales: bigint;
}

/** Paid orders per day of the tenant's zone, days without any included; the last row is today. */
export async function readDays(tx: ReadTx<'admin'>, days: number, since: string): Promise<DayRow[]> {
  return await readSql(
    tx,
    sql<DayRow>`
      with zone as (select timezone as name, currency from tenancy.tenant where tenant_id = app.tenant_id()),
      span as (
        select generate_series((app.now() at time zone z.name)::date - ${days - 1}::integer, (app.now() at time zone z.name)::date, interval '1 day')::date as day
          from zone z),
      paid as (
        select (o.paid_at at time zone z.name)::date as day, o.id, o.amount
          from orders.sales_order o cross join zone z
         where o.tenant_id = app.tenant_id() and o.currency = z.currency
           and o.paid_at >= ${since}::timestamptz),
      units as (
        select p.day, sum(l.quantity) as units
          from paid p join orders.order_line l on l.tenant_id = app.tenant_id() and l.order_id = p.id group by p.day)
      select s.day::text as day, count(p.id)::integer as orders, coalesce(max(u.units), 0)::bigint as units, coalesce(sum(p.amount), 0)::bigint as sales
        from span s left join paid p on p.day = s.day left join units u on u.day = s.day
       group by s.day order by s.day`,
  );
}

/** The wholesaler's revenue (4010) less cost of goods (5010, 5050) per day of its zone, out of the ledger. */
export async function readMargins(tx: ReadTx<'admin'>, since: string): Promise<{ day: string; margin: bigint }[]> {
  return await readSql(
    tx,
    sql<{ day: string; margin: bigint }>`
      select (e.created_at at time zone t.timezone)::date::text as day, (-sum(e.amount))::bigint as margin
        from ledger.account a
        join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
        cross join tenancy.tenant t
       where a.tenant_id = app.tenant_id() and t.tenant_id = app.tenant_id() and a.code in ('4010', '5010', '5050') and a.currency = t.currency
         and e.created_at >= ${since}::timestamptz
       group by 1`,
  );
}

/** Orders paid in each of the last 24 hours. */
export async function readHours(tx: ReadTx<'admin'>): Promise<{ hour: Date; orders: number }[]> {
  return await readSql(
    tx,
    sql<{ hour: Date; orders: number }>`
      select h.hour, count(o.id)::integer as orders
        from generate_series(date_trunc('hour', app.now()) - interval '23 hours', date_trunc('hour', app.now()), interval '1 hour') h(hour)
        left join orders.sales_order o on o.tenant_id = app.tenant_id() and o.paid_at >= h.hour and o.paid_at < h.hour + interval '1 hour'
       group by h.hour order by h.hour`,
  );
}

export interface BestRow {
  readonly sku_id: string;
  readonly sku_code: string;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly units: bigint;
  readonly sales: bigint;
}

/** The SKUs that sold for most in the last days. */
export async function readBest(tx: ReadTx<'admin'>, days: number, limit: number): Promise<BestRow[]> {
  return await readSql(
    tx,
    sql<BestRow>`
      select l.sku_id, max(l.sku_code) as sku_code, max(l.product_name_zh) as product_name_zh, max(l.product_name_en) as product_name_en,
             max(l.sku_name_zh) as sku_name_zh, max(l.sku_name_en) as sku_name_en, sum(l.quantity)::bigint as units, sum(l.amount)::bigint as sales
        from orders.sales_order o join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
        join tenancy.tenant t on t.tenant_id = o.tenant_id and t.currency = o.currency
       where o.tenant_id = app.tenant_id() and o.paid_at >= app.now() - make_interval(days => ${days}::integer)
       group by l.sku_id order by sales desc, l.sku_id limit ${limit}`,
  );
}

export interface WaitingRow {
  readonly refunds_to_approve: number;
  readonly refunds_failed: number;
  readonly money_in_suspense: number;
  readonly top_ups_to_fulfil: number;
  readonly withdrawals_to_approve: number;
  readonly transfers_to_confirm: number;
  readonly pay_backs_to_decide: number;
  readonly settlements_to_decide: number;
  readonly available: bigint;
  readonly low: number;
  readonly empty: number;
  readonly expiring_soon: number;
}

/** What waits for a person, and how the stock stands. */
export async function readWaiting(tx: ReadTx<'admin'>): Promise<WaitingRow> {
  const [row] = await readSql(
    tx,
    sql<WaitingRow>`
      select
        (select count(*)::integer from payments.refund where tenant_id = app.tenant_id() and state = 'requested') as refunds_to_approve,
        (select count(*)::integer from payments.refund where tenant_id = app.tenant_id() and state = 'failed') as refunds_failed,
        (select count(*)::integer from payments.receipt r where r.tenant_id = app.tenant_id() and r.outcome = 'suspense'
            and not exists (select from payments.refund f where f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.state = 'done')) as money_in_suspense,
        (select count(*)::integer from orders.sales_order o where o.tenant_id = app.tenant_id() and o.state in ('fulfilling', 'partly_delivered')
            and exists (select from orders.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.kind = 'top_up' and l.quantity > l.delivered + l.refunded_open)) as top_ups_to_fulfil,
        (select count(*)::integer from withdrawals.withdrawal where tenant_id = app.tenant_id() and state = 'requested') as withdrawals_to_approve,
        (select count(*)::integer from wallet.top_up where tenant_id = app.tenant_id() and state = 'declared') as transfers_to_confirm,
        (select count(*)::integer from wallet.pay_back where tenant_id = app.tenant_id() and state = 'requested') as pay_backs_to_decide,
        (select count(*)::integer from closings.settlement where tenant_id = app.tenant_id() and state = 'requested') as settlements_to_decide,
        stock.*
      from (
        select coalesce(sum(k.available), 0)::bigint as available,
               count(*) filter (where k.available > 0 and s.low_stock_at > 0 and k.available <= s.low_stock_at)::integer as low,
               count(*) filter (where k.available = 0)::integer as empty,
               (select count(*)::integer from inventory.card_code c where c.tenant_id = app.tenant_id() and c.state = 'available'
                   and c.expires_at is not null and c.expires_at < app.now() + interval '14 days') as expiring_soon
          from inventory.stock k join catalog.sku s on s.tenant_id = k.tenant_id and s.id = k.sku_id
         where k.tenant_id = app.tenant_id() and s.kind <> 'top_up' and s.status = 'published') stock`,
  );
  if (row === undefined) throw new Error('an aggregate has a row');
  return row;
}

export async function readTenantCurrency(tx: ReadTx<'admin'>): Promise<string> {
  const row = await tx.selectFrom('tenancy.tenant').select('currency').executeTakeFirstOrThrow();
  return row.currency;
}
