import type { PayoutSource, WithdrawalId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { lockPayee } from './payee-queries.ts';
import { assertPayeeUsable } from './payees.ts';
import { readChecks, readParty } from './policy-queries.ts';
import { newNumber } from './withdrawal-number.ts';
import { insertEvent, insertWithdrawal } from './withdrawal-queries.ts';

export interface ApprovedPayout {
  readonly id: WithdrawalId;
  readonly distributorId: string;
  readonly payeeId: string;
  readonly source: PayoutSource;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly taxRate: string;
  readonly taxWithheld: bigint;
  readonly requestedBy: string;
  readonly requestedSide: 'distributor' | 'staff';
  readonly approvedBy: string;
  readonly secondApprovedBy: string | null;
  readonly settlementId: string | null;
}

/**
 * Writes a payout that people have agreed to elsewhere, without a fee: from here it goes the way of every approved withdrawal.
 * Moves nothing: the caller holds the money (2030, or 2045 for a wallet's) in the same transaction. Answers its number. Locks the payee.
 *
 * @throws DomainError not_found (payee), payee_not_verified, payee_cooling_off, withdrawal_nothing_left
 */
export async function sendApproved(tx: ServiceTx, tenantId: string, payout: ApprovedPayout): Promise<string> {
  await lockUsablePayee(tx, payout.payeeId, payout.distributorId);
  if (payout.taxWithheld >= payout.amount) throw new DomainError('withdrawal_nothing_left');
  const party = await readParty(tx, payout.distributorId);
  const withdrawalNo = newNumber('W');
  await insertWithdrawal(tx, {
    id: payout.id,
    withdrawalNo,
    distributorId: payout.distributorId,
    payeeId: payout.payeeId,
    clientRef: `agreed:${payout.id}`,
    currency: payout.currency,
    amount: payout.amount,
    fee: 0n,
    taxRate: payout.taxRate,
    taxWithheld: payout.taxWithheld,
    taxNumber: party?.tax_number ?? null,
    requestedBy: payout.requestedBy,
    checksNeeded: payout.secondApprovedBy === null ? 1 : 2,
    source: payout.source,
    settlementId: payout.settlementId,
    approvedBy: payout.approvedBy,
    secondApprovedBy: payout.secondApprovedBy,
  });
  const row = { id: payout.id, distributor_id: payout.distributorId };
  await insertEvent(tx, row, { kind: 'requested', by: payout.requestedSide, actorId: payout.requestedBy });
  const last = payout.secondApprovedBy ?? payout.approvedBy;
  await insertEvent(tx, row, { kind: 'approved', by: 'staff', actorId: last });
  await wakeWorker(tx, tenantId, 'payout.submit');
  return withdrawalNo;
}

/**
 * Locks a payee of this distributor that money may go to now.
 * @throws DomainError not_found, payee_not_verified, payee_cooling_off
 */
export async function lockUsablePayee(tx: ServiceTx, payeeId: string, distributorId: string): Promise<void> {
  const payee = await lockPayee(tx, payeeId, distributorId);
  if (payee === undefined || payee.state === 'removed') throw new DomainError('not_found', { what: 'payee' });
  assertPayeeUsable(payee);
}

/** How many people of the wholesaler agree to so much leaving; what is no income is never agreed to by rule. Minor units. */
export async function peopleNeeded(tx: ServiceTx, amount: bigint): Promise<1 | 2> {
  const { secondAbove } = await readChecks(tx);
  return secondAbove !== null && amount > secondAbove ? 2 : 1;
}
