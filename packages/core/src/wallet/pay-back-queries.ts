import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/** A payout that ended like this has given the money back to the wallet. */
const CAME_BACK = sql`('failed', 'rejected', 'cancelled', 'returned')`;

const COLUMNS = [
  'id',
  'pay_back_no',
  'distributor_id',
  'top_up_id',
  'currency',
  'amount',
  'payee_id',
  'client_ref',
  'state',
  'requested_by',
  'checks_needed',
  'approved_by',
  'second_approved_by',
] as const;

export interface PayBackRow {
  readonly id: string;
  readonly pay_back_no: string;
  readonly distributor_id: string;
  readonly top_up_id: string;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly payee_id: string | null;
  readonly client_ref: string;
  readonly state: 'requested' | 'approved' | 'rejected' | 'cancelled';
  readonly requested_by: string;
  readonly checks_needed: number;
  readonly approved_by: string | null;
  readonly second_approved_by: string | null;
}

/** The pay-back a distributor asked for under this reference before. */
export async function findPayBackByRef(tx: ServiceTx, distributorId: string, clientRef: string) {
  return await tx
    .selectFrom('wallet.pay_back')
    .select(COLUMNS)
    .where('distributor_id', '=', distributorId)
    .where('client_ref', '=', clientRef)
    .$castTo<PayBackRow>()
    .executeTakeFirst();
}

/** Which top-up a pay-back is of: that is locked before it. */
export async function findTopUpOfPayBack(
  tx: ServiceTx,
  id: string,
  distributorId?: string,
): Promise<string | undefined> {
  let query = tx.selectFrom('wallet.pay_back').select('top_up_id').where('id', '=', id);
  if (distributorId !== undefined) query = query.where('distributor_id', '=', distributorId);
  return (await query.executeTakeFirst())?.top_up_id;
}

export async function lockPayBack(tx: ServiceTx, id: string): Promise<PayBackRow | undefined> {
  return await tx
    .selectFrom('wallet.pay_back')
    .select(COLUMNS)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .$castTo<PayBackRow>()
    .executeTakeFirst();
}

/** What is asked for of a locked top-up and nobody has decided whole, locked. */
export async function lockRequestedOf(tx: ServiceTx, topUpId: string): Promise<PayBackRow[]> {
  return await tx
    .selectFrom('wallet.pay_back')
    .select(COLUMNS)
    .where('top_up_id', '=', topUpId)
    .where('state', '=', 'requested')
    .orderBy('id')
    .forNoKeyUpdate()
    .$castTo<PayBackRow>()
    .execute();
}

/** Minor units of a locked top-up: `promised` is asked for, on its way or gone; `agreed` of it people have agreed to. */
export async function sumPayBacks(tx: ServiceTx, topUpId: string) {
  const { rows } = await sql<{ promised: bigint; agreed: bigint; bonus_taken: bigint }>`
    select coalesce(sum(p.amount), 0)::bigint as promised, coalesce(sum(p.amount) filter (where p.state = 'approved'), 0)::bigint as agreed,
           coalesce(sum(p.bonus) filter (where not p.bonus_given_again), 0)::bigint as bonus_taken
      from wallet.pay_back p
      left join withdrawals.withdrawal w on w.tenant_id = p.tenant_id and w.id = p.withdrawal_id
     where p.tenant_id = app.tenant_id() and p.top_up_id = ${topUpId} and p.state in ('requested', 'approved')
       and (w.state is null or w.state not in ${CAME_BACK})`.execute(tx);
  return rows[0] ?? { promised: 0n, agreed: 0n, bonus_taken: 0n };
}

export interface NewPayBack {
  readonly id: string;
  readonly payBackNo: string;
  readonly distributorId: string;
  readonly topUpId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly payeeId: string | null;
  readonly clientRef: string;
  readonly requestedBy: string;
  readonly checksNeeded: 1 | 2;
}

/** Writes a request; false when the reference was used before. */
export async function insertPayBack(tx: ServiceTx, given: NewPayBack): Promise<boolean> {
  const result = await tx
    .insertInto('wallet.pay_back')
    .values({
      id: given.id,
      pay_back_no: given.payBackNo,
      distributor_id: given.distributorId,
      top_up_id: given.topUpId,
      currency: given.currency,
      amount: given.amount,
      payee_id: given.payeeId,
      client_ref: given.clientRef,
      requested_by: given.requestedBy,
      checks_needed: given.checksNeeded,
      state: 'requested',
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'distributor_id', 'client_ref']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The first of two approvals. */
export async function writeFirstApproval(tx: ServiceTx, id: string, by: string): Promise<void> {
  await tx.updateTable('wallet.pay_back').set({ approved_by: by, approved_at: NOW }).where('id', '=', id).execute();
}

/** The last approval, and what it set on its way. */
export async function writeAgreed(
  tx: ServiceTx,
  row: PayBackRow,
  agreed: {
    readonly by: string;
    readonly bonus: bigint;
    readonly refundId: string | null;
    readonly withdrawalId: string | null;
  },
): Promise<void> {
  const { by, bonus, refundId, withdrawalId } = agreed;
  await tx
    .updateTable('wallet.pay_back')
    .set({
      state: 'approved',
      bonus,
      refund_id: refundId,
      withdrawal_id: withdrawalId,
      decided_at: NOW,
      ...(row.approved_by === null
        ? { approved_by: by, approved_at: NOW }
        : { second_approved_by: by, second_approved_at: NOW }),
    })
    .where('id', '=', row.id)
    .execute();
}

export async function endPayBack(
  tx: ServiceTx,
  id: string,
  end: { readonly state: 'rejected' | 'cancelled'; readonly by: string | null; readonly reason: string | null },
): Promise<void> {
  await tx
    .updateTable('wallet.pay_back')
    .set({
      state: end.state,
      rejected_by: end.state === 'rejected' ? end.by : null,
      reason: end.reason,
      decided_at: NOW,
    })
    .where('id', '=', id)
    .execute();
}

export interface BonusOwedRow {
  readonly id: string;
  readonly distributor_id: string;
  readonly currency: CurrencyCode;
  readonly bonus: bigint;
}

const BONUS_OWED = sql`
      from wallet.pay_back p
      join withdrawals.withdrawal w on w.tenant_id = p.tenant_id and w.id = p.withdrawal_id
     where p.tenant_id = app.tenant_id() and p.bonus > 0 and not p.bonus_given_again and w.state in ${CAME_BACK}`;

export interface BonusOwedTopUp {
  readonly top_up_id: string;
  readonly distributor_id: string;
  readonly currency: CurrencyCode;
}

/** Top-ups of which a pay-back's money came back from the bank while its bonus is gone. */
export async function listBonusOwed(tx: ServiceTx, limit: number): Promise<BonusOwedTopUp[]> {
  const { rows } =
    await sql<BonusOwedTopUp>`select distinct p.top_up_id, p.distributor_id, p.currency ${BONUS_OWED} limit ${limit}`.execute(
      tx,
    );
  return rows;
}

/**
 * The pay-backs of one top-up that are owed their bonus, locked. The wallet's balances are to be locked before; of these its hold
 * (2045) keeps more from coming back.
 */
export async function lockBonusOwedOf(tx: ServiceTx, topUpId: string): Promise<BonusOwedRow[]> {
  const { rows } = await sql<BonusOwedRow>`
    select p.id, p.distributor_id, p.currency, p.bonus ${BONUS_OWED} and p.top_up_id = ${topUpId}
     order by p.id for no key update of p`.execute(tx);
  return rows;
}

export async function markBonusGivenAgain(tx: ServiceTx, id: string): Promise<void> {
  await tx.updateTable('wallet.pay_back').set({ bonus_given_again: true }).where('id', '=', id).execute();
}
