import { decodeCursor, encodeCursor, isUuid, type GatewayAccountId, type Page } from '@keyfall/contracts';
import {
  RESOLUTION_KINDS,
  type BillDto,
  type TicketDto,
  type TicketKind,
} from '@keyfall/contracts/reconciliation-schemas';
import { formatMinor, isCurrencyCode } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { openGateway } from '../payments/index.ts';
import { namesOfLogins } from '../tenants/index.ts';
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
  const [createdAt, id] = positionOf(input.cursor);
  const before = createdAt === undefined || id === undefined ? undefined : { createdAt, id };
  const filter = { state: input.state, kind: input.kind, before, limit: input.limit + 1 };
  const rows = await asStaff(ctx, (tx) => readTickets(tx, filter));
  const page = rows.slice(0, input.limit);
  const people = [...new Set(page.flatMap((row) => row.resolved_by ?? []))];
  const names = await asService(ctx, (tx) => namesOfLogins(tx, people));
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => presentTicket(row, names)),
    nextCursor: last === undefined ? null : encodeCursor([last.position, last.id]),
  };
}

function presentTicket(row: TicketListRow, names: ReadonlyMap<string, string>): TicketDto {
  const moneyOf = (minor: bigint | null) => (minor === null ? null : moneyText(minor, row.currency));
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
  const [day, id] = positionOf(input.cursor);
  const before = day === undefined || id === undefined ? undefined : { day, id };
  const rows = await asStaff(ctx, (tx) => readBills(tx, { before, limit: input.limit + 1 }));
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    items: page.map(presentBill),
    nextCursor: last === undefined ? null : encodeCursor([last.bill_date, last.id]),
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
      gross: moneyText(BigInt(figures.gross), currency),
      refunded: moneyText(BigInt(figures.refunded), currency),
      fee: moneyText(BigInt(figures.fee), currency),
      net: moneyText(BigInt(figures.net), currency),
    })),
  };
}

/**
 * Compares a day now, at a person's wish, also one that was compared before.
 * @throws DomainError bill_day_open, bill_unavailable, gateway_not_configured
 */
export async function reconcileDayNow(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly accountId: GatewayAccountId; readonly day: string },
): Promise<ReconciledDay> {
  const { tenantId } = ctx.principal;
  const { gateway } = await openGateway(ctx.core, tenantId, input.accountId);
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

/** An amount; money in a currency we do not book in is told in minor units. */
function moneyText(minor: bigint, currency: string): { amount: string; currency: string } {
  return { amount: isCurrencyCode(currency) ? formatMinor(minor, currency) : minor.toString(), currency };
}

/** Moment (or day) and id of a cursor; nothing for the first page. @throws DomainError cursor_invalid */
export function positionOf(cursor: string | null | undefined): readonly [string?, string?] {
  if (cursor == null) return [];
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  if (at == null || id == null || !isUuid(id) || !/^[0-9:. +-]{10,40}$/.test(at))
    throw new DomainError('cursor_invalid');
  return [at, id];
}
