import { readSql, type ReadTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql, type RawBuilder } from 'kysely';
import type { OrderState } from '@keyfall/contracts';

export interface OrderListRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: OrderState;
  readonly channel: 'shop' | 'portal' | 'api';
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly shop_name: string | null;
  readonly contact_mail: string | null;
  readonly contact_phone: string | null;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly lines: number;
  readonly units: number;
  readonly created_at: Date;
  readonly paid_at: Date | null;
  /** created_at to the microsecond, for the next page. */
  readonly position: string;
}

export interface OrderFilter {
  readonly orderNo?: string | undefined;
  readonly mail?: string | undefined;
  readonly phone?: string | undefined;
  readonly amount?: bigint | undefined;
  readonly orderIds?: readonly string[] | undefined;
  readonly states?: readonly OrderState[] | undefined;
  readonly distributorId?: string | undefined;
  readonly shopId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly oldestFirst?: boolean;
  /** The last row of the page before. */
  readonly before?: { readonly position: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Orders, newest first. Several of phone, mail and amount mean any of them. */
export async function listOrderRows(tx: ReadTx<'admin'>, filter: OrderFilter): Promise<OrderListRow[]> {
  return await readSql(
    tx,
    sql<OrderListRow>`
      select o.id, o.order_no, o.state, o.channel, o.currency, o.amount, o.refunded, o.distributor_id, d.name as distributor_name, s.name as shop_name,
             o.contact_mail, o.contact_phone, l.product_name_zh, l.product_name_en, l.sku_name_zh, l.sku_name_en, n.lines, n.units,
             o.created_at, o.paid_at, o.created_at::text as position
        from orders.sales_order o
        join tenancy.distributor d on d.tenant_id = o.tenant_id and d.id = o.distributor_id
        left join tenancy.shop s on s.tenant_id = o.tenant_id and s.id = o.shop_id
        join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.line = 1
        cross join lateral (select count(*)::integer as lines, sum(x.quantity)::integer as units from orders.order_line x
                             where x.tenant_id = o.tenant_id and x.order_id = o.id) n
       where ${sql.join(conditionsOf(filter), sql` and `)}
       order by ${sql.raw(filter.oldestFirst === true ? 'o.created_at, o.id' : 'o.created_at desc, o.id desc')} limit ${filter.limit}`,
  );
}

function conditionsOf(filter: OrderFilter): RawBuilder<unknown>[] {
  const anyOf = [
    ...(filter.mail === undefined ? [] : [sql`o.contact_mail = ${filter.mail}`]),
    ...(filter.phone === undefined ? [] : [sql`o.contact_phone = ${filter.phone}`]),
    ...(filter.amount === undefined ? [] : [sql`o.amount = ${filter.amount}::bigint`]),
  ];
  return [
    sql`o.tenant_id = app.tenant_id()`,
    ...(filter.orderNo === undefined ? [] : [sql`o.order_no = ${filter.orderNo}`]),
    ...(anyOf.length === 0 ? [] : [sql`(${sql.join(anyOf, sql` or `)})`]),
    ...(filter.orderIds === undefined ? [] : [sql`o.id = any (${[...filter.orderIds]}::uuid[])`]),
    ...(filter.states === undefined || filter.states.length === 0
      ? []
      : [sql`o.state = any (${[...filter.states]}::text[])`]),
    ...(filter.distributorId === undefined ? [] : [sql`o.distributor_id = ${filter.distributorId}`]),
    ...(filter.shopId === undefined ? [] : [sql`o.shop_id = ${filter.shopId}`]),
    ...(filter.from === undefined ? [] : [sql`o.created_at >= ${filter.from}`]),
    ...(filter.until === undefined ? [] : [sql`o.created_at < ${filter.until}`]),
    ...(filter.before === undefined
      ? []
      : [
          sql`(o.created_at, o.id) ${sql.raw(filter.oldestFirst === true ? '>' : '<')} (${filter.before.position}::timestamptz, ${filter.before.id}::uuid)`,
        ]),
  ];
}

/** The tenant's own currency, in which a bare figure in a search is read. */
export async function readTenantCurrency(tx: ReadTx<'admin'>): Promise<CurrencyCode> {
  const row = await tx.selectFrom('tenancy.tenant').select('currency').executeTakeFirstOrThrow();
  return row.currency as CurrencyCode;
}

/** Orders that were given a code with one of these blind indexes, as sold or held now or delivered before. */
export async function findOrdersOfCode(tx: ReadTx<'admin'>, indexes: readonly Buffer[]): Promise<string[]> {
  const rows = await readSql(
    tx,
    sql<{ order_id: string }>`
      with found as (
        select c.id, c.order_id from inventory.card_code c
         where c.tenant_id = app.tenant_id() and (c.identity_index = any (${[...indexes]}::bytea[]) or c.number_index = any (${[...indexes]}::bytea[])) limit 50)
      select f.order_id from found f where f.order_id is not null
      union
      select d.order_id from found f join delivery.delivery d on d.tenant_id = app.tenant_id() and d.code_id = f.id
      limit 50`,
  );
  return rows.map((row) => row.order_id);
}
