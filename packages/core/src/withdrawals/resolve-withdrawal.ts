import type { WithdrawalId } from '@keyfall/contracts';
import { withRetry } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { readAccount } from './account-queries.ts';
import { takeFailed, takePaid, takeReturned, type Witness } from './apply-payout-report.ts';
import { assertWithdrawalMove } from './withdrawal.rules.ts';
import { lockWithdrawal } from './withdrawal-queries.ts';

/**
 * Writes down by the bank's own proof what became of a withdrawal: of a bank file's line, of one whose rail never answered,
 * or of money that a bank has sent back. Another person than who submitted it; where the system did, than who approved it.
 * What a rail can still report itself is not a person's to say.
 *
 * @throws DomainError not_found, withdrawal_state_conflict, second_person_required
 */
export async function resolveWithdrawal(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly withdrawalId: WithdrawalId;
    readonly outcome: 'paid' | 'failed' | 'returned';
    readonly bankReference: string;
    readonly reason?: string | null | undefined;
  },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const { outcome, bankReference } = input;
  const reason = input.reason ?? null;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const row = await lockWithdrawal(tx, input.withdrawalId);
      if (row === undefined) throw new DomainError('not_found', { what: 'withdrawal' });
      assertWithdrawalMove(row.state, outcome);
      assert(row.account_id !== null, 'a submitted withdrawal names no account');
      const account = await readAccount(tx, row.account_id);
      if (row.state === 'submitted' && account?.provider !== 'bank_file')
        throw new DomainError('withdrawal_state_conflict', { from: row.state, to: outcome });
      if (!mayResolve(row, loginId)) throw new DomainError('second_person_required');
      const witness: Witness = { loginId, bankReference, reason };
      const detail = reason ?? bankReference;
      if (outcome === 'paid') await takePaid(tx, tenantId, row, { cost: 0n, witness });
      else if (outcome === 'failed') await takeFailed(tx, tenantId, row, { detail, witness });
      else await takeReturned(tx, tenantId, row, { detail, witness });
      await recordAudit(tx, ctx, {
        action: 'withdrawals.resolve',
        subjectKind: 'withdrawal',
        subjectId: row.id,
        data: { outcome, bankReference, reason },
      });
    }),
  );
}

/** Whether this person is another than who sent the money, or who let the system send it. */
export function mayResolve(
  row: {
    readonly submitted_by: string | null;
    readonly requested_by: string;
    readonly approved_by: string | null;
    readonly second_approved_by: string | null;
  },
  loginId: string,
): boolean {
  if (row.requested_by === loginId) return false;
  if (row.submitted_by !== null) return row.submitted_by !== loginId;
  return row.approved_by !== loginId && row.second_approved_by !== loginId;
}
