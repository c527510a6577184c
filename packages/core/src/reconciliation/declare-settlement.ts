import type { BankAccountId, GatewayAccountId, SettlementId } from '@keyfall/contracts';
import { constraintOf, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { raiseAlert } from '../notifications/index.ts';
import { moneyOf } from '../orders/index.ts';
import { findSettlementOfLine, insertSettlement, readBillNets, readSettledBank } from './settlement-queries.ts';

export interface DeclareSettlementInput {
  readonly accountId: GatewayAccountId;
  readonly bankAccountId: BankAccountId;
  /** The bank's own id of the line on its statement. */
  readonly bankLine: string;
  /** `2026-11-21`, the day of that line. */
  readonly arrivedOn: string;
  /** What arrived, minor units of `currency`. */
  readonly received: bigint;
  readonly currency: string;
  /** The bills it pays; none for money that belongs to no bill, such as the rest of an earlier one. */
  readonly billIds: readonly string[];
}

/**
 * Declares that a provider's money stands on the bank's statement, and for which bills. Nothing is booked until another
 * person agrees; whoever may is alerted. The same line declared again with the same content is the settlement there is already.
 *
 * @throws DomainError not_found (account, bank account), currency_mismatch, bank_line_used, bill_unfit (of another account, not
 *   compared, or settled already)
 */
export async function declareSettlement(
  ctx: Ctx<StaffPrincipal>,
  input: DeclareSettlementInput,
): Promise<{ readonly settlementId: SettlementId }> {
  try {
    return await asService(ctx, (tx) => declare(tx, ctx, input));
  } catch (error) {
    const constraint = constraintOf(error);
    if (constraint === 'settlement_bill_once') throw new DomainError('bill_unfit', {}, { cause: error });
    if (constraint === 'settlement_bank_line') throw new DomainError('bank_line_used', {}, { cause: error });
    throw error;
  }
}

async function declare(
  tx: ServiceTx,
  ctx: Ctx<StaffPrincipal>,
  input: DeclareSettlementInput,
): Promise<{ readonly settlementId: SettlementId }> {
  const bank = await readSettledBank(tx, input);
  if (bank === undefined) throw new DomainError('not_found', { what: 'bank_account' });
  if (bank.currency !== input.currency)
    throw new DomainError('currency_mismatch', { expected: bank.currency, given: input.currency });
  const billIds = [...new Set(input.billIds)].toSorted();
  const earlier = await findSettlementOfLine(tx, input);
  if (earlier !== undefined) {
    const isSame =
      earlier.account_id === input.accountId &&
      earlier.received === input.received &&
      earlier.bill_ids.join() === billIds.join();
    if (!isSame) throw new DomainError('bank_line_used');
    return { settlementId: earlier.id as SettlementId };
  }
  const bills = await readBillNets(tx, { ...input, billIds });
  if (bills.length !== billIds.length) throw new DomainError('bill_unfit');
  const id = uuidv7();
  const expected = bills.reduce((sum, bill) => sum + bill.net, 0n);
  await insertSettlement(tx, { ...input, id, expected, declaredBy: ctx.principal.loginId }, bills);
  await raiseAlert(tx, {
    kind: 'reconciliation.settlement_declared',
    subject: id,
    params: { ...moneyOf(input.received, input.currency), asked_by: ctx.principal.loginId },
  });
  await recordAudit(tx, ctx, {
    action: 'reconciliation.declare_settlement',
    subjectKind: 'settlement',
    subjectId: id,
    data: {
      accountId: input.accountId,
      bankLine: input.bankLine,
      arrivedOn: input.arrivedOn,
      received: input.received.toString(),
      expected: expected.toString(),
      currency: input.currency,
      bills: bills.length,
    },
  });
  return { settlementId: id as SettlementId };
}
