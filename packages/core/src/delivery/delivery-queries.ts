import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';

export interface DeliveryOutcome {
  readonly outcome: 'delivered' | 'unchanged' | 'not_due';
  readonly state: string;
  readonly open?: number;
  /** More could have been handed over than one transaction may: go on. */
  readonly cut?: boolean;
}

/** Units of a top-up that a person has fulfilled. */
export interface FulfilledUnits {
  readonly line: number;
  readonly units: number;
  readonly evidence: string;
}

/** Hands over what has become deliverable; see `orders.deliver_order`. */
export async function callDeliverOrder(
  tx: ServiceTx,
  given: {
    readonly tenantId: string;
    readonly orderId: string;
    readonly journalId: string;
    /** What the seller bears of the gateway's fee for the whole order. */
    readonly sellerFee: bigint;
    readonly fulfilled?: readonly FulfilledUnits[];
  },
): Promise<DeliveryOutcome> {
  const { rows } = await sql<{ result: DeliveryOutcome }>`
    select orders.deliver_order(${given.tenantId}, ${given.orderId}, ${given.journalId}, ${given.sellerFee}::bigint,
      ${JSON.stringify(given.fulfilled ?? [])}::jsonb) as result`.execute(tx);
  return onlyRow(rows).result;
}

/** Paid orders of which something is due to be handed over now, the longest waiting first. */
export async function listDueDeliveries(tx: ServiceTx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders.sales_order o
     where o.tenant_id = app.tenant_id() and o.next_delivery_at is not null and o.next_delivery_at <= app.now()
     order by o.next_delivery_at limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

/** Paid orders that wait for stock which is there now: first paid, first served. */
export async function listFillableBackorders(tx: ServiceTx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders.sales_order o
     where o.tenant_id = app.tenant_id() and o.settle_at is not null and o.state in ('paid', 'fulfilling', 'partly_delivered')
       and exists (
         select from orders.order_line l
          where l.tenant_id = o.tenant_id and l.order_id = o.id and l.kind <> 'top_up' and l.when_empty = 'backorder'
            and l.settle_at is not null and l.quantity > l.delivered + l.refunded_open
            and exists (
              select from inventory.card_code c
               where c.tenant_id = l.tenant_id and c.sku_id = l.sku_id and c.state = 'available'
                 and (c.expires_at is null or c.expires_at > app.now()) and c.face_value is not distinct from l.face_value))
     order by o.paid_at, o.id limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

/** Paid orders of which money has to go back now. */
export async function listDueSettlements(tx: ServiceTx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders.sales_order o
     where o.tenant_id = app.tenant_id() and o.settle_at is not null and o.settle_at <= app.now()
     order by o.settle_at limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

export interface RevealableRow {
  readonly order_id: string;
  readonly order_no: string;
  readonly distributor_id: string;
  readonly buyer_id: string;
  readonly line: number;
  readonly unit: number;
  readonly code_id: string;
  readonly is_opened: boolean;
}

/**
 * The live codes of a buyer's own order line, lowest unit first. Replaced and refunded ones are not among them. The
 * deliveries are locked, so that a refund at the same moment either finds the reveal or takes the code away before it.
 */
export async function readRevealable(
  tx: ServiceTx,
  key: {
    readonly orderNo: string;
    readonly shopId: string;
    readonly buyerId: string;
    readonly line: number;
    readonly units: readonly number[] | null;
    readonly limit: number;
  },
): Promise<RevealableRow[]> {
  const units = key.units === null ? sql`` : sql`and d.unit = any (${[...key.units]}::integer[])`;
  const { rows } = await sql<RevealableRow>`
    select o.id as order_id, o.order_no, o.distributor_id, o.buyer_id, d.line, d.unit, d.code_id,
           exists (select from inventory.reveal r where r.tenant_id = d.tenant_id and r.code_id = d.code_id and r.buyer_id = o.buyer_id) as is_opened
      from orders.sales_order o
      join delivery.delivery d on d.tenant_id = o.tenant_id and d.order_id = o.id
     where o.tenant_id = app.tenant_id() and o.order_no = ${key.orderNo} and o.shop_id = ${key.shopId} and o.buyer_id = ${key.buyerId}
       and d.line = ${key.line} and d.code_id is not null and d.superseded_at is null and d.returned_at is null
       ${units}
     order by d.unit limit ${key.limit} for share of d`.execute(tx);
  return rows;
}

/** Whether a buyer has such an order at all: what tells "nothing to open yet" from "not yours". */
export async function findOwnOrder(
  tx: ServiceTx,
  key: { readonly orderNo: string; readonly shopId: string; readonly buyerId: string },
) {
  return await tx
    .selectFrom('orders.sales_order')
    .select(['id', 'state', 'deliver_at', 'next_delivery_at'])
    .where('order_no', '=', key.orderNo)
    .where('shop_id', '=', key.shopId)
    .where('buyer_id', '=', key.buyerId)
    .executeTakeFirst();
}
