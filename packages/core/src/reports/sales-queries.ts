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

/** What a report is by: the key an order falls under, and how the key is named. In one by SKU the lines and parts of an order have the key. */
interface Group {
  readonly ofOrder: RawBuilder<unknown> | null;
  readonly names: RawBuilder<unknown>;
}

const namedBy = (name: RawBuilder<unknown>) => sql`${name} as name_zh, ${name} as name_en`;
const skuName = (name: RawBuilder<unknown>) => sql`
  (select ${name} from catalog.sku k join catalog.product p on p.tenant_id = k.tenant_id and p.id = k.product_id where k.tenant_id = app.tenant_id() and k.id = s.key)`;
const NO_NAMES = namedBy(sql`null::text`);

/** `all`: one row, for the total; an order of several SKUs counts once in it. */
const GROUPS: Readonly<Record<SalesGroup | 'all', Group>> = {
  all: { ofOrder: sql`null::text`, names: NO_NAMES },
  day: { ofOrder: sql`(o.paid_at at time zone t.timezone)::date`, names: NO_NAMES },
  hour: { ofOrder: sql`to_char(o.paid_at at time zone t.timezone, 'HH24')`, names: NO_NAMES },
  sku: {
    ofOrder: null,
    names: sql`${skuName(sql`p.name_zh || ' · ' || k.name_zh`)} as name_zh, ${skuName(sql`p.name_en || ' · ' || k.name_en`)} as name_en`,
  },
  distributor: {
    ofOrder: sql`o.distributor_id`,
    names: namedBy(
      sql`(select d.name from tenancy.distributor d where d.tenant_id = app.tenant_id() and d.id = s.key)`,
    ),
  },
  shop: {
    ofOrder: sql`o.shop_id`,
    names: namedBy(sql`(select p.name from tenancy.shop p where p.tenant_id = app.tenant_id() and p.id = s.key)`),
  },
};

/** The pieces of a statement that its group decides. */
function piecesOf({ ofOrder }: Group) {
  const bySku = ofOrder === null;
  return {
    orderKey: ofOrder ?? sql`null::uuid`,
    lineKey: bySku ? sql`l.sku_id` : sql`o.key`,
    commissionKey: bySku ? sql`c.sku_id` : sql`o.key`,
    codeKey: bySku ? sql`k.sku_id` : sql`o.key`,
    // Every order has a first line; of one SKU it may have several.
    orders: bySku
      ? sql`count(*) filter (where l.line = 1 or not exists (
          select from orders.order_line e where e.tenant_id = l.tenant_id and e.order_id = l.order_id and e.sku_id = l.sku_id and e.line < l.line))`
      : sql`count(*) filter (where l.line = 1)`,
  };
}

/**
 * Sales of orders paid within the bounds, in the tenant's currency, by a group: what was delivered and not given back (of an
 * order whose seller collected itself, what it was charged), the
 * distributors' part of it, and what the sold goods had cost. The sums of all groups are equal; over the same orders they
 * are what the ledger has (4010 less 5040; 5010 and 5050). Busiest first, days and hours in their order.
 *
 * Lines, commission and codes are each added up by the group before they meet: looked up line by line they took three times the work.
 */
export async function readSales(
  tx: ReadTx<'admin'>,
  bounds: Bounds,
  by: SalesGroup | 'all',
  limit: number,
): Promise<SalesRow[]> {
  const group = GROUPS[by];
  const { orderKey, lineKey, commissionKey, codeKey, orders } = piecesOf(group);
  const order = by === 'day' || by === 'hour' ? sql`1` : sql`sales desc, 1`;
  return await readSql(
    tx,
    sql<SalesRow>`
      with t as (select timezone, currency from tenancy.tenant where tenant_id = app.tenant_id()),
      o as materialized (
        select o.id, ${orderKey} as key
          from t
          join orders.sales_order o on o.tenant_id = app.tenant_id() and o.currency = t.currency
               and o.paid_at >= ${bounds.from_at}::timestamptz and o.paid_at < ${bounds.until_at}::timestamptz),
      s as (
        select ${lineKey} as key, ${orders} as orders, sum(l.delivered - l.refunded_units) as units,
               sum(l.earned_amount - case when l.charge_amount is null then l.refunded_amount - l.refunded_open_amount
                                          else l.charge_refunded - l.charge_refunded_open end) as sales,
               0 as commission, sum(case when l.kind = 'top_up' then l.cost_amount end) as cost
          from o join orders.order_line l on l.tenant_id = app.tenant_id() and l.order_id = o.id group by 1
        union all
        select ${commissionKey}, 0, 0, 0, sum(c.amount - c.clawed), 0
          from o join orders.commission_line c on c.tenant_id = app.tenant_id() and c.order_id = o.id group by 1
        union all
        select ${codeKey}, 0, 0, 0, 0, sum(k.unit_cost)
          from o join inventory.card_code k on k.tenant_id = app.tenant_id() and k.order_id = o.id and k.state in ('sold', 'void') group by 1)
      select s.key::text as key, ${group.names}, sum(s.orders)::integer as orders, sum(s.units)::bigint as units, sum(s.sales)::bigint as sales,
             sum(s.commission)::bigint as commission, coalesce(sum(s.cost), 0)::bigint as cost
        from s group by s.key order by ${order} limit ${limit}`,
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
  const { orderKey, lineKey, commissionKey, orders } = piecesOf(group);
  const order = by === 'day' ? sql`1` : sql`sales desc, 1`;
  return await readSql(
    tx,
    sql<OwnSalesRow>`
      with t as (select timezone, currency from tenancy.tenant where tenant_id = app.tenant_id()),
      o as materialized (
        select o.id, ${orderKey} as key
          from t
          join orders.sales_order o on o.tenant_id = app.tenant_id() and o.distributor_id = app.distributor_id() and o.channel = 'shop'
               and o.currency = t.currency and o.paid_at >= ${bounds.from_at}::timestamptz and o.paid_at < ${bounds.until_at}::timestamptz),
      s as (
        select ${lineKey} as key, ${orders} as orders, sum(l.delivered - l.refunded_units) as units,
               sum(l.amount - l.refunded_amount) as sales, 0 as income, sum(l.charge_amount - l.charge_refunded) as charged
          from o join orders.order_line l on l.tenant_id = app.tenant_id() and l.order_id = o.id group by 1
        union all
        select ${commissionKey}, 0, 0, 0, sum(c.amount - c.clawed), 0
          from o join orders.commission_line c on c.tenant_id = app.tenant_id() and c.order_id = o.id and c.earner_id = app.distributor_id() group by 1)
      select s.key::text as key, ${group.names}, sum(s.orders)::integer as orders, sum(s.units)::bigint as units, sum(s.sales)::bigint as sales,
             sum(s.income)::bigint as income, coalesce(sum(s.charged), 0)::bigint as charged
        from s group by s.key order by ${order} limit ${limit}`,
  );
}
