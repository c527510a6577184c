import type { GatewayAccountId, Page } from '@keyfall/contracts';
import {
  RESOLUTION_KINDS,
  type BillDto,
  type TicketDto,
  type TicketKind,
} from '@keyfall/contracts/reconciliation-schemas';
import { namesOfLogins } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { openGateway } from '../payments/index.ts';
import { reportedMoney } from '../reported-money.ts';
import { isDayOver } from './bill-queries.ts';
import { reconcileDay, type ReconciledDay } from './reconcile-day.ts';
import { fitsTicket } from './resolve-ticket.ts';
import { readBills, readTickets, type BillListRow, type TicketListRow } from './ticket-queries.ts';

interface PageInput {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** Differences, newest first. @throws DomainError cursor_invalid */
export async function listTickets(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly state?: 'open' | 'resolved' | undefined; readonly kind?: TicketKind | undefined },
): Promise<Page<TicketDto>> {
  const before = positionOf(input.cursor);
  const filter = { state: input.state, kind: input.kind, before, limit: input.limit + 1 };
  const rows = await asStaff(ctx, (tx) => readTickets(tx, filter));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  const people = page.map((row) => row.resolved_by);
  const names = await namesOfLogins(ctx, people);
  return {
    items: page.map((row) => presentTicket(row, names)),
    nextCursor,
  };
}

function presentTicket(row: TicketListRow, names: ReadonlyMap<string, string>): TicketDto {
  const moneyOf = (minor: bigint | null) => (minor === null ? null : reportedMoney(minor, row.currency));
  return {
    id: row.id,
    kind: row.kind,
    accountName: row.account_name,
    day: row.bill_date,
    subject: row.subject,
    orderNo: row.order_no,
    ours: moneyOf(row.ours),
    theirs: moneyOf(row.theirs),
    state: row.state,
    resolution: row.resolution,
    choices: row.state === 'open' ? RESOLUTION_KINDS.filter((choice) => fitsTicket(choice, row.kind)) : [],
    note: row.note,
    resolvedBy: row.resolved_by === null ? null : (names.get(row.resolved_by) ?? null),
    journalId: row.journal_id,
    createdAt: row.created_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

/** Days and their bills, latest first. @throws DomainError cursor_invalid */
export async function listBills(ctx: Ctx<StaffPrincipal>, input: PageInput): Promise<Page<BillDto>> {
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => readBills(tx, { before, limit: input.limit + 1 }));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.bill_date, last.id]);
  return {
    items: page.map(presentBill),
    nextCursor,
  };
}

function presentBill(row: BillListRow): BillDto {
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    day: row.bill_date,
    state: row.state,
    lines: row.lines,
    openTickets: row.open_tickets,
    nextTryAt: row.next_try_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
    totals: row.totals.map(({ currency, ...figures }) => ({
      gross: reportedMoney(BigInt(figures.gross), currency),
      refunded: reportedMoney(BigInt(figures.refunded), currency),
      fee: reportedMoney(BigInt(figures.fee), currency),
      net: reportedMoney(BigInt(figures.net), currency),
    })),
  };
}

/**
 * Compares a day now, at a person's wish, also one that was compared before.
 * @throws DomainError bill_day_open, bill_unavailable, gateway_not_configured, not_found (a distributor's own account: its bills
 *   are its own affair)
 */
export async function reconcileDayNow(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly accountId: GatewayAccountId; readonly day: string },
): Promise<ReconciledDay> {
  const { tenantId } = ctx.principal;
  const { gateway, collectorId } = await openGateway(ctx.core, tenantId, input.accountId);
  if (collectorId !== null) throw new DomainError('not_found', { what: 'gateway_account' });
  const { billUtcOffsetMinutes: utcOffsetMinutes } = gateway;
  const isOver = await asService(ctx, async (tx) => {
    const over = await isDayOver(tx, { day: input.day, utcOffsetMinutes });
    if (over) {
      const subject = { subjectKind: 'gateway_account', subjectId: input.accountId };
      await recordAudit(tx, ctx, { action: 'reconciliation.compare', ...subject, data: { day: input.day } });
    }
    return over;
  });
  if (!isOver) throw new DomainError('bill_day_open', { day: input.day });
  const result = await reconcileDay(ctx.core, { ...input, tenantId, requestId: ctx.requestId });
  if (result === null) throw new DomainError('bill_unavailable', { day: input.day });
  return result;
}
