import type { OrderState } from '@keyfall/contracts';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import type { ShareTermsRow } from './admin-detail-queries.ts';

/** Reads of a distributor's own orders, as the portal's role: rows of the upline and of siblings do not exist for it. */
export interface PortalOrderRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: OrderState;
  readonly currency: string;
  readonly amount: bigint;
  readonly refunded: bigint;
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

export interface PortalOrderFilter {
  readonly orderNo?: string | undefined;
  readonly mail?: string | undefined;
  readonly phone?: string | undefined;
  readonly amount?: bigint | undefined;
  readonly states?: readonly OrderState[] | undefined;
  readonly shopId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly oldestFirst?: boolean;
  /** The last row of the page before. */
  readonly before?: { readonly position: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** The orders of the distributor's shops, newest first; what it bought itself is no sale. Several of phone, mail and amount mean any of them. */
export async function listPortalOrderRows(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: PortalOrderFilter,
): Promise<PortalOrderRow[]> {
  return await readSql(
    tx,
    sql<PortalOrderRow>`
      select o.id, o.order_no, o.state, o.currency, o.amount, o.refunded, s.name as shop_name, o.contact_mail, o.contact_phone,
             l.product_name_zh, l.product_name_en, l.sku_name_zh, l.sku_name_en, n.lines, n.units, o.created_at, o.paid_at,
             o.created_at::text as position
        from orders.sales_order o
        left join tenancy.shop s on s.tenant_id = o.tenant_id and s.id = o.shop_id
        join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.line = 1
        cross join lateral (select count(*)::integer as lines, sum(x.quantity)::integer as units from orders.order_line x
                             where x.tenant_id = o.tenant_id and x.order_id = o.id) n
       where o.tenant_id = app.tenant_id() and o.distributor_id = ${distributorId} and o.channel = 'shop'
         and ${sql.join(conditionsOf(filter), sql` and `)}
       order by ${sql.raw(filter.oldestFirst === true ? 'o.created_at, o.id' : 'o.created_at desc, o.id desc')} limit ${filter.limit}`,
  );
}

function conditionsOf(filter: PortalOrderFilter): RawBuilder<unknown>[] {
  const anyOf = [
    ...(filter.mail === undefined ? [] : [sql`o.contact_mail = ${filter.mail}`]),
    ...(filter.phone === undefined ? [] : [sql`o.contact_phone = ${filter.phone}`]),
    ...(filter.amount === undefined ? [] : [sql`o.amount = ${filter.amount}::bigint`]),
  ];
  return [
    sql`true`,
    ...(filter.orderNo === undefined ? [] : [sql`o.order_no = ${filter.orderNo}`]),
    ...(anyOf.length === 0 ? [] : [sql`(${sql.join(anyOf, sql` or `)})`]),
    ...(filter.states === undefined || filter.states.length === 0
      ? []
      : [sql`o.state = any (${[...filter.states]}::text[])`]),
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

export interface PortalOrderDetailRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: OrderState;
  readonly currency: string;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly shop_name: string | null;
  readonly contact_mail: string | null;
  readonly contact_phone: string | null;
  readonly created_at: Date;
  readonly paid_at: Date | null;
  readonly delivered_at: Date | null;
}

export async function findPortalOrder(
  tx: ReadTx<'portal'>,
  distributorId: string,
  orderNo: string,
): Promise<PortalOrderDetailRow | undefined> {
  return await tx
    .selectFrom('orders.sales_order as o')
    .leftJoin('tenancy.shop as s', (join) =>
      join.onRef('s.tenant_id', '=', 'o.tenant_id').onRef('s.id', '=', 'o.shop_id'),
    )
    .select(['o.id', 'o.order_no', 'o.state', 'o.currency', 'o.amount', 'o.refunded', 's.name as shop_name'])
    .select(['o.contact_mail', 'o.contact_phone', 'o.created_at', 'o.paid_at', 'o.delivered_at'])
    .where('o.distributor_id', '=', distributorId)
    .where('o.order_no', '=', orderNo)
    .executeTakeFirst();
}

/** A distributor's frozen share of a line and what has become of it; nothing has yet where nothing was delivered. */
export interface ShareOfMineRow extends ShareTermsRow {
  readonly line: number;
  readonly unit_price: string;
  readonly referral_code: string | null;
  readonly amount: bigint;
  readonly earned: bigint | null;
  readonly fee_borne: bigint | null;
  readonly clawed: bigint | null;
  readonly released: bigint | null;
  readonly release_at: Date | null;
}

export async function listSharesOfMine(
  tx: ReadTx<'portal'>,
  distributorId: string,
  orderId: string,
): Promise<ShareOfMineRow[]> {
  return await readSql(
    tx,
    sql<ShareOfMineRow>`
      select s.line, s.unit_cost, s.unit_price, s.rate, s.distance, s.base, s.withheld, s.withheld_for, s.referral_code, s.amount, c.amount as earned, c.fee_borne, c.clawed, c.released, c.release_at
        from orders.order_split s
        left join orders.commission_line c
          on c.tenant_id = s.tenant_id and c.order_id = s.order_id and c.line = s.line and c.earner_id = s.earner_id
       where s.tenant_id = app.tenant_id() and s.order_id = ${orderId} and s.earner_id = ${distributorId} and s.position > 0
       order by s.line`,
  );
}
