import type { PayoutSource, WithdrawalState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';

const NOW = sql<Date>`app.now()`;

/**
 * Keeps other requests and claws of these distributors out until the transaction ends: what one asks for and what another
 * takes back are decided one after the other. Taken in order of id, before withdrawals and balances.
 */
export async function holdStill(tx: ServiceTx, distributorIds: readonly string[]): Promise<void> {
  for (const id of distributorIds.toSorted()) {
    await sql`select pg_advisory_xact_lock(hashtextextended('withdrawals:' || app.tenant_id()::text || ':' || ${id}, 0))`.execute(
      tx,
    );
  }
}

const COLUMNS = [
  'id',
  'withdrawal_no',
  'distributor_id',
  'payee_id',
  'client_ref',
  'currency',
  'amount',
  'fee',
  'tax_withheld',
  'state',
  'requested_by',
  'checks_needed',
  'approved_by',
  'second_approved_by',
  'account_id',
  'submitted_by',
  'provider_ref',
  'tries',
  'source',
  'settlement_id',
] as const;

export interface WithdrawalRow {
  readonly id: string;
  readonly withdrawal_no: string;
  readonly distributor_id: string;
  readonly payee_id: string;
  readonly client_ref: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly tax_withheld: bigint;
  readonly state: WithdrawalState;
  readonly requested_by: string;
  readonly checks_needed: number;
  readonly approved_by: string | null;
  readonly second_approved_by: string | null;
  readonly account_id: string | null;
  readonly submitted_by: string | null;
  readonly provider_ref: string | null;
  readonly tries: number;
  readonly source: PayoutSource;
  /** The settlement of a distributor's balances that it pays out. */
  readonly settlement_id: string | null;
}

/** Locks a withdrawal of this distributor, or of any; undefined when there is none. */
export async function lockWithdrawal(
  tx: ServiceTx,
  id: string,
  distributorId?: string,
): Promise<WithdrawalRow | undefined> {
  let query = tx.selectFrom('withdrawals.withdrawal').select(COLUMNS).where('id', '=', id);
  if (distributorId !== undefined) query = query.where('distributor_id', '=', distributorId);
  return await query.forNoKeyUpdate().executeTakeFirst();
}

/** Locks several in order of id. */
export async function lockWithdrawals(tx: ServiceTx, ids: readonly string[]): Promise<WithdrawalRow[]> {
  return await tx
    .selectFrom('withdrawals.withdrawal')
    .select(COLUMNS)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Locks the income these distributors have asked for and what is not submitted yet, the latest first. */
export async function lockHeld(tx: ServiceTx, distributorIds: readonly string[]): Promise<WithdrawalRow[]> {
  if (distributorIds.length === 0) return [];
  const rows = await tx
    .selectFrom('withdrawals.withdrawal')
    .select(COLUMNS)
    .where('distributor_id', 'in', [...distributorIds])
    .where('source', '=', 'income')
    .where('state', 'in', ['requested', 'approved'])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.toReversed();
}

/** The withdrawal that was made under this reference. */
export async function findByClientRef(tx: ServiceTx, distributorId: string, clientRef: string) {
  return await tx
    .selectFrom('withdrawals.withdrawal')
    .select([...COLUMNS])
    .where('distributor_id', '=', distributorId)
    .where('client_ref', '=', clientRef)
    .executeTakeFirst();
}

/** What income the distributor has asked for this day and this month of the tenant's zone, without what came to nothing. */
export async function sumAsked(
  tx: ServiceTx,
  distributorId: string,
  timezone: string,
): Promise<{ readonly today: bigint; readonly month: bigint }> {
  const { rows } = await sql<{ today: bigint; month: bigint }>`
    select coalesce(sum(w.amount) filter (where w.created_at >= date_trunc('day', app.now() at time zone ${timezone}) at time zone ${timezone}), 0)::bigint as today,
           coalesce(sum(w.amount), 0)::bigint as month
      from withdrawals.withdrawal w
     where w.tenant_id = app.tenant_id() and w.distributor_id = ${distributorId} and w.state not in ('rejected', 'cancelled', 'failed', 'returned')
       and w.source = 'income' and w.settlement_id is null
       and w.created_at >= date_trunc('month', app.now() at time zone ${timezone}) at time zone ${timezone}`.execute(
    tx,
  );
  return rows[0] ?? { today: 0n, month: 0n };
}

export interface NewWithdrawal {
  readonly id: string;
  readonly withdrawalNo: string;
  readonly distributorId: string;
  readonly payeeId: string;
  readonly clientRef: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly taxRate: string;
  readonly taxWithheld: bigint;
  readonly taxNumber: string | null;
  readonly requestedBy: string;
  readonly checksNeeded: number;
  readonly source: PayoutSource;
  readonly settlementId?: string | null;
  /** Who has agreed to it already, where that was decided elsewhere. */
  readonly approvedBy?: string | null;
  readonly secondApprovedBy?: string | null;
}

/** Writes a request; one that no person needs to check, or that people have agreed to, is approved at once. */
export async function insertWithdrawal(tx: ServiceTx, given: NewWithdrawal): Promise<void> {
  const { approvedBy = null, secondApprovedBy = null } = given;
  const isApproved = given.checksNeeded === 0 || approvedBy !== null;
  await tx
    .insertInto('withdrawals.withdrawal')
    .values({
      id: given.id,
      withdrawal_no: given.withdrawalNo,
      distributor_id: given.distributorId,
      payee_id: given.payeeId,
      client_ref: given.clientRef,
      currency: given.currency,
      amount: given.amount,
      fee: given.fee,
      tax_rate: given.taxRate,
      tax_withheld: given.taxWithheld,
      tax_number: given.taxNumber,
      requested_by: given.requestedBy,
      checks_needed: given.checksNeeded,
      state: isApproved ? 'approved' : 'requested',
      approved_at: isApproved ? NOW : null,
      approved_by: approvedBy,
      second_approved_by: secondApprovedBy,
      second_approved_at: secondApprovedBy === null ? null : NOW,
      source: given.source,
      settlement_id: given.settlementId ?? null,
    })
    .execute();
}

/** One more approval by a person; `isLast` makes it approved. */
export async function writeApproval(
  tx: ServiceTx,
  id: string,
  by: string,
  step: { readonly isSecond: boolean; readonly isLast: boolean },
): Promise<void> {
  await tx
    .updateTable('withdrawals.withdrawal')
    .set({
      ...(step.isSecond ? { second_approved_by: by, second_approved_at: NOW } : { approved_by: by, approved_at: NOW }),
      ...(step.isLast ? { state: 'approved' as const } : {}),
      updated_at: NOW,
    })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .execute();
}

/** Ends a withdrawal that was not submitted. */
export async function endHeld(
  tx: ServiceTx,
  id: string,
  end: { readonly state: 'rejected' | 'cancelled'; readonly by: string | null; readonly reason: string | null },
): Promise<void> {
  await tx
    .updateTable('withdrawals.withdrawal')
    .set({
      state: end.state,
      reason: end.reason,
      rejected_by: end.state === 'rejected' ? end.by : null,
      finished_at: NOW,
      updated_at: NOW,
    })
    .where('id', '=', id)
    .where('state', 'in', ['requested', 'approved'])
    .execute();
}

/** Submits an approved one. A rail is called right after this commit; a bank is told by its file. */
export async function markSubmitted(
  tx: ServiceTx,
  id: string,
  by: string | null,
  way: { readonly accountId: string; readonly fileId: string | null },
): Promise<void> {
  await tx
    .updateTable('withdrawals.withdrawal')
    .set({
      state: 'submitted',
      submitted_by: by,
      submitted_at: NOW,
      account_id: way.accountId,
      bank_file_id: way.fileId,
      next_try_at: way.fileId === null ? NOW : null,
      updated_at: NOW,
    })
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .execute();
}

/** What is known of one that is with the rail; `nextTrySeconds`: when to ask next, null when nothing is open. */
export async function markInTransit(
  tx: ServiceTx,
  id: string,
  change: {
    readonly state: 'submitted' | 'unknown' | 'paid' | 'failed' | 'returned';
    readonly nextTrySeconds: number | null;
    readonly providerRef?: string | undefined;
    readonly errorCode?: string | null;
    readonly railCost?: bigint;
    readonly resolvedBy?: string | null;
    readonly bankReference?: string | null;
    readonly reason?: string | null;
    readonly restartsQuestions?: boolean;
  },
): Promise<void> {
  const { state, nextTrySeconds, providerRef, railCost, resolvedBy, bankReference, reason } = change;
  await tx
    .updateTable('withdrawals.withdrawal')
    .set({
      state,
      next_try_at: nextTrySeconds === null ? null : sql<Date>`app.now() + make_interval(secs => ${nextTrySeconds})`,
      updated_at: NOW,
      ...(providerRef === undefined ? {} : { provider_ref: providerRef.slice(0, 200) }),
      ...(change.errorCode === undefined ? {} : { error_code: change.errorCode?.slice(0, 120) ?? null }),
      ...(railCost === undefined ? {} : { rail_cost: railCost }),
      ...(resolvedBy == null ? {} : { resolved_by: resolvedBy }),
      ...(bankReference == null ? {} : { bank_reference: bankReference }),
      ...(reason == null ? {} : { reason }),
      ...(change.restartsQuestions === true ? { tries: 0 } : {}),
      ...(state === 'paid' ? { paid_at: NOW } : {}),
      ...(state === 'paid' || state === 'failed' || state === 'returned' ? { finished_at: NOW } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** Puts the next question off. */
export async function postpone(tx: ServiceTx, id: string, seconds: number | null): Promise<void> {
  await tx
    .updateTable('withdrawals.withdrawal')
    .set({ next_try_at: seconds === null ? null : sql<Date>`app.now() + make_interval(secs => ${seconds})` })
    .where('id', '=', id)
    .execute();
}

export type EventKind =
  | 'requested'
  | 'approved_by_rule'
  | 'approved_first'
  | 'approved'
  | 'rejected'
  | 'cancelled'
  | 'clawed'
  | 'submitted'
  | 'unknown'
  | 'paid'
  | 'failed'
  | 'returned';

/** One step of the timeline. `data` is for the wholesaler: ids, figures and what a person or rail said. */
export async function insertEvent(
  tx: ServiceTx,
  withdrawal: { readonly id: string; readonly distributor_id: string },
  event: {
    readonly kind: EventKind;
    readonly by: 'distributor' | 'staff' | 'system';
    readonly actorId?: string | null;
    readonly detail?: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('withdrawals.event')
    .values({
      id: uuidv7(),
      withdrawal_id: withdrawal.id,
      distributor_id: withdrawal.distributor_id,
      kind: event.kind,
      by_kind: event.by,
      actor_id: event.actorId ?? null,
      data: JSON.stringify(event.detail == null ? {} : { detail: event.detail }),
    })
    .execute();
}

export interface DueWithdrawalRow extends WithdrawalRow {
  /** Questions asked before this one. */
  readonly asked: number;
  readonly is_overdue: boolean;
}

/** Takes those whose next step at a rail is due; rows that others hold just now are skipped. */
export async function leaseDue(tx: ServiceTx, limit: number, leaseSeconds: number): Promise<DueWithdrawalRow[]> {
  const { rows } = await sql<DueWithdrawalRow>`
    with due as (
      select w.id, w.tries as asked from withdrawals.withdrawal w
       where w.tenant_id = app.tenant_id() and w.next_try_at <= app.now() and w.state in ('submitted', 'unknown', 'paid')
       order by w.next_try_at limit ${limit} for no key update skip locked)
    update withdrawals.withdrawal w set tries = w.tries + 1, next_try_at = app.now() + make_interval(secs => ${leaseSeconds})
      from due where w.tenant_id = app.tenant_id() and w.id = due.id
    returning w.id, w.withdrawal_no, w.distributor_id, w.payee_id, w.client_ref, w.currency, w.amount, w.fee, w.tax_withheld, w.state, w.requested_by,
              w.checks_needed, w.approved_by, w.second_approved_by, w.account_id, w.submitted_by, w.provider_ref, w.tries,
              w.source, w.settlement_id, due.asked,
              w.submitted_at < app.now() - interval '30 minutes' as is_overdue`.execute(tx);
  return rows;
}

/** Approved ones that may leave without a person, oldest first. */
export async function listApprovedIds(tx: ServiceTx, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('withdrawals.withdrawal')
    .select('id')
    .where('state', '=', 'approved')
    .orderBy('created_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

export async function insertBankFile(
  tx: ServiceTx,
  file: {
    readonly id: string;
    readonly accountId: string;
    readonly fileNo: string;
    readonly lines: number;
    readonly total: bigint;
    readonly currency: string;
    readonly createdBy: string;
  },
): Promise<void> {
  await tx
    .insertInto('withdrawals.bank_file')
    .values({
      id: file.id,
      account_id: file.accountId,
      file_no: file.fileNo,
      lines: file.lines,
      total: file.total,
      currency: file.currency,
      created_by: file.createdBy,
    })
    .execute();
}
