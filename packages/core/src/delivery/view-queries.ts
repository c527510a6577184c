import type { ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import { idPositionOf, pageOf } from '../page-cursor.ts';

const UNITS_SHOWN_MAX = 200;

/** The buyer's own order by its number; the row policy decides whose it is. */
export async function readBuyerOrder(tx: ReadTx<'shop'>, orderNo: string) {
  return await tx
    .selectFrom('orders.sales_order')
    .select([
      'id',
      'order_no',
      'state',
      'version',
      'currency',
      'amount',
      'refunded',
      'created_at',
      'hold_until',
      'paid_at',
    ])
    .select(['delivered_at', 'closed_at', 'deliver_at', 'settle_at', 'contact_mail', 'contact_phone'])
    .where('order_no', '=', orderNo)
    .executeTakeFirst();
}

export async function readBuyerLines(tx: ReadTx<'shop'>, orderId: string) {
  return await tx
    .selectFrom('orders.order_line as l')
    .leftJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'l.tenant_id').onRef('s.id', '=', 'l.sku_id'),
    )
    .leftJoin('catalog.product as p', (join) =>
      join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.product_id'),
    )
    .select([
      'l.line',
      'l.sku_id',
      'l.kind',
      'l.product_name_zh',
      'l.product_name_en',
      'l.sku_name_zh',
      'l.sku_name_en',
    ])
    .select(['l.face_value', 'l.quantity', 'l.unit_price', 'l.amount', 'l.delivered', 'l.refunded_units', 'l.state'])
    .select(['l.deliver_at', 'l.warranty_until', 'l.top_up', 'p.slug', 'p.image_id', 'p.howto_zh', 'p.howto_en'])
    .where('l.order_id', '=', orderId)
    .orderBy('l.line')
    .execute();
}

/** Units handed over, with when the buyer first opened each; the first two hundred of every line. */
export async function readBuyerUnits(tx: ReadTx<'shop'>, orderId: string) {
  return await tx
    .selectFrom('delivery.delivery as d')
    .select(['d.line', 'd.unit', 'd.code_id', 'd.delivered_at', 'd.returned_at'])
    .select((eb) => [
      eb
        .selectFrom('inventory.reveal as r')
        .whereRef('r.tenant_id', '=', 'd.tenant_id')
        .whereRef('r.code_id', '=', 'd.code_id')
        .select((inner) => inner.fn.min('r.created_at').as('at'))
        .as('opened_at'),
    ])
    .where('d.order_id', '=', orderId)
    .where('d.superseded_at', 'is', null)
    .where('d.unit', '<=', UNITS_SHOWN_MAX)
    .orderBy('d.line')
    .orderBy('d.unit')
    .execute();
}

/** Refunds that are more than a wish: what was asked for or turned down inside the house is no business of the buyer. */
export async function readBuyerRefunds(tx: ReadTx<'shop'>, orderId: string) {
  return await tx
    .selectFrom('payments.refund')
    .select(['id', 'kind', 'amount', 'currency', 'state', 'created_at', 'done_at'])
    .where('order_id', '=', orderId)
    .where('state', 'in', ['approved', 'submitted', 'done', 'failed'])
    .orderBy('created_at')
    .execute();
}

export async function readBuyerEvents(tx: ReadTx<'shop'>, orderId: string) {
  return await tx
    .selectFrom('orders.order_event')
    .select(['id', 'kind', 'created_at', 'data'])
    .where('order_id', '=', orderId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(200)
    .execute();
}

/** The payment that was started last and is still open. */
export async function readOpenPayment(tx: ReadTx<'shop'>, orderId: string) {
  return await tx
    .selectFrom('payments.attempt')
    .select(['id', 'pay_url', 'expires_at'])
    .where('order_id', '=', orderId)
    .where('state', 'in', ['pending', 'unknown'])
    .where('pay_url', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A page of the buyer's orders, newest first, each with its first line. */
export async function listBuyerOrders(
  tx: ReadTx<'shop'>,
  filter: { readonly cursor?: string | null | undefined; readonly limit: number },
) {
  let query = tx
    .selectFrom('orders.sales_order as o')
    .innerJoin('orders.order_line as l', (join) =>
      join.onRef('l.tenant_id', '=', 'o.tenant_id').onRef('l.order_id', '=', 'o.id').on('l.line', '=', 1),
    )
    .leftJoin('catalog.sku as s', (join) =>
      join.onRef('s.tenant_id', '=', 'l.tenant_id').onRef('s.id', '=', 'l.sku_id'),
    )
    .leftJoin('catalog.product as p', (join) =>
      join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.product_id'),
    )
    .select(['o.id', 'o.order_no', 'o.state', 'o.amount', 'o.currency', 'o.created_at'])
    .select(['l.product_name_zh', 'l.product_name_en', 'l.sku_name_zh', 'l.sku_name_en', 'p.slug', 'p.image_id'])
    .select((eb) => [
      eb
        .selectFrom('orders.order_line as n')
        .whereRef('n.tenant_id', '=', 'o.tenant_id')
        .whereRef('n.order_id', '=', 'o.id')
        .select(sql<number>`count(*)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('lines'),
    ])
    .orderBy('o.id', 'desc')
    .limit(filter.limit + 1);
  const after = idPositionOf(filter.cursor);
  if (after) query = query.where('o.id', '<', after);
  const rows = await query.execute();
  const { page: items, nextCursor } = pageOf(rows, filter.limit, (last) => [last.id]);
  return { items, nextCursor };
}

export async function readOrderStatus(tx: ReadTx<'shop'>, orderNo: string) {
  return await tx
    .selectFrom('orders.sales_order')
    .select(['id', 'order_no', 'state', 'version'])
    .where('order_no', '=', orderNo)
    .executeTakeFirst();
}

/** What shops may tell of the stock of a SKU. */
export async function readStockStatus(tx: ReadTx<'shop'>, skuIds: readonly string[]) {
  return await tx
    .selectFrom('inventory.stock')
    .select(['sku_id', 'available', 'by_face', 'updated_at'])
    .where('sku_id', 'in', [...skuIds])
    .execute();
}
