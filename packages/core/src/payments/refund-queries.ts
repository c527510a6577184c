import type { IncomeModel, RefundReason, RefundState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

export interface RefundLineRow {
  readonly line: number;
  readonly model: IncomeModel;
  readonly kind: string;
  readonly quantity: number;
  readonly amount: bigint;
  readonly delivered: number;
  readonly refunded_open: number;
  readonly refunded_units: number;
  readonly refunded_amount: bigint;
  readonly refunded_open_amount: bigint;
  readonly cost_amount: bigint;
  /** What a seller that collects itself is charged for the line, and what of it came back; null where we collect. */
  readonly charge_amount: bigint | null;
  readonly charge_refunded: bigint;
  readonly charge_refunded_open: bigint;
  readonly settle_at: Date | null;
  readonly is_due: boolean;
}

/** The lines of a locked order, and which of them have open units whose money must go back now. */
export async function readRefundLines(tx: ServiceTx, orderId: string): Promise<RefundLineRow[]> {
  const { rows } = await sql<RefundLineRow>`
    select l.line, l.model, l.kind, l.quantity, l.amount, l.delivered, l.refunded_open, l.refunded_units, l.refunded_amount, l.refunded_open_amount,
           l.cost_amount, l.charge_amount, l.charge_refunded, l.charge_refunded_open, l.settle_at, coalesce(l.settle_at <= app.now(), false) as is_due
      from orders.order_line l where l.tenant_id = app.tenant_id() and l.order_id = ${orderId}
     order by l.line for no key update`.execute(tx);
  return rows;
}

export interface ShareRow {
  readonly line: number;
  readonly earner_id: string;
  readonly amount: bigint;
  readonly fee_borne: bigint;
  readonly clawed: bigint;
  readonly clawed_pending: bigint;
  readonly released: bigint;
}

/** The frozen shares of an order with what has become of them; income lines are locked. */
export async function lockShares(tx: ServiceTx, orderId: string): Promise<ShareRow[]> {
  await sql`select from orders.commission_line c where c.tenant_id = app.tenant_id() and c.order_id = ${orderId}
    order by c.line, c.earner_id for no key update`.execute(tx);
  const { rows } = await sql<ShareRow>`
    select s.line, s.earner_id, s.amount, coalesce(c.fee_borne, 0)::bigint as fee_borne, coalesce(c.clawed, 0)::bigint as clawed,
           coalesce(c.clawed_pending, 0)::bigint as clawed_pending, coalesce(c.released, 0)::bigint as released
      from orders.order_split s
      left join orders.commission_line c on c.tenant_id = s.tenant_id and c.order_id = s.order_id and c.line = s.line and c.earner_id = s.earner_id
     where s.tenant_id = app.tenant_id() and s.order_id = ${orderId} and s.position > 0
     order by s.line, s.position`.execute(tx);
  return rows;
}

/** Writes what a refund took back of one line. */
export async function bookRefundOnLine(
  tx: ServiceTx,
  orderId: string,
  change: {
    readonly line: number;
    readonly deliveredUnits: number;
    readonly openUnits: number;
    readonly cash: bigint;
    readonly openCash: bigint;
    /** What of a charged line goes back into its seller's wallet, and of that the part of undelivered units. */
    readonly charge: bigint;
    readonly openCharge: bigint;
    readonly state: string;
    readonly isSettled: boolean;
  },
): Promise<void> {
  await sql`
    update orders.order_line l
       set refunded_units = l.refunded_units + ${change.deliveredUnits}, refunded_open = l.refunded_open + ${change.openUnits},
           refunded_amount = l.refunded_amount + ${change.cash}::bigint, refunded_open_amount = l.refunded_open_amount + ${change.openCash}::bigint,
           charge_refunded = l.charge_refunded + ${change.charge}::bigint, charge_refunded_open = l.charge_refunded_open + ${change.openCharge}::bigint,
           state = ${change.state}, settle_at = case when ${change.isSettled}::boolean then null else l.settle_at end
     where l.tenant_id = app.tenant_id() and l.order_id = ${orderId} and l.line = ${change.line}`.execute(tx);
}

/** Writes what was clawed of one earner's share of a line. */
export async function bookClaw(
  tx: ServiceTx,
  orderId: string,
  claw: { readonly line: number; readonly earnerId: string; readonly amount: bigint; readonly fromPending: bigint },
): Promise<void> {
  await sql`
    update orders.commission_line c set clawed = c.clawed + ${claw.amount}::bigint, clawed_pending = c.clawed_pending + ${claw.fromPending}::bigint
     where c.tenant_id = app.tenant_id() and c.order_id = ${orderId} and c.line = ${claw.line} and c.earner_id = ${claw.earnerId}`.execute(
    tx,
  );
}

/** Writes what was refunded of an order, and the state its lines have led to. */
export async function bookRefundOnOrder(
  tx: ServiceTx,
  orderId: string,
  change: { readonly cash: bigint; readonly state: string },
): Promise<void> {
  await sql`
    update orders.sales_order o
       set refunded = o.refunded + ${change.cash}::bigint, state = ${change.state}, updated_at = app.now(), version = o.version + 1,
           settle_at = (select min(l.settle_at) from orders.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id),
           next_delivery_at = case when exists (select from orders.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id
                                                   and l.quantity > l.delivered + l.refunded_open) then o.next_delivery_at end
     where o.tenant_id = app.tenant_id() and o.id = ${orderId}`.execute(tx);
}

export interface ReturnableUnitRow {
  readonly unit: number;
  readonly turn: number;
  readonly code_id: string | null;
  readonly is_revealed: boolean;
}

/** A line's live deliveries that a refund may take back: those nobody has opened first, then the latest. */
export async function readReturnableUnits(
  tx: ServiceTx,
  orderId: string,
  line: number,
  limit: number,
): Promise<ReturnableUnitRow[]> {
  const { rows } = await sql<ReturnableUnitRow>`
    select d.unit, d.turn, d.code_id,
           d.code_id is null or exists (select from inventory.reveal r where r.tenant_id = d.tenant_id and r.code_id = d.code_id) as is_revealed
      from delivery.delivery d
     where d.tenant_id = app.tenant_id() and d.order_id = ${orderId} and d.line = ${line} and d.superseded_at is null and d.returned_at is null
     order by is_revealed, d.unit desc limit ${limit} for no key update of d`.execute(tx);
  return rows;
}

/** Marks deliveries as paid back by a refund; their codes can no longer be opened by the buyer. */
export async function markReturned(
  tx: ServiceTx,
  given: {
    readonly orderId: string;
    readonly line: number;
    readonly units: readonly number[];
    readonly refundId: string;
  },
): Promise<void> {
  if (given.units.length === 0) return;
  await sql`
    update delivery.delivery d set returned_at = app.now(), refund_id = ${given.refundId}
     where d.tenant_id = app.tenant_id() and d.order_id = ${given.orderId} and d.line = ${given.line} and d.unit = any (${[...given.units]}::integer[])
       and d.superseded_at is null and d.returned_at is null`.execute(tx);
}

export interface NewRefund {
  readonly id: string;
  readonly orderId: string | null;
  readonly buyerId: string | null;
  readonly receiptId: string;
  readonly kind: 'order' | 'suspense';
  readonly amount: bigint;
  readonly currency: string;
  readonly state: 'requested' | 'approved';
  readonly cause: RefundReason;
  readonly reason: string;
  readonly requestedBy: string | null;
}

/** Writes a refund; false when suspense money of this receipt is being sent back already. */
export async function insertRefund(tx: ServiceTx, refund: NewRefund): Promise<boolean> {
  const isApproved = refund.state === 'approved';
  const result = await tx
    .insertInto('payments.refund')
    .values({
      id: refund.id,
      order_id: refund.orderId,
      buyer_id: refund.buyerId,
      receipt_id: refund.receiptId,
      kind: refund.kind,
      amount: refund.amount,
      currency: refund.currency,
      state: refund.state,
      cause: refund.cause,
      reason: refund.reason,
      by_system: refund.requestedBy === null,
      requested_by: refund.requestedBy,
      approved_at: isApproved ? sql<Date>`app.now()` : null,
      next_try_at: isApproved ? sql<Date>`app.now()` : null,
    })
    .onConflict((conflict) =>
      // A literal: the index of this condition is found when the statement is planned.
      conflict
        .columns(['tenant_id', 'receipt_id'])
        .where(sql<boolean>`kind = 'suspense'`)
        .doNothing(),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export interface RefundLine {
  readonly line: number;
  readonly openUnits: number;
  readonly deliveredUnits: number;
  readonly openAmount: bigint;
  readonly deliveredAmount: bigint;
}

export async function writeRefundLines(
  tx: ServiceTx,
  refundId: string,
  orderId: string,
  lines: readonly RefundLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .insertInto('payments.refund_line')
    .values(
      lines.map((line) => ({
        refund_id: refundId,
        order_id: orderId,
        line: line.line,
        open_units: line.openUnits,
        delivered_units: line.deliveredUnits,
        open_amount: line.openAmount,
        delivered_amount: line.deliveredAmount,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'refund_id', 'line']).doUpdateSet((eb) => ({
        open_amount: eb.ref('excluded.open_amount'),
        delivered_amount: eb.ref('excluded.delivered_amount'),
      })),
    )
    .execute();
}

export interface RefundRow {
  readonly id: string;
  readonly order_id: string | null;
  readonly buyer_id: string | null;
  readonly receipt_id: string;
  readonly kind: 'order' | 'suspense' | 'top_up';
  readonly amount: bigint;
  readonly currency: string;
  readonly state: RefundState;
  readonly cause: RefundReason;
  readonly reason: string;
  readonly requested_by: string | null;
  readonly tries: number;
}

const REFUND_COLUMNS = [
  'id',
  'order_id',
  'buyer_id',
  'receipt_id',
  'kind',
  'amount',
  'currency',
  'state',
  'cause',
  'reason',
  'requested_by',
  'tries',
] as const;

export async function findRefund(tx: ServiceTx, refundId: string): Promise<RefundRow | undefined> {
  return await tx.selectFrom('payments.refund').select(REFUND_COLUMNS).where('id', '=', refundId).executeTakeFirst();
}

/** Locks a refund. The order, if it has one, is locked before it. */
export async function lockRefund(tx: ServiceTx, refundId: string): Promise<RefundRow | undefined> {
  return await tx
    .selectFrom('payments.refund')
    .select(REFUND_COLUMNS)
    .where('id', '=', refundId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The units a refund asked for. */
export async function readRefundUnits(tx: ServiceTx, refundId: string) {
  return await tx
    .selectFrom('payments.refund_line')
    .select(['line', 'open_units', 'delivered_units'])
    .where('refund_id', '=', refundId)
    .orderBy('line')
    .execute();
}

/**
 * Approves a requested refund; its submission to the provider is due at once. One into a wallet is final: the money is back
 * when it is booked.
 */
export async function approveRefundRow(
  tx: ServiceTx,
  refundId: string,
  by: string | null,
  /** No journal: nothing of it is ours to book. */
  booked: { readonly journalId: string | null; readonly isFinal: boolean },
): Promise<void> {
  const now = sql<Date>`app.now()`;
  await tx
    .updateTable('payments.refund')
    .set({
      ...(booked.isFinal
        ? { state: 'done', done_at: now, next_try_at: null }
        : { state: 'approved', next_try_at: now }),
      approved_by: by,
      approved_at: now,
      journal_id: booked.journalId,
      updated_at: now,
    })
    .where('id', '=', refundId)
    .execute();
}

export async function rejectRefundRow(tx: ServiceTx, refundId: string, by: string): Promise<void> {
  await tx
    .updateTable('payments.refund')
    .set({ state: 'rejected', rejected_by: by, updated_at: sql<Date>`app.now()` })
    .where('id', '=', refundId)
    .execute();
}

/** Moves a refund that is with the provider. `nextTrySeconds`: when to look again; null when it is finished. */
export async function moveRefund(
  tx: ServiceTx,
  refundId: string,
  move: {
    readonly state: RefundState;
    readonly nextTrySeconds: number | null;
    readonly providerRef?: string | undefined;
    readonly errorCode?: string | null;
  },
): Promise<void> {
  await tx
    .updateTable('payments.refund')
    .set({
      state: move.state,
      next_try_at:
        move.nextTrySeconds === null ? null : sql<Date>`app.now() + make_interval(secs => ${move.nextTrySeconds})`,
      error_code: move.errorCode ?? null,
      updated_at: sql<Date>`app.now()`,
      ...(move.providerRef === undefined ? {} : { provider_ref: move.providerRef.slice(0, 200) }),
      ...(move.state === 'done' ? { done_at: sql<Date>`app.now()` } : {}),
    })
    .where('id', '=', refundId)
    .execute();
}

export interface DueRefundRow extends RefundRow {
  readonly account_id: string;
  readonly provider_txn: string;
  /** What it was before this lease. */
  readonly was: RefundState;
}

/**
 * Takes refunds whose next step at the provider is due. `submitted` is written before the call, so that a crash in the
 * middle leaves a refund that is asked about and not forgotten. Rows that others hold just now are skipped.
 */
export async function leaseDueRefunds(tx: ServiceTx, limit: number, leaseSeconds: number): Promise<DueRefundRow[]> {
  const { rows } = await sql<DueRefundRow>`
    with due as (
      select f.id, f.state as was from payments.refund f
       where f.tenant_id = app.tenant_id() and f.next_try_at is not null and f.next_try_at <= app.now() and f.state in ('approved', 'submitted', 'failed')
       order by f.next_try_at limit ${limit} for no key update skip locked)
    update payments.refund f
       set state = 'submitted', tries = f.tries + 1, next_try_at = app.now() + make_interval(secs => ${leaseSeconds}), updated_at = app.now()
      from due, payments.receipt r
     where f.tenant_id = app.tenant_id() and f.id = due.id and r.tenant_id = f.tenant_id and r.id = f.receipt_id
    returning f.id, f.order_id, f.buyer_id, f.receipt_id, f.kind, f.amount, f.currency, f.state, f.cause, f.reason, f.requested_by, f.tries,
              r.account_id, r.provider_txn, due.was`.execute(tx);
  return rows;
}
