import type { BankAccountDto, BonusRuleDto, TopUpDto } from '@keyfall/contracts/wallet-schemas';
import { isoOrNull, moneyOf, plainDecimal } from '../orders/index.ts';
import type { TopUpListRow } from './read-queries.ts';

export function presentRule(
  row: { readonly amount_from: bigint; readonly percent: string },
  currency: string,
): BonusRuleDto {
  return { amountFrom: moneyOf(row.amount_from, currency), percent: plainDecimal(row.percent) };
}

export function presentBankAccount(row: BankAccountDto): BankAccountDto {
  const { id, bank, holder, number, currency, enabled } = row;
  return { id, bank, holder, number, currency, enabled };
}

export function presentTopUp(row: TopUpListRow): TopUpDto {
  return {
    id: row.id,
    method: row.method,
    state: row.state,
    amount: moneyOf(row.amount, row.currency),
    bonus: moneyOf(row.bonus, row.currency),
    via: row.via,
    payerName: row.payer_name,
    note: row.note,
    bankLine: row.bank_line,
    reason: row.reason,
    reversedAt: isoOrNull(row.reversed_at),
    createdAt: row.created_at.toISOString(),
    decidedAt: isoOrNull(row.decided_at),
  };
}
