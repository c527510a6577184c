import { readSql, type ReadTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';

export interface DayRow {
  /** `2026-11-22` in the tenant's time zone. */
  readonly day: string;
  readonly orders: number;
  readonly units: number;
  readonly revenue: bigint;
  readonly income: bigint;
}

/**
 * What the distributor sold and earned on each of the last days, oldest first, days without a sale too. Sales count on the
 * day they were paid, income on the day it was earned.
 */
export async function readPortalDays(
  tx: ReadTx<'portal'>,
  distributorId: string,
  currency: CurrencyCode,
  days: number,
): Promise<DayRow[]> {
  return await readSql(
    tx,
    sql<DayRow>`
      with zone as (select t.timezone as name, (app.now() at time zone t.timezone)::date as today from tenancy.tenant t where t.tenant_id = app.tenant_id()),
      span as (
        select z.name, z.today, (z.today - ${days - 1}::integer)::timestamp at time zone z.name as since from zone z),
      sold as (
        select (o.paid_at at time zone s.name)::date as day, count(*)::integer as orders, sum(o.amount - o.refunded)::bigint as revenue,
               sum(l.units)::integer as units
          from span s
          join orders.sales_order o on o.tenant_id = app.tenant_id() and o.distributor_id = ${distributorId} and o.channel = 'shop' and o.paid_at >= s.since
           and o.created_at >= s.since - interval '2 days' and o.currency = ${currency}
          cross join lateral (select sum(x.quantity) as units from orders.order_line x where x.tenant_id = o.tenant_id and x.order_id = o.id) l
         group by 1),
      earned as (
        select (c.created_at at time zone s.name)::date as day, sum(c.amount - c.fee_borne - c.clawed)::bigint as income
          from span s
          join orders.commission_line c on c.tenant_id = app.tenant_id() and c.earner_id = ${distributorId} and c.created_at >= s.since
           and c.currency = ${currency}
         group by 1)
      select to_char(s.today - n, 'YYYY-MM-DD') as day, coalesce(d.orders, 0) as orders, coalesce(d.units, 0) as units,
             coalesce(d.revenue, 0)::bigint as revenue, coalesce(e.income, 0)::bigint as income
        from span s
        cross join generate_series(${days - 1}::integer, 0, -1) n
        left join sold d on d.day = s.today - n
        left join earned e on e.day = s.today - n
       order by s.today - n`,
  );
}

export interface BestSkuRow {
  readonly sku_id: string;
  readonly code: string;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly units: number;
  readonly income: bigint;
}

/** What earned (or sold) the distributor most in the last days, its downline's sales too. */
export async function readBestSkus(
  tx: ReadTx<'portal'>,
  distributorId: string,
  currency: CurrencyCode,
  { days, limit, by }: { readonly days: number; readonly limit: number; readonly by: 'income' | 'units' },
): Promise<BestSkuRow[]> {
  const order = by === 'income' ? sql`t.income desc, t.units desc` : sql`t.units desc`;
  return await readSql(
    tx,
    sql<BestSkuRow>`
      with top as (
        select c.sku_id, sum(c.quantity)::integer as units, sum(c.amount - c.fee_borne - c.clawed)::bigint as income
          from orders.commission_line c
         where c.tenant_id = app.tenant_id() and c.earner_id = ${distributorId} and c.currency = ${currency}
           and c.created_at >= app.now() - make_interval(days => ${days}::integer)
         group by c.sku_id)
      select t.sku_id, k.code, p.name_zh as product_name_zh, p.name_en as product_name_en, k.name_zh as sku_name_zh, k.name_en as sku_name_en,
             t.units, t.income
        from top t
        join catalog.sku k on k.tenant_id = app.tenant_id() and k.id = t.sku_id
        join catalog.product p on p.tenant_id = k.tenant_id and p.id = k.product_id
       order by ${order}, t.sku_id limit ${limit}`,
  );
}

export interface StandingRow {
  readonly shops: number;
  readonly drafts: number;
  /** Paid orders that still wait for something: stock, a time, a person. */
  readonly waiting: number;
}

/** What stands between the distributor and its next sale. */
export async function readPortalStanding(tx: ReadTx<'portal'>, distributorId: string): Promise<StandingRow> {
  const rows = await readSql(
    tx,
    sql<StandingRow>`
      select (select count(*)::integer from tenancy.shop s where s.tenant_id = app.tenant_id() and s.distributor_id = ${distributorId}
                 and s.status <> 'closed') as shops,
             (select count(*)::integer from tenancy.shop s where s.tenant_id = app.tenant_id() and s.distributor_id = ${distributorId}
                 and s.status = 'draft') as drafts,
             (select count(*)::integer from orders.sales_order o where o.tenant_id = app.tenant_id() and o.distributor_id = ${distributorId}
                 and o.state in ('paid', 'in_review', 'fulfilling', 'partly_delivered') and o.next_delivery_at is not null) as waiting`,
  );
  return rows[0] ?? { shops: 0, drafts: 0, waiting: 0 };
}
