import { readSql, type ReadTx } from '@keyfall/db';
import type { AttemptState, CollectedBy, RefundReason, RefundState } from '@keyfall/contracts';
import { sql, type RawBuilder } from 'kysely';

/** Where a page ends: the moment (to the microsecond) and id of its last row. */
export interface PagePosition {
  readonly position: string;
  readonly id: string;
}

const older = (alias: 'r' | 'f', before: PagePosition | undefined): RawBuilder<unknown> =>
  before === undefined
    ? sql``
    : sql`and (${sql.ref(`${alias}.created_at`)}, ${sql.ref(`${alias}.id`)}) < (${before.position}::timestamptz, ${before.id}::uuid)`;

export interface ReceiptListRow {
  readonly id: string;
  /** Null for money of a wallet. */
  readonly account_id: string | null;
  readonly account_name: string | null;
  readonly provider: string;
  readonly provider_txn: string;
  readonly collected_by: CollectedBy;
  readonly order_id: string | null;
  readonly order_no: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly fee: bigint;
  readonly outcome: 'pending' | 'applied' | 'suspense';
  readonly reason: string | null;
  readonly journal_id: string | null;
  readonly refund_id: string | null;
  readonly refund_state: RefundState | null;
  readonly paid_at: Date;
  readonly created_at: Date;
  readonly position: string;
}

/** Receipts, newest first: of one order, of one outcome, or all. */
export async function readReceiptRows(
  tx: ReadTx<'admin'>,
  filter: {
    readonly orderId?: string;
    readonly outcome?: 'applied' | 'suspense' | undefined;
    readonly before?: PagePosition | undefined;
    readonly limit: number;
  },
): Promise<ReceiptListRow[]> {
  const ofOrder = filter.orderId === undefined ? sql`` : sql`and r.order_id = ${filter.orderId}`;
  // Literals, so that the partial index of suspense money can be used.
  const ofOutcome =
    filter.outcome === undefined
      ? sql``
      : filter.outcome === 'suspense'
        ? sql`and r.outcome = 'suspense'`
        : sql`and r.outcome = 'applied'`;
  return await readSql(
    tx,
    sql<ReceiptListRow>`
      select r.id, r.account_id, g.name as account_name, r.provider, r.provider_txn, r.collected_by, r.order_id, o.order_no, r.amount, r.currency, r.fee, r.outcome,
             r.reason, r.journal_id, f.id as refund_id, f.state as refund_state, r.paid_at, r.created_at, r.created_at::text as position
        from payments.receipt r
        left join payments.gateway_account g on g.tenant_id = r.tenant_id and g.id = r.account_id
        left join orders.sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
        left join payments.refund f on f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.kind = 'suspense'
       where r.tenant_id = app.tenant_id() ${ofOrder} ${ofOutcome} ${older('r', filter.before)}
       order by r.created_at desc, r.id desc limit ${filter.limit}`,
  );
}

export interface RefundListRow {
  readonly id: string;
  readonly kind: 'order' | 'suspense' | 'top_up';
  readonly order_id: string | null;
  readonly order_no: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly state: RefundState;
  readonly cause: RefundReason;
  readonly reason: string;
  readonly by_system: boolean;
  readonly requested_by: string | null;
  readonly approved_by: string | null;
  readonly rejected_by: string | null;
  readonly tries: number;
  readonly error_code: string | null;
  readonly journal_id: string | null;
  readonly created_at: Date;
  readonly approved_at: Date | null;
  readonly done_at: Date | null;
  readonly position: string;
}

/** Refunds, newest first: of one order, in some states, one alone, or all. */
export async function readRefundRows(
  tx: ReadTx<'admin'>,
  filter: {
    readonly orderId?: string;
    readonly refundId?: string;
    readonly states?: readonly RefundState[] | undefined;
    readonly before?: PagePosition | undefined;
    readonly limit: number;
  },
): Promise<RefundListRow[]> {
  const conditions = [
    sql`f.tenant_id = app.tenant_id()`,
    ...(filter.orderId === undefined ? [] : [sql`f.order_id = ${filter.orderId}`]),
    ...(filter.refundId === undefined ? [] : [sql`f.id = ${filter.refundId}`]),
    ...(filter.states === undefined || filter.states.length === 0
      ? []
      : [sql`f.state = any (${[...filter.states]}::text[])`]),
  ];
  return await readSql(
    tx,
    sql<RefundListRow>`
      select f.id, f.kind, f.order_id, o.order_no, f.amount, f.currency, f.state, f.cause, f.reason, f.by_system, f.requested_by, f.approved_by,
             f.rejected_by, f.tries, f.error_code, f.journal_id, f.created_at, f.approved_at, f.done_at, f.created_at::text as position
        from payments.refund f
        left join orders.sales_order o on o.tenant_id = f.tenant_id and o.id = f.order_id
       where ${sql.join(conditions, sql` and `)} ${older('f', filter.before)}
       order by f.created_at desc, f.id desc limit ${filter.limit}`,
  );
}

/** The lines of some refunds. */
export async function readRefundLineRows(tx: ReadTx<'admin'>, refundIds: readonly string[]) {
  if (refundIds.length === 0) return [];
  return await tx
    .selectFrom('payments.refund_line')
    .select(['refund_id', 'line', 'open_units', 'delivered_units', 'open_amount', 'delivered_amount'])
    .where('refund_id', 'in', [...refundIds])
    .orderBy('line')
    .execute();
}

export interface AttemptListRow {
  readonly id: string;
  readonly account_name: string;
  readonly state: AttemptState;
  readonly amount: bigint;
  readonly currency: string;
  readonly provider_ref: string | null;
  readonly error_code: string | null;
  readonly queries: number;
  readonly query_at: Date | null;
  readonly created_at: Date;
}

/** The payment attempts of an order, oldest first. */
export async function readAttemptRows(tx: ReadTx<'admin'>, orderId: string): Promise<AttemptListRow[]> {
  return await tx
    .selectFrom('payments.attempt as a')
    .innerJoin('payments.gateway_account as g', (join) =>
      join.onRef('g.tenant_id', '=', 'a.tenant_id').onRef('g.id', '=', 'a.account_id'),
    )
    .select([
      'a.id',
      'g.name as account_name',
      'a.state',
      'a.amount',
      'a.currency',
      'a.provider_ref',
      'a.error_code',
      'a.queries',
      'a.query_at',
      'a.created_at',
    ])
    .where('a.order_id', '=', orderId)
    .orderBy('a.created_at')
    .orderBy('a.id')
    .limit(100)
    .execute();
}

export interface WebhookListRow {
  readonly id: string;
  readonly account_id: string;
  readonly account_name: string;
  readonly ip: string | null;
  readonly state: 'received' | 'done' | 'refused';
  readonly result: string | null;
  readonly tries: number;
  readonly received_at: Date;
  readonly done_at: Date | null;
  readonly position: string;
}

/** Requests of payment providers, newest first; their bodies stay where they are. */
export async function readWebhookRows(
  tx: ReadTx<'admin'>,
  page: { readonly before?: PagePosition | undefined; readonly limit: number },
): Promise<WebhookListRow[]> {
  const earlier =
    page.before === undefined
      ? sql``
      : sql`and (w.received_at, w.id) < (${page.before.position}::timestamptz, ${page.before.id}::uuid)`;
  return await readSql(
    tx,
    sql<WebhookListRow>`
      select w.id, w.account_id, g.name as account_name, w.ip, w.state, w.result, w.tries, w.received_at, w.done_at, w.received_at::text as position
        from payments.webhook w
        join payments.gateway_account g on g.tenant_id = w.tenant_id and g.id = w.account_id
       where w.tenant_id = app.tenant_id() ${earlier}
       order by w.received_at desc, w.id desc limit ${page.limit}`,
  );
}
