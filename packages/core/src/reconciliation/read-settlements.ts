import type { Page } from '@keyfall/contracts';
import {
  SETTLED_BILLS_MAX,
  type ClearingDto,
  type SettlementDto,
  type SettlementState,
} from '@keyfall/contracts/reconciliation-schemas';
import { namesOfLogins } from '../access/index.ts';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { moneyOf } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { readClearing, readSettlements, type SettlementListRow } from './settlement-read-queries.ts';

/** What every provider owes by our books, and by its bills that no settlement names yet. */
export async function readUnsettled(ctx: Ctx<StaffPrincipal>): Promise<ClearingDto[]> {
  const rows = await asStaff(ctx, (tx) => readClearing(tx, SETTLED_BILLS_MAX));
  return rows.map((row) => ({
    accountId: row.account_id,
    accountName: row.account_name,
    clearing: moneyOf(row.clearing, row.currency),
    billed: moneyOf(row.billed, row.currency),
    declared: moneyOf(row.declared, row.currency),
    bills: row.bills.map((bill) => ({
      billId: bill.id,
      day: bill.day,
      net: moneyOf(BigInt(bill.net), row.currency),
      feeDifference: moneyOf(BigInt(bill.fee_difference), row.currency),
    })),
    openBills: row.open_bills,
  }));
}

/** Settlements, newest first. @throws DomainError cursor_invalid */
export async function listSettlements(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly cursor?: string | null | undefined;
    readonly limit: number;
    readonly state?: SettlementState | undefined;
  },
): Promise<Page<SettlementDto>> {
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => readSettlements(tx, { state: input.state, before, limit: input.limit + 1 }));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  const people = page.flatMap((row) => [row.declared_by, row.decided_by]);
  const names = await namesOfLogins(ctx, people);
  return {
    items: page.map((row) => presentSettlement(row, names, ctx.principal.loginId)),
    nextCursor,
  };
}

function presentSettlement(row: SettlementListRow, names: ReadonlyMap<string, string>, reader: string): SettlementDto {
  return {
    id: row.id,
    accountName: row.account_name,
    bank: row.bank,
    bankLine: row.bank_line,
    arrivedOn: row.arrived_on,
    expected: moneyOf(row.expected, row.currency),
    received: moneyOf(row.received, row.currency),
    feeDifference: moneyOf(row.fee_difference, row.currency),
    days: [...row.days],
    state: row.state,
    isOwn: row.declared_by === reader,
    declaredBy: names.get(row.declared_by) ?? null,
    decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? null),
    reason: row.reason,
    journalId: row.journal_id,
    createdAt: row.created_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
  };
}
