import type { LineState, OrderState } from '@keyfall/contracts';
import type { ExportFormat } from '@keyfall/contracts/purchase-schemas';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface PurchaseListRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: OrderState;
  readonly currency: string;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly bonus: bigint;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly lines: number;
  readonly units: number;
  readonly delivered: number;
  /** Handed over and not given back. */
  readonly exportable: number;
  readonly created_at: Date;
  readonly delivered_at: Date | null;
  /** created_at to the microsecond, for the next page. */
  readonly position: string;
}

/** What a distributor bought for itself, newest first, or one purchase by its number. */
export async function listPurchaseRows(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: {
    readonly orderNo?: string | undefined;
    readonly before?: { readonly position: string; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<PurchaseListRow[]> {
  const { orderNo, before } = filter;
  const one = orderNo === undefined ? sql`` : sql`and o.order_no = ${orderNo}`;
  const older =
    before === undefined
      ? sql``
      : sql`and (o.created_at, o.id) < (${before.position}::timestamptz, ${before.id}::uuid)`;
  return await readSql(
    tx,
    sql<PurchaseListRow>`
      select o.id, o.order_no, o.state, o.currency, o.amount, o.refunded, coalesce(c.bonus, 0)::bigint as bonus, l.product_name_zh, l.product_name_en,
             l.sku_name_zh, l.sku_name_en, n.lines, n.units, n.delivered, n.exportable, o.created_at, o.delivered_at, o.created_at::text as position
        from orders.sales_order o
        join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.line = 1
        left join wallet.charge c on c.tenant_id = o.tenant_id and c.order_id = o.id
        cross join lateral (
          select count(*)::integer as lines, sum(x.quantity)::integer as units, sum(x.delivered)::integer as delivered,
                 sum(x.delivered - x.refunded_units)::integer as exportable
            from orders.order_line x where x.tenant_id = o.tenant_id and x.order_id = o.id) n
       where o.tenant_id = app.tenant_id() and o.distributor_id = ${distributorId} and o.channel <> 'shop' ${one} ${older}
       order by o.created_at desc, o.id desc limit ${filter.limit}`,
  );
}

export interface PurchaseLineRow {
  readonly line: number;
  readonly sku_code: string;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly face_value: string | null;
  readonly quantity: number;
  readonly delivered: number;
  readonly refunded_open: number;
  readonly refunded_units: number;
  readonly unit_price: string;
  readonly amount: bigint;
  readonly state: LineState;
}

export async function readPurchaseLines(tx: ReadTx<'portal'>, orderId: string): Promise<PurchaseLineRow[]> {
  return await readSql(
    tx,
    sql<PurchaseLineRow>`
      select l.line, l.sku_code, l.product_name_zh, l.product_name_en, l.sku_name_zh, l.sku_name_en, l.face_value::text as face_value, l.quantity, l.delivered,
             l.refunded_open, l.refunded_units, l.unit_price::text as unit_price, l.amount, l.state
        from orders.order_line l where l.tenant_id = app.tenant_id() and l.order_id = ${orderId} order by l.line`,
  );
}

export interface ExportListRow {
  readonly id: string;
  readonly format: ExportFormat;
  readonly is_zip: boolean;
  readonly skip_units: number;
  readonly units: number;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

/** Downloads of a purchase that were begun, newest first. */
export async function listExportRows(tx: ReadTx<'portal'>, orderId: string, limit: number): Promise<ExportListRow[]> {
  return await readSql(
    tx,
    sql<ExportListRow>`
      select e.id, e.format, e.is_zip, e.skip_units, e.units, e.started_at, e.finished_at
        from delivery.code_export e
       where e.tenant_id = app.tenant_id() and e.order_id = ${orderId} and e.started_at is not null
       order by e.created_at desc, e.id desc limit ${limit}`,
  );
}
