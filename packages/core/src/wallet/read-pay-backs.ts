import type { Page } from '@keyfall/contracts';
import type { PayBackDto, PayBackSourceDto, StaffPayBackDto } from '@keyfall/contracts/pay-back-schemas';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { moneyOf } from '../orders/index.ts';
import { pageOf, positionOf, type PageInput } from '../page-cursor.ts';
import {
  listOwnPayBackRows,
  listPayBackRows,
  listPayBackSourceRows,
  type PayBackListRow,
} from './pay-back-read-queries.ts';

const SOURCES_SHOWN = 50;

/** The own top-ups of which something may be paid back, newest first; at most fifty. */
export async function listPayBackSources(ctx: Ctx<DistributorPrincipal>): Promise<readonly PayBackSourceDto[]> {
  const { distributorId } = ctx.principal;
  const rows = await asDistributor(ctx, (tx) => listPayBackSourceRows(tx, distributorId, SOURCES_SHOWN));
  return rows.map((row) => ({
    topUpId: row.id,
    method: row.method,
    via: row.via,
    payerName: row.payer_name,
    amount: moneyOf(row.amount, row.currency),
    bonus: moneyOf(row.bonus, row.currency),
    remaining: moneyOf(row.remaining, row.currency),
    createdAt: row.created_at.toISOString(),
  }));
}

/** The own pay-backs, newest first. @throws DomainError cursor_invalid */
export async function listPayBacks(ctx: Ctx<DistributorPrincipal>, input: PageInput): Promise<Page<PayBackDto>> {
  const before = positionOf(input.cursor);
  const { distributorId } = ctx.principal;
  const rows = await asDistributor(ctx, (tx) =>
    listOwnPayBackRows(tx, { distributorId, before, limit: input.limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  return { items: page.map(present), nextCursor };
}

/** Pay-backs of all distributors, newest first, or those that wait for a decision. @throws DomainError cursor_invalid */
export async function listAllPayBacks(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly isWaiting?: boolean | undefined },
): Promise<Page<StaffPayBackDto>> {
  const before = positionOf(input.cursor);
  const { loginId } = ctx.principal;
  const rows = await asStaff(ctx, (tx) =>
    listPayBackRows(tx, { isWaiting: input.isWaiting, before, limit: input.limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  return {
    items: page.map((row) => ({
      ...present(row),
      distributorId: row.distributor_id,
      distributorName: row.distributor_name,
      payerName: row.payer_name,
      toppedUp: moneyOf(row.topped_up, row.currency),
      toppedUpAt: row.topped_up_at.toISOString(),
      checksNeeded: row.checks_needed,
      checksDone: (row.approved_by === null ? 0 : 1) + (row.second_approved_by === null ? 0 : 1),
      isOwn: row.requested_by === loginId || row.approved_by === loginId,
      withdrawalId: row.withdrawal_id,
    })),
    nextCursor,
  };
}

function present(row: PayBackListRow): PayBackDto {
  const { holder, payee_kind: kind, mask } = row;
  return {
    id: row.id,
    payBackNo: row.pay_back_no,
    state: row.state,
    amount: moneyOf(row.amount, row.currency),
    bonus: moneyOf(row.bonus, row.currency),
    method: row.method,
    via: row.via,
    payee: holder === null || kind === null || mask === null ? null : { holder, kind, bankName: row.bank_name, mask },
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
  };
}
