import { type Page } from '@keyfall/contracts';
import type { DebtRowDto, WriteOffDto, WriteOffState } from '@keyfall/contracts/debt-schemas';
import { namesOfLogins } from '../access/index.ts';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { isoOrNull, moneyOf } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { listDebtRows, listWriteOffRows } from './debt-queries.ts';

const DEBTS_SHOWN = 200;

/** Distributors that owe, the largest debt first; at most two hundred. */
export async function listDebts(ctx: Ctx<StaffPrincipal>): Promise<readonly DebtRowDto[]> {
  const rows = await asStaff(ctx, (tx) => listDebtRows(tx, DEBTS_SHOWN));
  return rows.map((row) => ({
    distributorId: row.distributor_id,
    distributorName: row.name,
    distributorCode: row.code,
    debt: moneyOf(row.debt, row.currency),
    pending: moneyOf(row.pending, row.currency),
    since: isoOrNull(row.since),
  }));
}

/** Proposals to give debt up, newest first. @throws DomainError cursor_invalid */
export async function listWriteOffs(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly states?: readonly WriteOffState[] | undefined;
    readonly cursor?: string | null | undefined;
    readonly limit: number;
  },
): Promise<Page<WriteOffDto>> {
  const { states, limit } = input;
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => listWriteOffRows(tx, { states, before, limit: limit + 1 }));
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.id]);
  const people = page.flatMap((row) => [row.requested_by, row.decided_by]);
  const names = await namesOfLogins(ctx, people);
  const person = (id: string) => ({ id, name: names.get(id) ?? null });
  return {
    items: page.map((row) => ({
      id: row.id,
      distributorId: row.distributor_id,
      distributorName: row.distributor_name,
      amount: moneyOf(row.amount, row.currency),
      reason: row.reason,
      state: row.state,
      requestedBy: person(row.requested_by),
      decidedBy: row.decided_by === null ? null : person(row.decided_by),
      isOwn: row.requested_by === ctx.principal.loginId,
      createdAt: row.created_at.toISOString(),
      decidedAt: isoOrNull(row.decided_at),
    })),
    nextCursor,
  };
}
