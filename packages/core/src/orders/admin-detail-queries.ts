import { readSql, type ReadTx } from '@keyfall/db';
import type { IncomeModel, LineState, OrderState, OwnPurchaseSign, SkuKind } from '@keyfall/contracts';
import { sql } from 'kysely';

export interface OrderDetailRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: OrderState;
  readonly channel: 'shop' | 'portal' | 'api';
  readonly version: bigint;
  readonly currency: string;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly shop_id: string | null;
  readonly shop_name: string | null;
  readonly buyer_id: string | null;
  readonly referral_code: string | null;
  readonly referrer_name: string | null;
  readonly contact_mail: string | null;
  readonly contact_phone: string | null;
  readonly ip: string | null;
  readonly locale: string;
  readonly created_at: Date;
  readonly hold_until: Date;
  readonly deliver_at: Date | null;
  readonly paid_at: Date | null;
  readonly delivered_at: Date | null;
  readonly closed_at: Date | null;
  readonly next_delivery_at: Date | null;
  readonly settle_at: Date | null;
  readonly risk_flagged_at: Date | null;
  readonly risk_note: string | null;
}

export async function readOrderDetail(tx: ReadTx<'admin'>, orderNo: string): Promise<OrderDetailRow | undefined> {
  const rows = await readSql(
    tx,
    sql<OrderDetailRow>`
      select o.id, o.order_no, o.state, o.channel, o.version, o.currency, o.amount, o.refunded, o.distributor_id, d.name as distributor_name,
             o.shop_id, s.name as shop_name, o.buyer_id, o.referral_code, f.name as referrer_name, o.contact_mail, o.contact_phone, o.ip, o.locale, o.created_at, o.hold_until, o.deliver_at,
             o.paid_at, o.delivered_at, o.closed_at, o.next_delivery_at, o.settle_at, o.risk_flagged_at, o.risk_note
        from orders.sales_order o
        join tenancy.distributor d on d.tenant_id = o.tenant_id and d.id = o.distributor_id
        left join tenancy.shop s on s.tenant_id = o.tenant_id and s.id = o.shop_id
        left join tenancy.distributor f on f.tenant_id = o.tenant_id and f.id = o.referrer_id
       where o.tenant_id = app.tenant_id() and o.order_no = ${orderNo}`,
  );
  return rows[0];
}

export interface LineDetailRow {
  readonly line: number;
  readonly model: IncomeModel;
  readonly sku_id: string;
  readonly sku_code: string;
  readonly kind: SkuKind;
  readonly product_name_zh: string;
  readonly product_name_en: string;
  readonly sku_name_zh: string;
  readonly sku_name_en: string;
  readonly face_value: string | null;
  readonly quantity: number;
  readonly unit_price: string;
  readonly amount: bigint;
  readonly delivered: number;
  readonly refunded_open: number;
  readonly refunded_units: number;
  readonly refunded_amount: bigint;
  readonly state: LineState;
  readonly deliver_at: Date | null;
  readonly warranty_until: Date | null;
  readonly top_up: unknown;
}

const LINE_COLUMNS = [
  'line',
  'model',
  'sku_id',
  'sku_code',
  'kind',
  'product_name_zh',
  'product_name_en',
  'sku_name_zh',
  'sku_name_en',
  'face_value',
  'quantity',
  'unit_price',
  'amount',
  'delivered',
  'refunded_open',
  'refunded_units',
  'refunded_amount',
  'state',
  'deliver_at',
  'warranty_until',
  'top_up',
] as const;

/** An order's lines as every audience may read them. */
export async function readLineRows(tx: ReadTx, orderId: string): Promise<LineDetailRow[]> {
  return await tx
    .selectFrom('orders.order_line')
    .select(LINE_COLUMNS)
    .where('order_id', '=', orderId)
    .orderBy('line')
    .execute();
}

/** What of an order's lines only the wholesaler may know. */
export async function readLineFigures(tx: ReadTx<'admin'>, orderId: string) {
  return await tx
    .selectFrom('orders.order_line')
    .select(['line', 'cost_amount', 'settle_at'])
    .where('order_id', '=', orderId)
    .execute();
}

/** By what terms a share was frozen: a unit cost in the price-difference model, else a percentage of a base at a distance. */
export interface ShareTermsRow {
  readonly unit_cost: string | null;
  readonly rate: string | null;
  readonly distance: number | null;
  readonly base: bigint | null;
  readonly withheld: bigint;
  readonly withheld_for: OwnPurchaseSign | null;
}

export interface SplitRow extends ShareTermsRow {
  readonly line: number;
  readonly position: number;
  readonly earner_id: string;
  readonly earner_name: string;
  readonly unit_price: string;
  readonly amount: bigint;
  readonly earned: bigint | null;
  readonly fee_borne: bigint | null;
  readonly clawed: bigint | null;
  readonly released: bigint | null;
  readonly release_at: Date | null;
}

export async function readSplitRows(tx: ReadTx<'admin'>, orderId: string): Promise<SplitRow[]> {
  return await readSql(
    tx,
    sql<SplitRow>`
      select s.line, s.position, s.earner_id, d.name as earner_name, s.unit_cost, s.unit_price, s.rate, s.distance, s.base, s.withheld,
             s.withheld_for, s.amount, c.amount as earned, c.fee_borne, c.clawed, c.released, c.release_at
        from orders.order_split s
        join tenancy.distributor d on d.tenant_id = s.tenant_id and d.id = s.earner_id
        left join orders.commission_line c on c.tenant_id = s.tenant_id and c.order_id = s.order_id and c.line = s.line and c.earner_id = s.earner_id
       where s.tenant_id = app.tenant_id() and s.order_id = ${orderId}
       order by s.line, s.position`,
  );
}

export interface DeliveryDetailRow {
  readonly line: number;
  readonly unit: number;
  readonly turn: number;
  readonly code_id: string | null;
  readonly mask: string | null;
  readonly code_state: string | null;
  readonly evidence: string | null;
  readonly delivered_at: Date;
  readonly opened_at: Date | null;
  readonly superseded_at: Date | null;
  readonly returned_at: Date | null;
}

export async function readDeliveryRows(
  tx: ReadTx<'admin'>,
  orderId: string,
  limit: number,
): Promise<DeliveryDetailRow[]> {
  return await readSql(
    tx,
    sql<DeliveryDetailRow>`
      select d.line, d.unit, d.turn, d.code_id, c.mask, c.state as code_state, d.evidence, d.delivered_at, d.superseded_at, d.returned_at,
             (select min(r.created_at) from inventory.reveal r where r.tenant_id = d.tenant_id and r.code_id = d.code_id) as opened_at
        from delivery.delivery d
        left join inventory.card_code c on c.tenant_id = d.tenant_id and c.id = d.code_id
       where d.tenant_id = app.tenant_id() and d.order_id = ${orderId}
       order by d.line, d.unit, d.turn limit ${limit}`,
  );
}

export interface EventRow {
  readonly id: string;
  readonly kind: string;
  readonly public: boolean;
  readonly actor_id: string | null;
  readonly data: unknown;
  readonly created_at: Date;
}

/** An order's timeline as the reader's role may see it, oldest first. */
export async function readEventRows(tx: ReadTx, orderId: string): Promise<EventRow[]> {
  return await tx
    .selectFrom('orders.order_event')
    .select(['id', 'kind', 'public', 'actor_id', 'data', 'created_at'])
    .where('order_id', '=', orderId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(500)
    .execute();
}
