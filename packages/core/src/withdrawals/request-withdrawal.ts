import type { PayeeId, WithdrawalId } from '@keyfall/contracts';
import type { WithdrawalPreviewDto } from '@keyfall/contracts/withdrawal-schemas';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { formatMinor, parseCurrency, type CurrencyCode } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { lockBalances, postJournal, withdrawalRequestJournal } from '../ledger/index.ts';
import { moneyOf } from '../orders/index.ts';
import { listOwnPayeeRows, lockPayee } from './payee-queries.ts';
import { assertPayeeUsable, presentPayee } from './payees.ts';
import { readChecks, readParty, readPolicy, type Policy } from './policy-queries.ts';
import { checksNeeded, figuresOf, type Figures } from './withdrawal.rules.ts';
import { newNumber } from './withdrawal-number.ts';
import {
  findByClientRef,
  holdStill,
  insertEvent,
  insertWithdrawal,
  sumAsked,
  type WithdrawalRow,
} from './withdrawal-queries.ts';

export interface WithdrawalRequest {
  /** The caller's reference: the same request again answers with the same withdrawal. */
  readonly clientRef: string;
  readonly payeeId: PayeeId;
  readonly amount: bigint;
  readonly currency: string;
  /** The figures the person saw and signed. */
  readonly signed: Figures;
}

export interface RequestedWithdrawal {
  readonly withdrawalId: WithdrawalId;
  readonly withdrawalNo: string;
  readonly state: WithdrawalRow['state'];
}

/** What a request would cost and bring, as the person will sign it. Decides nothing. @throws as requestWithdrawal */
export async function previewWithdrawal(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly payeeId: PayeeId; readonly amount: bigint; readonly currency: string },
): Promise<WithdrawalPreviewDto> {
  const { distributorId, tenantId } = ctx.principal;
  return await asService(ctx, async (tx) => {
    const plan = await planRequest(tx, distributorId, input);
    const [payee] = await listOwnPayeeRows(tx, distributorId, input.payeeId);
    if (payee === undefined) throw new DomainError('not_found', { what: 'payee' });
    const currency = parseCurrency(plan.policy.currency);
    const available = await lockCovering(tx, tenantId, distributorId, { amount: input.amount, currency });
    return {
      amount: moneyOf(input.amount, currency),
      fee: moneyOf(plan.figures.fee, currency),
      taxWithheld: moneyOf(plan.figures.taxWithheld, currency),
      net: moneyOf(plan.figures.net, currency),
      taxRate: plan.policy.taxRate,
      payee: presentPayee(payee),
      available: moneyOf(available, currency),
      checksNeeded: plan.checks,
    };
  });
}

/**
 * Asks for money: from this commit on it is held and cannot be asked for again, so of any number of parallel requests of a
 * whole balance one comes through. The figures must still be those that were signed. Within the wholesaler's limit it is
 * approved by rule, else it waits for one or two people. Locks: the distributor's requests, payee, its balances.
 *
 * @throws DomainError not_found (payee), payee_not_verified, payee_cooling_off, distributor_frozen, debt_open,
 *   insufficient_available, withdrawal_below_minimum, withdrawal_limit, withdrawal_terms_changed, withdrawal_nothing_left,
 *   currency_mismatch, idempotency_conflict
 */
export async function requestWithdrawal(
  ctx: Ctx<DistributorPrincipal>,
  input: WithdrawalRequest,
): Promise<RequestedWithdrawal> {
  const { tenantId, distributorId, loginId } = ctx.principal;
  const ids = { withdrawal: uuidv7() as WithdrawalId, journal: uuidv7(), no: newNumber('W') };
  const made = await withRetry(() =>
    asService(ctx, async (tx): Promise<RequestedWithdrawal> => {
      await holdStill(tx, [distributorId]);
      const present = await findByClientRef(tx, distributorId, input.clientRef);
      if (present !== undefined) return answerAgain(present, input);
      const { policy, figures, checks, party } = await planRequest(tx, distributorId, input);
      if (!isSame(figures, input.signed)) throw new DomainError('withdrawal_terms_changed');
      const currency = parseCurrency(policy.currency);
      await lockCovering(tx, tenantId, distributorId, { amount: input.amount, currency });
      await insertWithdrawal(tx, {
        id: ids.withdrawal,
        withdrawalNo: ids.no,
        distributorId,
        payeeId: input.payeeId,
        clientRef: input.clientRef,
        currency,
        amount: input.amount,
        fee: figures.fee,
        taxRate: policy.taxRate,
        taxWithheld: figures.taxWithheld,
        taxNumber: party.tax_number,
        requestedBy: loginId,
        checksNeeded: checks,
        source: 'income',
      });
      const journal = withdrawalRequestJournal({
        withdrawalId: ids.withdrawal,
        distributorId,
        currency,
        amount: input.amount,
        source: 'income',
      });
      await postJournal(tx, tenantId, journal, { journalId: ids.journal, reference: ids.no });
      const row = { id: ids.withdrawal, distributor_id: distributorId };
      await insertEvent(tx, row, { kind: 'requested', by: 'distributor', actorId: loginId });
      if (checks === 0) {
        await insertEvent(tx, row, { kind: 'approved_by_rule', by: 'system' });
        await wakeWorker(tx, tenantId, 'payout.submit');
      }
      await recordAudit(tx, ctx, {
        action: 'withdrawals.request',
        subjectKind: 'withdrawal',
        subjectId: ids.withdrawal,
        data: {
          amount: input.amount.toString(),
          fee: figures.fee.toString(),
          taxWithheld: figures.taxWithheld.toString(),
          net: figures.net.toString(),
          currency,
          payeeId: input.payeeId,
          checksNeeded: checks,
        },
      });
      return { withdrawalId: ids.withdrawal, withdrawalNo: ids.no, state: checks === 0 ? 'approved' : 'requested' };
    }),
  );
  if (made.state === 'approved') ctx.core.ports.poke(tenantId, 'payout.submit');
  return made;
}

/** Standing, payee, limits and figures of a request. Locks the payee. */
async function planRequest(
  tx: ServiceTx,
  distributorId: string,
  input: { readonly payeeId: string; readonly amount: bigint; readonly currency: string },
) {
  const party = await readParty(tx, distributorId);
  if (party === undefined) throw new DomainError('unauthenticated');
  if (party.status !== 'active') throw new DomainError('distributor_frozen');
  const policy = await readPolicy(tx, distributorId);
  if (input.currency !== policy.currency)
    throw new DomainError('currency_mismatch', { expected: policy.currency, given: input.currency });
  const payee = await lockPayee(tx, input.payeeId, distributorId);
  if (payee === undefined || payee.state === 'removed') throw new DomainError('not_found', { what: 'payee' });
  assertPayeeUsable(payee);
  const asked = await sumAsked(tx, distributorId, policy.timezone);
  assertWithinLimits(input.amount, policy, asked);
  const figures = figuresOf(input.amount, policy);
  const checks = checksNeeded(input.amount, asked.today, await readChecks(tx));
  return { party, policy, figures, checks };
}

function assertWithinLimits(
  amount: bigint,
  policy: Policy,
  asked: { readonly today: bigint; readonly month: bigint },
): void {
  const currency = parseCurrency(policy.currency);
  if (amount < policy.minimum)
    throw new DomainError('withdrawal_below_minimum', { minimum: formatMinor(policy.minimum, currency), currency });
  const limits = [
    ['day', policy.dailyMax, asked.today],
    ['month', policy.monthlyMax, asked.month],
  ] as const;
  for (const [period, limit, before] of limits) {
    if (limit !== null && before + amount > limit)
      throw new DomainError('withdrawal_limit', { limit: formatMinor(limit, currency), currency, period });
  }
}

/** Locks what a request moves. Answers what is available. @throws DomainError debt_open, insufficient_available */
async function lockCovering(
  tx: ServiceTx,
  tenantId: string,
  distributorId: string,
  wanted: { readonly amount: bigint; readonly currency: CurrencyCode },
): Promise<bigint> {
  const { amount, currency } = wanted;
  const locked = await lockBalances(tx, tenantId, currency, [
    { code: '1210', ownerId: distributorId },
    { code: '2020', ownerId: distributorId },
    { code: '2030', ownerId: distributorId },
  ]);
  const balanceOf = (code: string): bigint => locked.find((row) => row.code === code)?.balance ?? 0n;
  const [available, debt] = [balanceOf('2020'), balanceOf('1210')];
  if (debt > 0n) throw new DomainError('debt_open', { debt: formatMinor(debt, currency), currency });
  if (available >= amount) return available;
  throw new DomainError('insufficient_available', {
    needed: formatMinor(amount, currency),
    available: formatMinor(available, currency),
    currency,
  });
}

function isSame(left: Figures, right: Figures): boolean {
  return left.fee === right.fee && left.taxWithheld === right.taxWithheld && left.net === right.net;
}

function answerAgain(present: WithdrawalRow, input: WithdrawalRequest): RequestedWithdrawal {
  const isSameRequest =
    present.payee_id === input.payeeId && present.amount === input.amount && present.currency === input.currency;
  if (!isSameRequest) throw new DomainError('idempotency_conflict');
  return {
    withdrawalId: present.id as WithdrawalId,
    withdrawalNo: present.withdrawal_no,
    state: present.state,
  };
}
