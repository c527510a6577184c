import { readSql, type ReadTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';

const DAYS = 90;

/** The tenant's currency and zone, in which its figures are told. */
export async function readReportFrame(tx: ReadTx): Promise<{ currency: CurrencyCode; timezone: string }> {
  const row = await tx.selectFrom('tenancy.tenant').select(['currency', 'timezone']).executeTakeFirstOrThrow();
  return { currency: row.currency as CurrencyCode, timezone: row.timezone };
}

export interface SalesDayRow {
  readonly day: string;
  readonly orders: number;
  readonly units: number;
  readonly sales: bigint;
  readonly refunded: bigint;
}

/**
 * Paid orders of the last 90 days by day of payment, oldest first, no day left out; as the reader's role sees orders: the
 * wholesaler all of its tenant's, a distributor its own. Refunds count on the day their order was paid.
 */
export async function readSalesDays(
  tx: ReadTx,
  frame: { readonly currency: string; readonly timezone: string },
): Promise<SalesDayRow[]> {
  return await readSql(
    tx,
    sql<SalesDayRow>`
      with days as (
        select generate_series((app.now() at time zone ${frame.timezone})::date - ${DAYS - 1}::integer, (app.now() at time zone ${frame.timezone})::date, interval '1 day')::date as day),
      sold as (
        select (o.paid_at at time zone ${frame.timezone})::date as day, count(*)::integer as orders, sum(n.units)::integer as units, sum(o.amount)::bigint as sales,
               sum(o.refunded)::bigint as refunded
          from orders.sales_order o
          cross join lateral (select sum(l.quantity) as units from orders.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id) n
         where o.tenant_id = app.tenant_id() and o.currency = ${frame.currency}
           and o.paid_at >= ((app.now() at time zone ${frame.timezone})::date - ${DAYS - 1}::integer)::timestamp at time zone ${frame.timezone}
         group by 1)
      select d.day::text as day, coalesce(s.orders, 0) as orders, coalesce(s.units, 0) as units, coalesce(s.sales, 0)::bigint as sales,
             coalesce(s.refunded, 0)::bigint as refunded
        from days d left join sold s on s.day = d.day order by d.day`,
  );
}

/** What the wholesaler itself earned per day, after goods, fees and losses, from the ledger; days without entries are absent. */
export async function readMarginDays(
  tx: ReadTx<'admin'>,
  frame: { readonly currency: string; readonly timezone: string },
): Promise<{ day: string; margin: bigint }[]> {
  return await readSql(
    tx,
    sql<{ day: string; margin: bigint }>`
      select (e.created_at at time zone ${frame.timezone})::date::text as day, -sum(e.amount)::bigint as margin
        from ledger.account a
        join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
       where a.tenant_id = app.tenant_id() and a.currency = ${frame.currency} and a.code = any (array['4010', '4030', '5010', '5020', '5040', '5050'])
         and e.created_at >= ((app.now() at time zone ${frame.timezone})::date - ${DAYS - 1}::integer)::timestamp at time zone ${frame.timezone}
       group by 1`,
  );
}

/** Orders paid in each of the last 24 hours, oldest first. */
export async function readSalesHours(tx: ReadTx<'admin'>): Promise<{ at: Date; orders: number }[]> {
  return await readSql(
    tx,
    sql<{ at: Date; orders: number }>`
      with hours as (select generate_series(date_trunc('hour', app.now()) - interval '23 hours', date_trunc('hour', app.now()), interval '1 hour') as at),
      sold as (
        select date_trunc('hour', o.paid_at) as at, count(*)::integer as orders from orders.sales_order o
         where o.tenant_id = app.tenant_id() and o.paid_at >= date_trunc('hour', app.now()) - interval '23 hours' group by 1)
      select h.at, coalesce(s.orders, 0) as orders from hours h left join sold s on s.at = h.at order by h.at`,
  );
}

export interface BestSkuRow {
  readonly sku_id: string;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly units: number;
  readonly sales: bigint;
}

/** What sold best by amount in the last 30 days, as the reader's role sees orders. */
export async function readBestSkus(tx: ReadTx, currency: string): Promise<BestSkuRow[]> {
  return await readSql(
    tx,
    sql<BestSkuRow>`
      select l.sku_id, max(l.product_name_zh) as product_name_zh, max(l.product_name_en) as product_name_en, max(l.sku_name_zh) as sku_name_zh,
             max(l.sku_name_en) as sku_name_en, sum(l.quantity)::integer as units, sum(l.amount)::bigint as sales
        from orders.sales_order o
        join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
       where o.tenant_id = app.tenant_id() and o.currency = ${currency} and o.paid_at >= app.now() - interval '30 days'
       group by l.sku_id order by sum(l.amount) desc, l.sku_id limit 8`,
  );
}

/** Open alerts of the reader, newest first. */
export async function readOpenAlerts(tx: ReadTx, limit: number) {
  return await tx
    .selectFrom('notify.alert')
    .select(['id', 'kind', 'subject', 'params', 'created_at'])
    .where('closed_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

export interface NeedsPersonRow {
  readonly requested: number;
  readonly requested_amount: bigint;
  readonly failed: number;
  readonly failed_amount: bigint;
  readonly suspense: number;
  readonly suspense_amount: bigint;
  readonly top_ups: number;
  readonly closing: number;
}

/** Money and orders that do not go on without somebody. Amounts are those in the tenant's own currency. */
export async function readNeedsPerson(tx: ReadTx<'admin'>, currency: string): Promise<NeedsPersonRow> {
  const rows = await readSql(
    tx,
    sql<NeedsPersonRow>`
      select f.requested, f.requested_amount, f.failed, f.failed_amount, r.suspense, r.suspense_amount, l.top_ups, o.closing
        from (select count(*) filter (where f.state = 'requested')::integer as requested,
                     coalesce(sum(f.amount) filter (where f.state = 'requested' and f.currency = ${currency}), 0)::bigint as requested_amount,
                     count(*) filter (where f.state = 'failed')::integer as failed,
                     coalesce(sum(f.amount) filter (where f.state = 'failed' and f.currency = ${currency}), 0)::bigint as failed_amount
                from payments.refund f where f.tenant_id = app.tenant_id() and f.state in ('requested', 'failed')) f
       cross join (select count(*)::integer as suspense, coalesce(sum(r.amount) filter (where r.currency = ${currency}), 0)::bigint as suspense_amount
                     from payments.receipt r
                    where r.tenant_id = app.tenant_id() and r.outcome = 'suspense'
                      and not exists (select from payments.refund f where f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.kind = 'suspense' and f.state = 'done')) r
       cross join (select count(*)::integer as top_ups from orders.sales_order o
                     join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
                    where o.tenant_id = app.tenant_id() and o.settle_at is not null and l.kind = 'top_up' and l.settle_at is not null) l
       cross join (select count(*)::integer as closing from orders.sales_order o where o.tenant_id = app.tenant_id() and o.state = 'closing') o`,
  );
  return rows[0]!;
}
