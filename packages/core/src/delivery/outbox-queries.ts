import type { Locale, OrderState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly tries: number;
}

/** Takes open messages and leases them; rows that others hold just now are skipped. */
export async function leaseOutbox(tx: ServiceTx, limit: number, leaseSeconds: number): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    with due as (
      select b.id from jobs.outbox b
       where b.tenant_id = app.tenant_id() and b.done_at is null and b.next_try_at <= app.now()
       order by b.next_try_at, b.id limit ${limit} for no key update skip locked)
    update jobs.outbox b set next_try_at = app.now() + make_interval(secs => ${leaseSeconds}), tries = b.tries + 1
      from due where b.tenant_id = app.tenant_id() and b.id = due.id
    returning b.id, b.topic, b.payload, b.tries`.execute(tx);
  return rows;
}

export async function finishOutbox(tx: ServiceTx, id: string): Promise<void> {
  await tx
    .updateTable('jobs.outbox')
    .set({ done_at: sql<Date>`app.now()`, error_code: null })
    .where('id', '=', id)
    .execute();
}

export async function postponeOutbox(
  tx: ServiceTx,
  id: string,
  afterSeconds: number,
  errorCode: string | null,
): Promise<void> {
  await tx
    .updateTable('jobs.outbox')
    .set({
      next_try_at: sql<Date>`app.now() + make_interval(secs => ${afterSeconds})`,
      error_code: errorCode?.slice(0, 200) ?? null,
    })
    .where('id', '=', id)
    .execute();
}

/** Deletes messages that left long ago. Returns how many. */
export async function deleteOldOutbox(tx: ServiceTx, days: number, limit: number): Promise<number> {
  const result = await tx
    .deleteFrom('jobs.outbox')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('jobs.outbox as b')
        .select('b.id')
        .where('b.done_at', '<', sql<Date>`app.now() - make_interval(days => ${days})`)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export interface ToldOrderRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: OrderState;
  readonly currency: string;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly shop_id: string | null;
  readonly buyer_id: string | null;
  readonly buyer_kind: 'guest' | 'account' | null;
  readonly contact_mail: string | null;
  readonly locale: Locale;
  readonly delivered: number;
  readonly manual_open: number;
  /** More units are being handed over just now: a large order is delivered in parts. */
  readonly is_under_way: boolean;
  /** The present hour, `2026112214` in UTC: news that repeat are told once an hour. */
  readonly hour: string;
  /** The present minute, likewise. */
  readonly minute: string;
}

/** What of an order decides whom to tell what. */
export async function readToldOrder(tx: ServiceTx, orderId: string): Promise<ToldOrderRow | undefined> {
  const { rows } = await sql<ToldOrderRow>`
    select o.id, o.order_no, o.state, o.currency, o.amount, o.refunded, o.shop_id, o.buyer_id, b.kind as buyer_kind, o.contact_mail, o.locale,
           l.delivered, l.manual_open, coalesce(o.next_delivery_at <= app.now(), false) as is_under_way,
           to_char(app.now() at time zone 'utc', 'YYYYMMDDHH24') as hour, to_char(app.now() at time zone 'utc', 'YYYYMMDDHH24MI') as minute
      from orders.sales_order o
      left join people.buyer b on b.tenant_id = o.tenant_id and b.id = o.buyer_id
      cross join lateral (
        select sum(x.delivered)::integer as delivered,
               coalesce(sum(x.quantity - x.delivered - x.refunded_open) filter (where x.kind = 'top_up'), 0)::integer as manual_open
          from orders.order_line x where x.tenant_id = o.tenant_id and x.order_id = o.id) l
     where o.tenant_id = app.tenant_id() and o.id = ${orderId}`.execute(tx);
  return rows[0];
}

/** Who gave up an order that was not paid: its buyer, the shop's side, or nobody (it was not paid in time). */
export async function readCanceller(
  tx: ServiceTx,
  order: { readonly id: string; readonly buyer_id: string | null },
): Promise<'buyer' | 'shop' | null> {
  const row = await tx
    .selectFrom('orders.order_event')
    .select('actor_id')
    .where('order_id', '=', order.id)
    .where('kind', '=', 'cancelled')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return row.actor_id !== null && row.actor_id === order.buyer_id ? 'buyer' : 'shop';
}

/** The order and amount of a refund. */
export async function readToldRefund(tx: ServiceTx, refundId: string) {
  return await tx
    .selectFrom('payments.refund')
    .select(['id', 'order_id', 'kind', 'amount', 'currency'])
    .where('id', '=', refundId)
    .executeTakeFirst();
}

export interface FoundOrderRow {
  readonly id: string;
  readonly buyer_id: string;
  readonly buyer_kind: 'guest' | 'account';
  readonly contact_mail: string | null;
  readonly locale: Locale;
}

/** A shop's order by number and a contact it was placed with: a mail address in lower case, or a phone however written. */
export async function findOrderByContact(
  tx: ServiceTx,
  key: { readonly shopId: string; readonly orderNo: string; readonly contact: string },
): Promise<FoundOrderRow | undefined> {
  const { rows } = await sql<FoundOrderRow>`
    select o.id, o.buyer_id, b.kind as buyer_kind, o.contact_mail, o.locale
      from orders.sales_order o
      join people.buyer b on b.tenant_id = o.tenant_id and b.id = o.buyer_id
     where o.tenant_id = app.tenant_id() and o.order_no = ${key.orderNo} and o.shop_id = ${key.shopId}
       and (o.contact_mail = ${key.contact}
            or regexp_replace(o.contact_phone, '[^0-9+]', '', 'g') = nullif(regexp_replace(${key.contact}, '[^0-9+]', '', 'g'), ''))`.execute(
    tx,
  );
  return rows[0];
}

/** A guest's order with the hash of its query password. */
export async function findOrderWithPassword(tx: ServiceTx, key: { readonly shopId: string; readonly orderNo: string }) {
  return await tx
    .selectFrom('orders.sales_order as o')
    .innerJoin('people.buyer as b', (join) =>
      join.onRef('b.tenant_id', '=', 'o.tenant_id').onRef('b.id', '=', 'o.buyer_id'),
    )
    .select(['o.id', 'o.order_no', 'o.buyer_id', 'o.query_password_hash'])
    .where('o.order_no', '=', key.orderNo)
    .where('o.shop_id', '=', key.shopId)
    .where('b.kind', '=', 'guest')
    .executeTakeFirst();
}
