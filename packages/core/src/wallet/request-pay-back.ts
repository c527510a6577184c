import type { DistributorId, PayeeId, TopUpId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { lockBalances, postJournal, walletPayBackCancelJournal, walletPayBackHoldJournal } from '../ledger/index.ts';
import { lockUsablePayee, newNumber, peopleNeeded } from '../withdrawals/index.ts';
import {
  endPayBack,
  findPayBackByRef,
  findTopUpOfPayBack,
  insertPayBack,
  lockPayBack,
  sumPayBacks,
  type PayBackRow,
} from './pay-back-queries.ts';
import { lockTopUp, readWalletOwner, type TopUpRow } from './queries.ts';

export interface PayBackRequest {
  /** The caller's reference: the same request again is the same pay-back. */
  readonly clientRef: string;
  /** Whose money goes back, and with it where to. */
  readonly topUpId: TopUpId;
  readonly amount: bigint;
  readonly currency: string;
  /** Whom the bank pays; for a top-up by transfer and only there. */
  readonly payeeId: PayeeId | null;
}

export interface RequestedPayBack {
  readonly payBackId: string;
  readonly payBackNo: string;
}

/**
 * Asks for a wallet's cash to go back to where one top-up came from: through its gateway, or by a bank to a verified payee. From
 * this commit on the money is held (2045), so of any number of requests and purchases that want the same money one comes
 * through. Never bonus, never credit, never more than the top-up brought less what went back of it. One or two people of the
 * wholesaler decide. Locks: top-up, payee, the wallet's balances. Minor units.
 *
 * @throws DomainError not_found (top-up, payee), distributor_frozen, currency_mismatch, top_up_state_conflict,
 *   payee_not_verified, payee_cooling_off, pay_back_exceeds_top_up, debt_open, insufficient_balance, idempotency_conflict
 */
export async function requestPayBack(ctx: Ctx<DistributorPrincipal>, input: PayBackRequest): Promise<RequestedPayBack> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  const ids = { payBack: uuidv7(), journal: uuidv7(), no: newNumber('B') };
  return await withRetry(() =>
    asService(ctx, async (tx): Promise<RequestedPayBack> => {
      const owner = await readWalletOwner(tx, distributorId);
      if (owner === undefined) throw new DomainError('not_found', { what: 'wallet' });
      if (owner.status !== 'active') throw new DomainError('distributor_frozen');
      const { currency } = owner;
      if (input.currency !== currency)
        throw new DomainError('currency_mismatch', { expected: currency, given: input.currency });
      const topUp = await lockOwnTopUp(tx, distributorId, input.topUpId);
      const earlier = await findPayBackByRef(tx, distributorId, input.clientRef);
      if (earlier !== undefined) return answerAgain(earlier, input);
      await assertFits(tx, topUp, input, distributorId);
      const isNew = await insertPayBack(tx, {
        id: ids.payBack,
        payBackNo: ids.no,
        distributorId,
        topUpId: topUp.id,
        currency,
        amount: input.amount,
        payeeId: input.payeeId,
        clientRef: input.clientRef,
        requestedBy: loginId,
        checksNeeded: await peopleNeeded(tx, input.amount),
      });
      // Of another top-up under the same reference, at the same moment.
      if (!isNew) throw new DomainError('idempotency_conflict');
      await recordAudit(tx, ctx, {
        action: 'wallet.request_pay_back',
        subjectKind: 'pay_back',
        subjectId: ids.payBack,
        data: { topUpId: topUp.id, amount: input.amount.toString(), currency },
      });
      await wakeWorker(tx, tenantId, 'wallet.watch');
      await assertCovered(tx, tenantId, distributorId, { amount: input.amount, currency });
      const hold = walletPayBackHoldJournal({ payBackId: ids.payBack, distributorId, currency, amount: input.amount });
      await postJournal(tx, tenantId, hold, { journalId: ids.journal, reference: ids.no });
      return { payBackId: ids.payBack, payBackNo: ids.no };
    }),
  );
}

/** The distributor takes its request back while nobody has decided it whole. @throws not_found, pay_back_state_conflict */
export async function cancelPayBack(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly payBackId: string },
): Promise<void> {
  const { tenantId, distributorId } = ctx.principal;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const { row } = await lockRequested(tx, input.payBackId, 'cancelled', distributorId);
      await endPayBack(tx, row.id, { state: 'cancelled', by: null, reason: null });
      await releasePayBack(tx, tenantId, row);
      await recordAudit(tx, ctx, { action: 'wallet.cancel_pay_back', subjectKind: 'pay_back', subjectId: row.id });
    }),
  );
}

/** Locks a request that waits for a decision, its top-up first. @throws DomainError not_found, pay_back_state_conflict */
export async function lockRequested(
  tx: ServiceTx,
  id: string,
  to: 'approved' | 'rejected' | 'cancelled',
  distributorId?: string,
): Promise<{ readonly row: PayBackRow; readonly topUp: TopUpRow }> {
  const topUpId = await findTopUpOfPayBack(tx, id, distributorId);
  const topUp = topUpId === undefined ? undefined : await lockTopUp(tx, topUpId);
  const row = topUp === undefined ? undefined : await lockPayBack(tx, id);
  if (topUp === undefined || row === undefined) throw new DomainError('not_found', { what: 'pay_back' });
  if (row.state !== 'requested') throw new DomainError('pay_back_state_conflict', { from: row.state, to });
  return { row, topUp };
}

/** Held money is the wallet's again. Locks its balances. */
export async function releasePayBack(tx: ServiceTx, tenantId: string, row: PayBackRow): Promise<void> {
  await wakeWorker(tx, tenantId, 'wallet.watch');
  const journal = walletPayBackCancelJournal({
    payBackId: row.id,
    distributorId: row.distributor_id as DistributorId,
    currency: row.currency,
    amount: row.amount,
  });
  await postJournal(tx, tenantId, journal, { journalId: uuidv7(), reference: row.pay_back_no });
}

async function lockOwnTopUp(tx: ServiceTx, distributorId: string, topUpId: string): Promise<TopUpRow> {
  const topUp = await lockTopUp(tx, topUpId);
  if (topUp === undefined || topUp.distributor_id !== distributorId)
    throw new DomainError('not_found', { what: 'top_up' });
  return topUp;
}

async function assertFits(
  tx: ServiceTx,
  topUp: TopUpRow,
  input: PayBackRequest,
  distributorId: DistributorId,
): Promise<void> {
  if (topUp.state !== 'confirmed' || topUp.reversed_at !== null)
    throw new DomainError('top_up_state_conflict', {
      from: topUp.reversed_at === null ? topUp.state : 'reversed',
      to: 'paid_back',
    });
  if ((topUp.method === 'bank') !== (input.payeeId !== null)) throw new DomainError('not_found', { what: 'payee' });
  if (input.payeeId !== null) await lockUsablePayee(tx, input.payeeId, distributorId);
  const { promised } = await sumPayBacks(tx, topUp.id);
  const left = topUp.amount - promised;
  if (input.amount > left) {
    const { currency } = topUp;
    throw new DomainError('pay_back_exceeds_top_up', { left: formatMinor(left, currency), currency });
  }
}

/** Locks what a request moves. @throws DomainError debt_open, insufficient_balance (credit is not cash) */
async function assertCovered(
  tx: ServiceTx,
  tenantId: string,
  ownerId: string,
  wanted: { readonly amount: bigint; readonly currency: TopUpRow['currency'] },
): Promise<void> {
  const { amount, currency } = wanted;
  const codes = ['1210', '2040', '2045'] as const;
  const locked = await lockBalances(
    tx,
    tenantId,
    currency,
    codes.map((code) => ({ code, ownerId })),
  );
  const balanceOf = (code: string): bigint => locked.find((row) => row.code === code)?.balance ?? 0n;
  const [debt, cash] = [balanceOf('1210'), balanceOf('2040')];
  if (debt > 0n) throw new DomainError('debt_open', { debt: formatMinor(debt, currency), currency });
  if (cash >= amount) return;
  const [needed, available] = [formatMinor(amount, currency), formatMinor(cash < 0n ? 0n : cash, currency)];
  throw new DomainError('insufficient_balance', { needed, available, currency });
}

function answerAgain(earlier: PayBackRow, input: PayBackRequest): RequestedPayBack {
  const isSame =
    earlier.top_up_id === input.topUpId && earlier.amount === input.amount && earlier.payee_id === input.payeeId;
  if (!isSame) throw new DomainError('idempotency_conflict');
  return { payBackId: earlier.id, payBackNo: earlier.pay_back_no };
}
