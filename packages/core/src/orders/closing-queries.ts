import type { OrderEventKind } from '@keyfall/contracts/order-events';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

/**
 * Starts closing orders whose hold is over. The hold itself ends when the payment providers have confirmed, never by the
 * clock alone. Orders that somebody is paying just now are skipped.
 */
export async function beginClosingDue(tx: ServiceTx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with due as (
      select o.id from orders.sales_order o
       where o.tenant_id = app.tenant_id() and o.state = 'awaiting_payment' and o.hold_until <= app.now()
       order by o.hold_until limit ${limit} for no key update skip locked),
    closing as (
      update orders.sales_order o set state = 'closing', updated_at = app.now(), version = o.version + 1
        from due where o.tenant_id = app.tenant_id() and o.id = due.id
      returning o.id, o.distributor_id, o.buyer_id),
    told as (
      insert into orders.order_event (tenant_id, id, order_id, distributor_id, buyer_id, kind, public)
      select app.tenant_id(), gen_random_uuid(), c.id, c.distributor_id, c.buyer_id, 'closing', false from closing c)
    select id from closing`.execute(tx);
  return rows.map((row) => row.id);
}

export interface OpenOrderRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: string;
  readonly distributor_id: string;
  readonly buyer_id: string | null;
}

/** Locks an order by its number, for one buyer of one shop or (without them) for staff. */
export async function lockOrder(
  tx: ServiceTx,
  key: {
    readonly orderNo: string;
    readonly shopId?: string;
    readonly buyerId?: string;
    readonly distributorId?: string;
  },
): Promise<OpenOrderRow | undefined> {
  let query = tx
    .selectFrom('orders.sales_order')
    .select(['id', 'order_no', 'state', 'distributor_id', 'buyer_id'])
    .where('order_no', '=', key.orderNo);
  if (key.shopId !== undefined) query = query.where('shop_id', '=', key.shopId);
  if (key.buyerId !== undefined) query = query.where('buyer_id', '=', key.buyerId);
  if (key.distributorId !== undefined) query = query.where('distributor_id', '=', key.distributorId);
  return await query.forNoKeyUpdate().executeTakeFirst();
}

/** Starts closing one locked order that awaits payment, at somebody's wish. */
export async function beginClosing(tx: ServiceTx, order: OpenOrderRow): Promise<void> {
  await tx
    .updateTable('orders.sales_order')
    .set({ state: 'closing', updated_at: sql<Date>`app.now()`, version: sql<bigint>`version + 1` })
    .where('id', '=', order.id)
    .execute();
  await insertOrderEvent(tx, order, { kind: 'cancelled', isPublic: true });
}

/** Closing orders that no payment provider keeps open any more. */
export async function listClosable(tx: ServiceTx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders.sales_order o
     where o.tenant_id = app.tenant_id() and o.state = 'closing'
       and not exists (select from payments.attempt a
                        where a.tenant_id = o.tenant_id and a.order_id = o.id and a.state in ('created', 'pending', 'unknown'))
     order by o.hold_until limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

/** Ends an order's hold; see `orders.close_order`. Answers whether it was closed by this call. */
export async function callCloseOrder(tx: ServiceTx, tenantId: string, orderId: string): Promise<boolean> {
  const { rows } = await sql<{ result: { outcome: string } }>`
    select orders.close_order(${tenantId}, ${orderId}) as result`.execute(tx);
  return rows[0]?.result.outcome === 'closed';
}

/** Writes a line of an order's timeline. */
export async function insertOrderEvent(
  tx: ServiceTx,
  order: { readonly id: string; readonly distributor_id: string; readonly buyer_id: string | null },
  event: {
    readonly kind: OrderEventKind;
    /** Whether the buyer and the seller see it. */
    readonly isPublic: boolean;
    readonly data?: Readonly<Record<string, string | number | boolean | null>>;
  },
): Promise<void> {
  await tx
    .insertInto('orders.order_event')
    .values({
      id: uuidv7(),
      order_id: order.id,
      distributor_id: order.distributor_id,
      buyer_id: order.buyer_id,
      kind: event.kind,
      public: event.isPublic,
      actor_id: sql<string | null>`app.actor_id()`,
      data: JSON.stringify(event.data ?? {}),
    })
    .execute();
}
