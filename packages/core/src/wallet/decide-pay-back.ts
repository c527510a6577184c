import type { DistributorId, RefundId, WithdrawalId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { tellOwners } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { isEmptyJournal, lockBalances, postJournal, walletPayBackBonusJournal } from '../ledger/index.ts';
import { refundTopUp } from '../payments/index.ts';
import { sendApproved } from '../withdrawals/index.ts';
import { giveBonusAgain } from './give-bonus-again.ts';
import {
  endPayBack,
  lockBonusOwedOf,
  sumPayBacks,
  writeAgreed,
  writeFirstApproval,
  type PayBackRow,
} from './pay-back-queries.ts';
import { bonusOfPayBack } from './pay-back.rules.ts';
import { readWalletOwner, type TopUpRow } from './queries.ts';
import { lockRequested, releasePayBack } from './request-pay-back.ts';

/**
 * One person agrees that a wallet's cash goes back. Where two are needed the first only counts. The last sets it on its way: a
 * refund through the gateway that took the money, or an approved payout that a person submits. What is left of the bonus in
 * proportion goes with it. Locks: top-up, pay-back, payee, balances.
 *
 * @throws DomainError not_found, pay_back_state_conflict, second_person_required, distributor_frozen, debt_open,
 *   payee_not_verified, payee_cooling_off, refund_exceeds_paid
 */
export async function approvePayBack(ctx: Ctx<StaffPrincipal>, input: { readonly payBackId: string }): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const ids = { target: uuidv7(), journal: uuidv7(), bonus: uuidv7() };
  const way = await withRetry(() =>
    asService(ctx, async (tx) => {
      const { row, topUp } = await lockRequested(tx, input.payBackId, 'approved');
      if (row.requested_by === loginId || row.approved_by === loginId) throw new DomainError('second_person_required');
      const owner = await readWalletOwner(tx, row.distributor_id);
      if (owner?.status !== 'active') throw new DomainError('distributor_frozen');
      const isLast = row.checks_needed < 2 || row.approved_by !== null;
      await recordAudit(tx, ctx, {
        action: 'wallet.approve_pay_back',
        subjectKind: 'pay_back',
        subjectId: row.id,
        data: { amount: row.amount.toString(), currency: row.currency, isLast },
      });
      if (!isLast) {
        await writeFirstApproval(tx, row.id, loginId);
        return undefined;
      }
      return await setOnItsWay(tx, tenantId, { row, topUp, loginId, ids });
    }),
  );
  if (way !== undefined) ctx.core.ports.poke(tenantId, way);
}

/** Turns a request down: the money is the wallet's again, and the owners are told why. @throws DomainError not_found, pay_back_state_conflict */
export async function rejectPayBack(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly payBackId: string; readonly reason: string },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const { row } = await lockRequested(tx, input.payBackId, 'rejected');
      await endPayBack(tx, row.id, { state: 'rejected', by: loginId, reason: input.reason });
      await releasePayBack(tx, tenantId, row);
      await recordAudit(tx, ctx, {
        action: 'wallet.reject_pay_back',
        subjectKind: 'pay_back',
        subjectId: row.id,
        data: { reason: input.reason },
      });
      await tellOwners(tx, tenantId, row.distributor_id, {
        template: 'pay_back_refused',
        params: {
          payBackNo: row.pay_back_no,
          amount: formatMinor(row.amount, row.currency),
          currency: row.currency,
          reason: input.reason,
          path: '/wallet',
        },
        event: row.id,
      });
    }),
  );
}

interface Agreed {
  readonly row: PayBackRow;
  readonly topUp: TopUpRow;
  readonly loginId: string;
  /** `target` becomes the refund's or the payout's id. */
  readonly ids: { readonly target: string; readonly journal: string; readonly bonus: string };
}

async function setOnItsWay(
  tx: ServiceTx,
  tenantId: string,
  agreed: Agreed,
): Promise<'refund.submit' | 'payout.submit'> {
  const { row, topUp, loginId, ids } = agreed;
  const distributorId = row.distributor_id as DistributorId;
  const isByBank = topUp.method === 'bank';
  if (isByBank) await sendByBank(tx, tenantId, agreed);
  const locked = await lockFreeOfDebt(tx, tenantId, row);
  // What an earlier one took with it that came back is the wallet's again before this one takes its part.
  const bonusBalance = locked + (await giveBonusAgain(tx, tenantId, await lockBonusOwedOf(tx, topUp.id)));
  if (!isByBank) {
    await refundTopUp(tx, tenantId, {
      refundId: ids.target as RefundId,
      journalId: ids.journal,
      topUpId: topUp.id,
      distributorId,
      currency: row.currency,
      amount: row.amount,
      reference: row.pay_back_no,
      requestedBy: row.requested_by,
      approvedBy: loginId,
    });
  }
  const { agreed: before, bonus_taken: takenBefore } = await sumPayBacks(tx, topUp.id);
  const bonus = bonusOfPayBack({
    amount: topUp.amount,
    bonus: topUp.bonus,
    returned: before + row.amount,
    takenBefore,
    bonusBalance,
  });
  const journal = walletPayBackBonusJournal({
    payBackId: row.id,
    distributorId,
    currency: row.currency,
    bonus,
    direction: 'taken',
  });
  if (!isEmptyJournal(journal))
    await postJournal(tx, tenantId, journal, { journalId: ids.bonus, reference: row.pay_back_no });
  await writeAgreed(tx, row, {
    by: loginId,
    bonus,
    refundId: isByBank ? null : ids.target,
    withdrawalId: isByBank ? ids.target : null,
  });
  return isByBank ? 'payout.submit' : 'refund.submit';
}

async function sendByBank(tx: ServiceTx, tenantId: string, { row, loginId, ids }: Agreed): Promise<void> {
  assert(row.payee_id, 'a pay-back of a transfer names its payee');
  await sendApproved(tx, tenantId, {
    id: ids.target as WithdrawalId,
    distributorId: row.distributor_id,
    payeeId: row.payee_id,
    source: 'wallet',
    currency: row.currency,
    amount: row.amount,
    taxRate: '0',
    taxWithheld: 0n,
    requestedBy: row.requested_by,
    requestedSide: 'distributor',
    approvedBy: row.approved_by ?? loginId,
    secondApprovedBy: row.approved_by === null ? null : loginId,
    settlementId: null,
  });
}

/** Locks what may move and answers the bonus there is. While something is owed no money goes back. @throws debt_open */
async function lockFreeOfDebt(tx: ServiceTx, tenantId: string, row: PayBackRow): Promise<bigint> {
  const { currency } = row;
  const codes = ['1210', '2041', '2045'] as const;
  const locked = await lockBalances(
    tx,
    tenantId,
    currency,
    codes.map((code) => ({ code, ownerId: row.distributor_id })),
  );
  const balanceOf = (code: string): bigint => locked.find((one) => one.code === code)?.balance ?? 0n;
  const debt = balanceOf('1210');
  if (debt > 0n) throw new DomainError('debt_open', { debt: formatMinor(debt, currency), currency });
  return balanceOf('2041');
}
