import type { WithdrawalId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal, type SystemPrincipal } from '../context.ts';
import { DomainError, isDomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { lockBalances, payoutOf, postJournal, withdrawalSubmitJournal } from '../ledger/index.ts';
import { readAccount } from './account-queries.ts';
import { assertMayLeave } from './decide-withdrawal.ts';
import { postingOf } from './give-back.ts';
import { assertWithdrawalMove } from './withdrawal.rules.ts';
import { newNumber } from './withdrawal-number.ts';
import {
  insertBankFile,
  insertEvent,
  lockWithdrawals,
  markSubmitted,
  type WithdrawalRow,
} from './withdrawal-queries.ts';

export interface Submission {
  readonly submitted: number;
  /** The file a bank is told by; null where a rail is called. */
  readonly fileId: string | null;
}

/**
 * Sends approved withdrawals on their way through one account: all of them or, where one may not leave, none. The money goes
 * into transit in this commit; a rail is called only afterwards, a bank gets one file. Locks: withdrawals, payees, balances.
 *
 * @throws DomainError not_found, withdrawal_state_conflict, withdrawal_own_request, payee_not_verified, distributor_frozen,
 *   payout_account_unusable
 */
export async function submitWithdrawals(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly withdrawalIds: readonly WithdrawalId[]; readonly accountId: string },
): Promise<Submission> {
  const { tenantId, loginId } = ctx.principal;
  const wanted = [...new Set<string>(input.withdrawalIds)];
  const fileId = uuidv7();
  const fileNo = newNumber('F');
  const done = await withRetry(() =>
    asService(ctx, async (tx) => {
      const account = await readAccount(tx, input.accountId);
      if (account === undefined) throw new DomainError('not_found', { what: 'payout_account' });
      const rows = await lockWithdrawals(tx, wanted);
      if (rows.length !== wanted.length) throw new DomainError('not_found', { what: 'withdrawal' });
      for (const row of rows) {
        assertWithdrawalMove(row.state, 'submitted');
        if (row.requested_by === loginId) throw new DomainError('withdrawal_own_request');
        if (!account.enabled || account.currency !== row.currency) throw new DomainError('payout_account_unusable');
        await assertMayLeave(tx, row);
      }
      const isByFile = account.provider === 'bank_file';
      if (isByFile) {
        await insertBankFile(tx, {
          id: fileId,
          accountId: account.id,
          fileNo,
          lines: rows.length,
          total: rows.reduce((sum, row) => sum + netOf(row), 0n),
          currency: account.currency,
          createdBy: loginId,
        });
      }
      await send(tx, tenantId, rows, { by: loginId, accountId: account.id, fileId: isByFile ? fileId : null });
      await recordAudit(tx, ctx, {
        action: 'withdrawals.submit',
        subjectKind: isByFile ? 'bank_file' : 'payout_account',
        subjectId: isByFile ? fileId : account.id,
        data: { withdrawals: rows.map((row) => row.id) },
      });
      return { submitted: rows.length, fileId: isByFile ? fileId : null };
    }),
  );
  if (done.fileId === null) ctx.core.ports.poke(tenantId, 'payout.submit');
  return done;
}

/** Sends one approved withdrawal by rule; false where it may not leave now. */
export async function submitByRule(
  ctx: Ctx<SystemPrincipal>,
  withdrawalId: string,
  accountId: string,
): Promise<boolean> {
  const { tenantId } = ctx.principal;
  try {
    return await withRetry(() =>
      asService(ctx, async (tx) => {
        const account = await readAccount(tx, accountId);
        const [row] = await lockWithdrawals(tx, [withdrawalId]);
        if (row?.state !== 'approved' || account?.currency !== row.currency || !account.enabled) return false;
        await assertMayLeave(tx, row);
        await send(tx, tenantId, [row], { by: null, accountId, fileId: null });
        return true;
      }),
    );
  } catch (error) {
    if (isDomainError(error, 'payee_not_verified') || isDomainError(error, 'distributor_frozen')) return false;
    throw error;
  }
}

export function netOf(row: WithdrawalRow): bigint {
  return payoutOf({ amount: row.amount, fee: row.fee, taxWithheld: row.tax_withheld });
}

async function send(
  tx: ServiceTx,
  tenantId: string,
  rows: readonly WithdrawalRow[],
  way: { readonly by: string | null; readonly accountId: string; readonly fileId: string | null },
): Promise<void> {
  for (const row of rows) {
    await markSubmitted(tx, row.id, way.by, way);
    await insertEvent(tx, row, { kind: 'submitted', by: way.by === null ? 'system' : 'staff', actorId: way.by });
  }
  const [first] = rows;
  if (first === undefined) return;
  // One call for all: journals of several owners would lock their holds in the order they are posted.
  await lockBalances(
    tx,
    tenantId,
    parseCurrency(first.currency),
    rows.map((row) => ({ code: row.source === 'wallet' ? '2045' : '2030', ownerId: row.distributor_id })),
  );
  for (const row of rows) {
    const journal = withdrawalSubmitJournal(postingOf(row));
    await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: row.withdrawal_no });
  }
  if (way.fileId === null) await wakeWorker(tx, tenantId, 'payout.submit');
}
