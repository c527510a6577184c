import type { BankAccountId, TenantId } from '@keyfall/contracts';
import { serviceTx, withRetry, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Core } from '../context.ts';
import { assert } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import {
  isEmptyJournal,
  postJournal,
  withdrawalCostJournal,
  withdrawalFailedJournal,
  withdrawalPaidJournal,
  withdrawalReturnedJournal,
} from '../ledger/index.ts';
import { closeAlert, raiseAlert } from '../notifications/index.ts';
import { lockForCredit, postingOf, tellOutcome } from './give-back.ts';
import type { PayoutReport } from './payout-rail.port.ts';
import { nextQuestionSeconds, nextReturnCheckSeconds } from './withdrawal.rules.ts';
import { insertEvent, lockWithdrawal, markInTransit, postpone, type WithdrawalRow } from './withdrawal-queries.ts';

/** Who says so, where it is not the rail itself. */
export interface Witness {
  readonly loginId: string;
  readonly bankReference: string;
  readonly reason: string | null;
}

/**
 * Writes down what became of a payout. Paid and failed are believed once; no answer changes nothing but the time of the next
 * question, after half an hour with an alert; a paid one may come back for days. Reports about others do nothing.
 * Locks: withdrawal, balances.
 */
export async function applyPayoutReport(
  core: Core,
  given: {
    readonly tenantId: TenantId;
    readonly requestId: string;
    readonly withdrawalId: string;
    readonly asked: number;
    readonly isOverdue: boolean;
    readonly report: PayoutReport;
  },
): Promise<void> {
  const { tenantId, report } = given;
  await withRetry(() =>
    serviceTx(core.db, { tenantId, requestId: given.requestId }, async (tx) => {
      const row = await lockWithdrawal(tx, given.withdrawalId);
      if (row === undefined) return;
      if (row.state === 'paid') {
        if (report.state === 'returned') await takeReturned(tx, tenantId, row, { detail: report.failure });
        else await postpone(tx, row.id, nextReturnCheckSeconds(given.asked));
        return;
      }
      if (row.state !== 'submitted' && row.state !== 'unknown') return;
      switch (report.state) {
        case 'paid':
          await takePaid(tx, tenantId, row, { providerRef: report.providerRef, cost: report.cost });
          break;
        case 'returned':
          await takePaid(tx, tenantId, row, { providerRef: report.providerRef, cost: report.cost });
          await takeReturned(tx, tenantId, row, { detail: report.failure });
          break;
        case 'failed':
          await takeFailed(tx, tenantId, row, { detail: report.failure, providerRef: report.providerRef });
          break;
        case 'pending':
        case 'unknown':
          await keepAsking(tx, tenantId, row, given);
          break;
      }
    }),
  );
}

async function keepAsking(
  tx: ServiceTx,
  tenantId: TenantId,
  row: WithdrawalRow,
  given: { readonly asked: number; readonly isOverdue: boolean; readonly report: PayoutReport },
): Promise<void> {
  const nextTrySeconds = nextQuestionSeconds(given.asked + 1);
  const isUnknown = given.report.state === 'unknown' || row.state === 'unknown';
  await markInTransit(tx, row.id, {
    state: isUnknown ? 'unknown' : 'submitted',
    nextTrySeconds,
    providerRef: given.report.state === 'pending' ? given.report.providerRef : undefined,
  });
  if (isUnknown && row.state !== 'unknown') await insertEvent(tx, row, { kind: 'unknown', by: 'system' });
  await wakeWorker(tx, tenantId, 'payout.submit', nextTrySeconds);
  if (given.isOverdue)
    await raiseAlert(tx, { kind: 'withdrawal.open', subject: row.id, params: { withdrawal_no: row.withdrawal_no } });
}

function paidBy(row: WithdrawalRow): BankAccountId {
  assert(row.account_id !== null, 'a submitted withdrawal names no account');
  return row.account_id as BankAccountId;
}

/** The money has arrived: our fee is income, withheld tax is owed, what the rail charged is a cost. */
export async function takePaid(
  tx: ServiceTx,
  tenantId: TenantId,
  row: WithdrawalRow,
  how: { readonly providerRef?: string | undefined; readonly cost: bigint; readonly witness?: Witness },
): Promise<void> {
  const posting = { ...postingOf(row), bankAccountId: paidBy(row) };
  for (const journal of [withdrawalPaidJournal(posting), withdrawalCostJournal({ ...posting, cost: how.cost })]) {
    if (!isEmptyJournal(journal))
      await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: row.withdrawal_no });
  }
  await markInTransit(tx, row.id, {
    state: 'paid',
    nextTrySeconds: how.witness === undefined ? nextReturnCheckSeconds(0) : null,
    providerRef: how.providerRef,
    errorCode: null,
    railCost: how.cost,
    restartsQuestions: true,
    ...witnessColumns(how.witness),
  });
  await insertEvent(tx, row, { kind: 'paid', ...byOf(how.witness) });
  await closeAlert(tx, 'withdrawal.open', row.id);
  await tellOutcome(tx, tenantId, row, 'paid', null);
}

/** Definitely not paid: available again, debt first. Locks balances. */
export async function takeFailed(
  tx: ServiceTx,
  tenantId: TenantId,
  row: WithdrawalRow,
  how: { readonly detail: string; readonly providerRef?: string | undefined; readonly witness?: Witness },
): Promise<void> {
  const debt = await lockForCredit(tx, tenantId, row);
  const journal = withdrawalFailedJournal({ ...postingOf(row), debt });
  await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: row.withdrawal_no });
  await markInTransit(tx, row.id, {
    state: 'failed',
    nextTrySeconds: null,
    providerRef: how.providerRef,
    errorCode: how.detail,
    ...witnessColumns(how.witness),
  });
  await insertEvent(tx, row, { kind: 'failed', ...byOf(how.witness, how.detail) });
  await closeAlert(tx, 'withdrawal.open', row.id);
  await tellOutcome(tx, tenantId, row, 'failed', how.witness?.reason ?? null);
}

/** The payee's bank has sent it back: fee and tax are undone, the whole is available again, debt first. Locks balances. */
export async function takeReturned(
  tx: ServiceTx,
  tenantId: TenantId,
  row: WithdrawalRow,
  how: { readonly detail: string; readonly witness?: Witness },
): Promise<void> {
  const debt = await lockForCredit(tx, tenantId, row);
  const journal = withdrawalReturnedJournal({ ...postingOf(row), bankAccountId: paidBy(row), debt });
  await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: row.withdrawal_no });
  await markInTransit(tx, row.id, {
    state: 'returned',
    nextTrySeconds: null,
    errorCode: how.detail,
    ...witnessColumns(how.witness),
  });
  await insertEvent(tx, row, { kind: 'returned', ...byOf(how.witness, how.detail) });
  await tellOutcome(tx, tenantId, row, 'returned', how.witness?.reason ?? null);
}

function witnessColumns(witness: Witness | undefined) {
  if (witness === undefined) return {};
  return { resolvedBy: witness.loginId, bankReference: witness.bankReference, reason: witness.reason };
}

function byOf(witness: Witness | undefined, detail?: string) {
  if (witness === undefined) return { by: 'system' as const, detail: detail ?? null };
  return { by: 'staff' as const, actorId: witness.loginId, detail: witness.bankReference };
}
