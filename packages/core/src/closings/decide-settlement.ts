import type { BankAccountId, DistributorId, WithdrawalId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { writeOffAgreed } from '../debts/index.ts';
import { DomainError, assert } from '../errors.ts';
import {
  closingBonusJournal,
  closingCreditJournal,
  closingOffsetJournal,
  closingPayoutJournal,
  isEmptyJournal,
  lockBalances,
  postJournal,
  withdrawalRequestJournal,
} from '../ledger/index.ts';
import { wakeWorker } from '../jobs/index.ts';
import { closeAlert } from '../notifications/index.ts';
import { sendApproved } from '../withdrawals/index.ts';
import {
  decideSettlement,
  findPartyOfSettlement,
  holdParty,
  lockSettlement,
  type SettlementRow,
} from './closing-queries.ts';
import { planClosing, type ClosingPlan } from './closing.rules.ts';
import { readStanding } from './hindrances.ts';

const CODES = ['1210', '2020', '2030', '2040', '2041', '2045'] as const;

/**
 * Agrees to what another person proposed about a distributor's balances. In this commit what it owes is repaid with what it has, the
 * rest of it is a loss of ours, bonus lapses, and what remains is booked as paid by hand or set on its way to the payee. Only while
 * everything is as it was proposed. Posted under the settlement's id, so it happens once. Locks: distributor, settlement, payee,
 * balances.
 *
 * @throws DomainError not_found, closing_state_conflict, second_person_required, closing_hindered, closing_balances_changed,
 *   payee_not_verified, payee_cooling_off, withdrawal_nothing_left
 */
export async function approveSettlement(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly settlementId: string },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const ids = { income: uuidv7(), cash: uuidv7() };
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const row = await lockOpen(tx, input.settlementId, 'approved');
      if (row.requested_by === loginId) throw new DomainError('second_person_required');
      const { hindrances } = await readStanding(tx, row.distributor_id);
      if (hindrances.some((one) => one !== 'nothing_left'))
        throw new DomainError('closing_hindered', { reasons: hindrances });
      const plan = planClosing(row, { offsetsWallet: row.offsets_wallet, taxRate: row.tax_rate });
      await payOut(tx, tenantId, { row, plan, loginId, ids });
      await lockUnchanged(tx, tenantId, row);
      await post(tx, tenantId, { row, plan, loginId, ids });
      await decideSettlement(tx, row.id, { state: 'approved', by: loginId });
      await closeAlert(tx, 'closing.proposed', row.id);
      await wakeWorker(tx, tenantId, 'wallet.watch');
      await recordAudit(tx, ctx, {
        action: 'closings.approve',
        subjectKind: 'distributor',
        subjectId: row.distributor_id,
        data: { settlementId: row.id, net: plan.net.toString(), currency: row.currency },
      });
    }),
  );
  ctx.core.ports.poke(tenantId, 'payout.submit');
}

/** Turns a proposal down; whoever made it may take it back. Nothing moves. @throws not_found, closing_state_conflict */
export async function rejectSettlement(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly settlementId: string },
): Promise<void> {
  await asService(ctx, async (tx) => {
    const row = await lockOpen(tx, input.settlementId, 'rejected');
    await decideSettlement(tx, row.id, { state: 'rejected', by: ctx.principal.loginId });
    await closeAlert(tx, 'closing.proposed', row.id);
    await recordAudit(tx, ctx, {
      action: 'closings.reject',
      subjectKind: 'distributor',
      subjectId: row.distributor_id,
      data: { settlementId: row.id },
    });
  });
}

async function lockOpen(tx: ServiceTx, id: string, to: 'approved' | 'rejected'): Promise<SettlementRow> {
  const distributorId = await findPartyOfSettlement(tx, id);
  if (distributorId !== undefined) await holdParty(tx, distributorId);
  const row = await lockSettlement(tx, id);
  if (row === undefined) throw new DomainError('not_found', { what: 'settlement' });
  if (row.state !== 'requested') throw new DomainError('closing_state_conflict', { from: row.state, to });
  return row;
}

interface Agreed {
  readonly row: SettlementRow;
  readonly plan: ClosingPlan;
  readonly loginId: string;
  /** Ids of the payouts: income and a wallet's cash go and come back apart. */
  readonly ids: { readonly income: string; readonly cash: string };
}

function partsOf({ plan, ids }: Agreed) {
  const parts = [
    { id: ids.income as WithdrawalId, source: 'income', amount: plan.income, taxWithheld: plan.taxWithheld },
    { id: ids.cash as WithdrawalId, source: 'wallet', amount: plan.cash, taxWithheld: 0n },
  ] as const;
  return parts.filter((part) => part.amount > 0n);
}

/** Writes the payouts to the payee; their money is held by `post`. */
async function payOut(tx: ServiceTx, tenantId: string, agreed: Agreed): Promise<void> {
  const { row, loginId } = agreed;
  if (row.way !== 'payee') return;
  assert(row.payee_id, 'a settlement by payout names its payee');
  for (const part of partsOf(agreed)) {
    await sendApproved(tx, tenantId, {
      ...part,
      distributorId: row.distributor_id,
      payeeId: row.payee_id,
      currency: parseCurrency(row.currency),
      taxRate: part.source === 'income' ? row.tax_rate : '0',
      requestedBy: row.requested_by,
      requestedSide: 'staff',
      approvedBy: loginId,
      secondApprovedBy: null,
      settlementId: row.id,
    });
  }
}

/** Locks everything that moves. @throws DomainError closing_balances_changed */
async function lockUnchanged(tx: ServiceTx, tenantId: string, row: SettlementRow): Promise<void> {
  const keys = CODES.map((code) => ({ code, ownerId: row.distributor_id }));
  const locked = await lockBalances(tx, tenantId, parseCurrency(row.currency), keys);
  const balanceOf = (code: string): bigint => locked.find((one) => one.code === code)?.balance ?? 0n;
  const isUnchanged =
    balanceOf('2020') === row.available &&
    balanceOf('2040') === row.cash &&
    balanceOf('2041') === row.bonus &&
    balanceOf('1210') === row.debt &&
    balanceOf('2030') === 0n &&
    balanceOf('2045') === 0n;
  if (!isUnchanged) throw new DomainError('closing_balances_changed');
}

async function post(tx: ServiceTx, tenantId: string, agreed: Agreed): Promise<void> {
  const { row, plan, loginId } = agreed;
  const currency = parseCurrency(row.currency);
  const head = { settlementId: row.id, distributorId: row.distributor_id as DistributorId, currency };
  const payments =
    row.way === 'by_hand'
      ? [closingPayoutJournal({ ...head, ...plan, bankAccountId: row.account_id as BankAccountId })]
      : partsOf(agreed).map(({ id, source, amount }) =>
          withdrawalRequestJournal({ withdrawalId: id, distributorId: head.distributorId, currency, amount, source }),
        );
  const journals = [
    closingOffsetJournal({ ...head, ...plan }),
    closingCreditJournal({ ...head, amount: plan.creditWrittenOff }),
    closingBonusJournal({ ...head, bonus: plan.bonusLapsed }),
    ...payments,
  ];
  for (const journal of journals) {
    if (!isEmptyJournal(journal))
      await postJournal(tx, tenantId, journal, {
        journalId: uuidv7(),
        reference: row.bank_reference ?? row.settlement_no,
      });
  }
  if (plan.debtWrittenOff > 0n) {
    await writeOffAgreed(tx, tenantId, {
      distributorId: head.distributorId,
      currency,
      amount: plan.debtWrittenOff,
      reason: row.reason,
      requestedBy: row.requested_by,
      approvedBy: loginId,
    });
  }
}
