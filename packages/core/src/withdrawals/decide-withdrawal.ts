import type { WithdrawalId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { endHold, tellOutcome } from './give-back.ts';
import { lockPayee } from './payee-queries.ts';
import { readChecks, readParty } from './policy-queries.ts';
import { assertWithdrawalMove } from './withdrawal.rules.ts';
import { endHeld, insertEvent, lockWithdrawal, writeApproval, type WithdrawalRow } from './withdrawal-queries.ts';

/**
 * One person's approval. Where two are needed the first only counts; the second must be another person, and neither may be
 * who asked. Nothing moves in the ledger.
 *
 * @throws DomainError not_found, withdrawal_state_conflict, withdrawal_own_request, second_person_required,
 *   payee_not_verified, distributor_frozen
 */
export async function approveWithdrawal(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly withdrawalId: WithdrawalId },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const isLast = await withRetry(() =>
    asService(ctx, async (tx) => {
      const row = await lock(tx, input.withdrawalId);
      assertWithdrawalMove(row.state, 'approved');
      if (row.requested_by === loginId) throw new DomainError('withdrawal_own_request');
      if (row.approved_by === loginId) throw new DomainError('second_person_required');
      await assertMayLeave(tx, row);
      const isSecond = row.approved_by !== null;
      const last = isSecond || row.checks_needed < 2;
      await writeApproval(tx, row.id, loginId, { isSecond, isLast: last });
      await insertEvent(tx, row, { kind: last ? 'approved' : 'approved_first', by: 'staff', actorId: loginId });
      await recordAudit(tx, ctx, {
        action: 'withdrawals.approve',
        subjectKind: 'withdrawal',
        subjectId: row.id,
        data: { amount: row.amount.toString(), currency: row.currency, isLast: last },
      });
      const { autoAccountId } = await readChecks(tx);
      if (last && autoAccountId !== null) await wakeWorker(tx, tenantId, 'payout.submit');
      return last;
    }),
  );
  if (isLast) ctx.core.ports.poke(tenantId, 'payout.submit');
}

/**
 * Turns a withdrawal down, also one that was approved: the money is available again, debt first, and the owners are told why.
 * @throws DomainError not_found, withdrawal_state_conflict
 */
export async function rejectWithdrawal(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly withdrawalId: WithdrawalId; readonly reason: string },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const row = await lock(tx, input.withdrawalId);
      assertWithdrawalMove(row.state, 'rejected');
      await endHeld(tx, row.id, { state: 'rejected', by: loginId, reason: input.reason });
      await endHold(tx, tenantId, row);
      await insertEvent(tx, row, { kind: 'rejected', by: 'staff', actorId: loginId, detail: input.reason });
      await tellOutcome(tx, tenantId, row, 'rejected', input.reason);
      await recordAudit(tx, ctx, {
        action: 'withdrawals.reject',
        subjectKind: 'withdrawal',
        subjectId: row.id,
        data: { reason: input.reason },
      });
    }),
  );
}

/** The distributor takes its request back, as long as nobody has approved it whole. @throws not_found, withdrawal_state_conflict */
export async function cancelWithdrawal(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly withdrawalId: WithdrawalId },
): Promise<void> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const row = await lock(tx, input.withdrawalId, distributorId);
      assertWithdrawalMove(row.state, 'cancelled');
      await endHeld(tx, row.id, { state: 'cancelled', by: loginId, reason: null });
      await endHold(tx, tenantId, row);
      await insertEvent(tx, row, { kind: 'cancelled', by: 'distributor', actorId: loginId });
      await recordAudit(tx, ctx, { action: 'withdrawals.cancel', subjectKind: 'withdrawal', subjectId: row.id });
    }),
  );
}

async function lock(tx: ServiceTx, id: string, distributorId?: string): Promise<WithdrawalRow> {
  const row = await lockWithdrawal(tx, id, distributorId);
  if (row === undefined) throw new DomainError('not_found', { what: 'withdrawal' });
  return row;
}

/** What must still hold before money leaves; what is settled leaves for a frozen or closed distributor too. @throws DomainError payee_not_verified, distributor_frozen */
export async function assertMayLeave(
  tx: ServiceTx,
  row: Pick<WithdrawalRow, 'payee_id' | 'distributor_id' | 'settlement_id'>,
): Promise<void> {
  const payee = await lockPayee(tx, row.payee_id);
  if (payee?.state !== 'verified') throw new DomainError('payee_not_verified');
  if (row.settlement_id !== null) return;
  const party = await readParty(tx, row.distributor_id);
  if (party?.status !== 'active') throw new DomainError('distributor_frozen');
}
