import type { BankAccountId, GatewayAccountId, SettlementId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, isDomainError } from '../errors.ts';
import { postJournal, settlementJournal } from '../ledger/index.ts';
import { closeAlert } from '../notifications/index.ts';
import {
  bookFeesOfBills,
  bookSettlementRow,
  lockSettlement,
  openSettlementTicket,
  refuseSettlementRow,
  type SettlementRow,
} from './settlement-queries.ts';

/**
 * Another person finds the declared line on the bank's statement: the money moves from clearing to the bank (1010 against
 * 1020), with the fees by which the bills differ from what was booked (5020; the seller is not touched), and the tickets about
 * those fees end. More or less than the bills come to stays in clearing and becomes a ticket. Locks: settlement, tickets of
 * its bills.
 *
 * @throws DomainError not_found, second_person_required, settlement_state_conflict, bank_line_used (also by a top-up)
 */
export async function confirmSettlement(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly settlementId: SettlementId },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const ids = { journalId: uuidv7(), ticketId: uuidv7() };
  const work = withRetry(() =>
    asService(ctx, async (tx) => {
      const settlement = await lockDeclared(tx, input.settlementId, 'booked');
      if (settlement.declared_by === loginId) throw new DomainError('second_person_required');
      const { journalId } = ids;
      const feeDifference = await bookFeesOfBills(tx, settlement, { resolvedBy: loginId, journalId });
      await bookSettlementRow(tx, settlement.id, { by: loginId, journalId });
      await closeAlert(tx, 'reconciliation.settlement_declared', settlement.id);
      const isOff = settlement.received !== settlement.expected;
      if (isOff) await openSettlementTicket(tx, ids.ticketId, settlement);
      await recordAudit(tx, ctx, {
        action: 'reconciliation.confirm_settlement',
        subjectKind: 'settlement',
        subjectId: settlement.id,
        data: {
          bankLine: settlement.bank_line,
          received: settlement.received.toString(),
          expected: settlement.expected.toString(),
          feeDifference: feeDifference.toString(),
          currency: settlement.currency,
        },
      });
      const journal = settlementJournal({
        gatewayAccountId: settlement.account_id as GatewayAccountId,
        bankAccountId: settlement.bank_account_id as BankAccountId,
        bankLine: settlement.bank_line,
        currency: settlement.currency,
        net: settlement.received,
        feeDifference,
      });
      await postJournal(tx, tenantId, journal, { journalId, reference: settlement.bank_line });
    }),
  );
  try {
    await work;
  } catch (error) {
    if (isDomainError(error, 'journal_conflict')) throw new DomainError('bank_line_used', {}, { cause: error });
    throw error;
  }
}

/**
 * The declared line is not on the bank's statement, or not for these bills. Nothing was booked; bills and line are free again.
 * Whoever declared it may take it back.
 * @throws DomainError not_found, settlement_state_conflict
 */
export async function refuseSettlement(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly settlementId: SettlementId; readonly reason: string },
): Promise<void> {
  const { loginId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const settlement = await lockDeclared(tx, input.settlementId, 'refused');
    await refuseSettlementRow(tx, settlement.id, { by: loginId, reason: input.reason });
    await closeAlert(tx, 'reconciliation.settlement_declared', settlement.id);
    await recordAudit(tx, ctx, {
      action: 'reconciliation.refuse_settlement',
      subjectKind: 'settlement',
      subjectId: settlement.id,
      data: { bankLine: settlement.bank_line, received: settlement.received.toString(), reason: input.reason },
    });
  });
}

async function lockDeclared(
  tx: ServiceTx,
  settlementId: SettlementId,
  to: 'booked' | 'refused',
): Promise<SettlementRow> {
  const settlement = await lockSettlement(tx, settlementId);
  if (settlement === undefined) throw new DomainError('not_found', { what: 'settlement' });
  if (settlement.state !== 'declared')
    throw new DomainError('settlement_state_conflict', { from: settlement.state, to });
  return settlement;
}
