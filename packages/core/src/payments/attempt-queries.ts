import type { AttemptState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface PayableOrderRow {
  readonly id: string;
  readonly order_no: string;
  readonly state: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly hold_until: Date;
  readonly is_held: boolean;
  /** The distributor whose own gateway takes the money; null where the wholesaler's does. */
  readonly collector_id: string | null;
  /** What such a seller is charged for it, minor units. */
  readonly charge: bigint | null;
  readonly first_product_zh: string;
  readonly first_product_en: string;
}

/** A buyer's own order in a shop. */
export interface ShopOrderKey {
  readonly orderNo: string;
  readonly shopId: string;
  readonly buyerId: string;
}

/** Locks a buyer's own order in a shop, so that no closing starts while an attempt is being made. */
export async function lockPayableOrder(tx: ServiceTx, key: ShopOrderKey): Promise<PayableOrderRow | undefined> {
  const { rows } = await sql<PayableOrderRow>`
    select o.id, o.order_no, o.state, o.amount, o.currency, o.hold_until, o.hold_until > app.now() as is_held,
           case o.collected_by when 'distributor' then o.distributor_id end as collector_id,
           (select sum(x.charge_amount) from orders.order_line x where x.tenant_id = o.tenant_id and x.order_id = o.id)::bigint as charge,
           l.product_name_zh as first_product_zh, l.product_name_en as first_product_en
      from orders.sales_order o
      join orders.order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.line = 1
     where o.tenant_id = app.tenant_id() and o.order_no = ${key.orderNo} and o.shop_id = ${key.shopId} and o.buyer_id = ${key.buyerId}
       for no key update of o`.execute(tx);
  return rows[0];
}

export interface AttemptRow {
  readonly id: string;
  /** Null where it pays a wallet's top-up. */
  readonly order_id: string | null;
  readonly account_id: string;
  readonly state: AttemptState;
  readonly amount: bigint;
  readonly currency: string;
  readonly pay_url: string | null;
  readonly provider_ref: string | null;
  readonly expires_at: Date;
  readonly queries: number;
}

const ATTEMPT_COLUMNS = [
  'id',
  'order_id',
  'account_id',
  'state',
  'amount',
  'currency',
  'pay_url',
  'provider_ref',
  'expires_at',
  'queries',
] as const;

const ATTEMPTS_READ_MAX = 200;

/** The attempts of a buyer's own order in a shop, oldest first; none where there is no such order. */
export async function readAttemptsOf(tx: ServiceTx, key: ShopOrderKey): Promise<AttemptRow[]> {
  return await tx
    .selectFrom('payments.attempt')
    .select(ATTEMPT_COLUMNS)
    // One order first, then its attempts: a join could be planned while the tables are small and kept while they grow.
    .where('order_id', '=', (eb) =>
      eb
        .selectFrom('orders.sales_order as o')
        .select('o.id')
        .where('o.order_no', '=', key.orderNo)
        .where('o.shop_id', '=', key.shopId)
        .where('o.buyer_id', '=', key.buyerId),
    )
    .orderBy('id')
    .limit(ATTEMPTS_READ_MAX)
    .execute();
}

/** An order's attempts, oldest first. */
export async function readAttempts(tx: ServiceTx, orderId: string): Promise<AttemptRow[]> {
  return await tx
    .selectFrom('payments.attempt')
    .select(ATTEMPT_COLUMNS)
    .where('order_id', '=', orderId)
    .orderBy('id')
    .limit(ATTEMPTS_READ_MAX)
    .execute();
}

export async function readAttempt(tx: ServiceTx, attemptId: string): Promise<AttemptRow | undefined> {
  return await tx.selectFrom('payments.attempt').select(ATTEMPT_COLUMNS).where('id', '=', attemptId).executeTakeFirst();
}

/** Writes an attempt to pay an order, or a wallet's top-up. */
export async function insertAttempt(
  tx: ServiceTx,
  attempt: {
    readonly id: string;
    readonly pays: { readonly orderId: string; readonly buyerId: string } | { readonly topUpId: string };
    readonly accountId: string;
    readonly amount: bigint;
    readonly currency: string;
    readonly expiresAt: Date;
    readonly queryAfterSeconds: number;
  },
): Promise<void> {
  await tx
    .insertInto('payments.attempt')
    .values({
      id: attempt.id,
      ...('topUpId' in attempt.pays
        ? { top_up_id: attempt.pays.topUpId }
        : { order_id: attempt.pays.orderId, buyer_id: attempt.pays.buyerId }),
      account_id: attempt.accountId,
      state: 'created',
      amount: attempt.amount,
      currency: attempt.currency,
      expires_at: attempt.expiresAt,
      query_at: sql<Date>`app.now() + make_interval(secs => ${attempt.queryAfterSeconds})`,
    })
    .execute();
}

/**
 * Moves an attempt between states, if it is in one of `from`; answers whether it was. `queryAfterSeconds`: when the
 * provider is asked next; null when there is nothing left to ask.
 */
export async function moveAttempt(
  tx: ServiceTx,
  attemptId: string,
  move: {
    readonly from: readonly AttemptState[];
    readonly to: AttemptState;
    readonly queryAfterSeconds: number | null;
    readonly providerRef?: string | undefined;
    readonly payUrl?: string | undefined;
    readonly errorCode?: string | null | undefined;
  },
): Promise<boolean> {
  const result = await tx
    .updateTable('payments.attempt')
    .set({
      state: move.to,
      query_at:
        move.queryAfterSeconds === null
          ? null
          : sql<Date>`app.now() + make_interval(secs => ${move.queryAfterSeconds})`,
      updated_at: sql<Date>`app.now()`,
      ...(move.providerRef === undefined ? {} : { provider_ref: move.providerRef }),
      ...(move.payUrl === undefined ? {} : { pay_url: move.payUrl }),
      ...(move.errorCode === undefined ? {} : { error_code: move.errorCode }),
    })
    .where('id', '=', attemptId)
    .where('state', 'in', [...move.from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Counts one more question to the provider, says when the next is due and wakes the worker then. */
export async function scheduleAttemptQuery(tx: ServiceTx, attemptId: string, afterSeconds: number): Promise<void> {
  await sql`
    with asked as (
      update payments.attempt a set queries = a.queries + 1, query_at = app.now() + make_interval(secs => ${afterSeconds})
       where a.tenant_id = app.tenant_id() and a.id = ${attemptId} and a.query_at is not null returning a.query_at)
    insert into ops.due_work (tenant_ref, kind, due_at) select app.tenant_id(), 'payment.query', asked.query_at from asked`.execute(
    tx,
  );
}

export interface DueAttemptRow extends AttemptRow {
  /** Whether what it pays still waits for the money; else the payment is to be closed at the provider. */
  readonly is_waiting: boolean;
}

/**
 * Takes attempts whose question to the provider is due and leases them: nobody else takes them for `leaseSeconds`. Rows
 * that others hold just now are skipped.
 */
export async function leaseDueAttempts(tx: ServiceTx, limit: number, leaseSeconds: number): Promise<DueAttemptRow[]> {
  const { rows } = await sql<DueAttemptRow>`
    with due as (
      select a.id from payments.attempt a
       where a.tenant_id = app.tenant_id() and a.query_at is not null and a.query_at <= app.now()
       order by a.query_at limit ${limit} for no key update skip locked)
    update payments.attempt a set query_at = app.now() + make_interval(secs => ${leaseSeconds})
      from due
     where a.tenant_id = app.tenant_id() and a.id = due.id
    returning a.id, a.order_id, a.account_id, a.state, a.amount, a.currency, a.pay_url, a.provider_ref, a.expires_at, a.queries,
      coalesce(
        (select o.state = 'awaiting_payment' from orders.sales_order o where o.tenant_id = a.tenant_id and o.id = a.order_id),
        (select t.state = 'awaiting_payment' and t.expires_at > app.now() from wallet.top_up t where t.tenant_id = a.tenant_id and t.id = a.top_up_id)) as is_waiting
  `.execute(tx);
  return rows;
}

/** Makes every open attempt of orders due now: their closing has begun and the providers must confirm it. */
export async function askAttemptsNow(tx: ServiceTx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  await sql`
    update payments.attempt a set query_at = app.now(), queries = 0
     where a.tenant_id = app.tenant_id() and a.order_id = any (${[...orderIds]}::uuid[]) and a.state in ('created', 'pending', 'unknown')
  `.execute(tx);
}
