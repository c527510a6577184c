import type { OwnSalesGroup, SalesGroup } from '@keyfall/contracts/report-schemas';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';

interface Bounds {
  readonly from_at: string;
  readonly until_at: string;
  readonly timezone: string;
}

export interface SalesRow {
  readonly key: string | null;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly orders: number;
  readonly units: bigint;
  readonly sales: bigint;
  readonly commission: bigint;
  readonly cost: bigint;
}

/** `all`: one row, for the total; an order of several SKUs counts once in it. */
const GROUPS: Readonly<
  Record<SalesGroup | 'all', { readonly key: RawBuilder<unknown>; readonly names: RawBuilder<unknown> }>
> = {
  all: { key: sql`null::text`, names: sql`null::text as name_zh, null::text as name_en` },
  day: {
    key: sql`(s.paid_at at time zone t.timezone)::date::text`,
    names: sql`null::text as name_zh, null::text as name_en`,
  },
  hour: {
    key: sql`to_char(s.paid_at at time zone t.timezone, 'HH24')`,
    names: sql`null::text as name_zh, null::text as name_en`,
  },
  sku: {
    key: sql`s.sku_id::text`,
    names: sql`max(s.product_name_zh || ' · ' || s.sku_name_zh) as name_zh, max(s.product_name_en || ' · ' || s.sku_name_en) as name_en`,
  },
  distributor: { key: sql`s.distributor_id::text`, names: sql`max(d.name) as name_zh, max(d.name) as name_en` },
  shop: { key: sql`s.shop_id::text`, names: sql`max(p.name) as name_zh, max(p.name) as name_en` },
};

/**
 * Sales of orders paid within the bounds, in the tenant's currency, by a group: what was delivered and not given back (of an
 * order whose seller collected itself, what it was charged), the
 * distributors' part of it, and what the sold goods had cost. The sums of all groups are equal; over the same orders they
 * are what the ledger has (4010 less 5040; 5010 and 5050). Busiest first, days and hours in their order.
 */
export async function readSales(
  tx: ReadTx<'admin'>,
  bounds: Bounds,
  by: SalesGroup | 'all',
  limit: number,
): Promise<SalesRow[]> {
  const group = GROUPS[by];
  const order = by === 'day' || by === 'hour' ? sql`1` : sql`sales desc, 1`;
  return await readSql(
    tx,
    sql<SalesRow>`
      with t as (select timezone, currency from tenancy.tenant where tenant_id = app.tenant_id()),
      s as (
        select o.id, o.paid_at, o.distributor_id, o.shop_id, l.sku_id, l.product_name_zh, l.product_name_en, l.sku_name_zh, l.sku_name_en,
               l.delivered - l.refunded_units as units,
               l.earned_amount - case when l.charge_amount is null then l.refunded_amount - l.refunded_open_amount
                                      else l.charge_refunded - l.charge_refunded_open end as sales,
               coalesce(c.amount, 0) as commission,
               case when l.kind = 'top_up' then l.cost_amount else coalesce(k.cost, 0) end as cost
          from t
          join orders.sales_order o on o.tenant_id = app.tenant_id() and o.currency = t.currency
               and o.paid_at >= ${bounds.from_at}::timestamptz and o.paid_at < ${bounds.until_at}::timestamptz
          join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
          left join lateral (
            select sum(c.amount - c.clawed) as amount from orders.commission_line c
             where c.tenant_id = l.tenant_id and c.order_id = l.order_id and c.line = l.line) c on true
          left join lateral (
            select sum(k.unit_cost) as cost from inventory.card_code k
             where k.tenant_id = l.tenant_id and k.order_id = l.order_id and k.order_line = l.line and k.state in ('sold', 'void')) k on true)
      select ${group.key} as key, ${group.names}, count(distinct s.id)::integer as orders, sum(s.units)::bigint as units,
             sum(s.sales)::bigint as sales, sum(s.commission)::bigint as commission, sum(s.cost)::bigint as cost
        from s cross join t
        left join tenancy.distributor d on d.tenant_id = app.tenant_id() and d.id = s.distributor_id
        left join tenancy.shop p on p.tenant_id = app.tenant_id() and p.id = s.shop_id
       group by 1 order by ${order} limit ${limit}`,
  );
}

export interface OwnSalesRow {
  readonly key: string | null;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly orders: number;
  readonly units: bigint;
  readonly sales: bigint;
  readonly income: bigint;
  /** What the wallet paid for sales whose money the distributor took itself. */
  readonly charged: bigint;
}

/** A distributor's own sales and what it earned on them, by a group; nothing of anybody above or beside it. */
export async function readOwnSales(
  tx: ReadTx<'portal'>,
  bounds: Bounds,
  by: OwnSalesGroup | 'all',
  limit: number,
): Promise<OwnSalesRow[]> {
  const group = GROUPS[by];
  const order = by === 'day' ? sql`1` : sql`sales desc, 1`;
  return await readSql(
    tx,
    sql<OwnSalesRow>`
      with t as (select timezone, currency from tenancy.tenant where tenant_id = app.tenant_id()),
      s as (
        select o.id, o.paid_at, o.shop_id, l.sku_id, l.product_name_zh, l.product_name_en, l.sku_name_zh, l.sku_name_en,
               l.delivered - l.refunded_units as units, l.amount - l.refunded_amount as sales, coalesce(c.amount - c.clawed, 0) as income,
               coalesce(l.charge_amount - l.charge_refunded, 0) as charged
          from t
          join orders.sales_order o on o.tenant_id = app.tenant_id() and o.distributor_id = app.distributor_id() and o.channel = 'shop'
               and o.currency = t.currency and o.paid_at >= ${bounds.from_at}::timestamptz and o.paid_at < ${bounds.until_at}::timestamptz
          join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
          left join orders.commission_line c on c.tenant_id = l.tenant_id and c.order_id = l.order_id and c.line = l.line
               and c.earner_id = app.distributor_id())
      select ${group.key} as key, ${group.names}, count(distinct s.id)::integer as orders, sum(s.units)::bigint as units,
             sum(s.sales)::bigint as sales, sum(s.income)::bigint as income, sum(s.charged)::bigint as charged
        from s cross join t
        left join tenancy.shop p on p.tenant_id = app.tenant_id() and p.id = s.shop_id
       group by 1 order by ${order} limit ${limit}`,
  );
}
