import { NIL_UUID, type Page } from '@keyfall/contracts';
import type {
  StatementAccountDto,
  StatementDto,
  StatementEntryDto,
  StatementPartyDto,
  StatementPartyOptionDto,
  StatementPeriodDto,
} from '@keyfall/contracts/statement-schemas';
import type { ReadTx } from '@keyfall/db';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { accountSpecOf, onNormalSide } from '../ledger/index.ts';
import { balancePositionOf, pageOf } from '../page-cursor.ts';
import { reportedMoney } from '../reported-money.ts';
import {
  readHouseName,
  readOpening,
  readOwnName,
  readParties,
  readPartyName,
  readPeriodBounds,
  readStatementAccounts,
  readStatementEntries,
  type StatementAccountRow,
  type StatementEntryRow,
} from './statement-queries.ts';

const PARTIES_MAX = 5000;

export interface StatementEntriesInput {
  readonly period: StatementPeriodDto;
  readonly accountId: string;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** A distributor's own accounts over a period. */
export async function readOwnStatement(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly period: StatementPeriodDto },
): Promise<StatementDto> {
  const { distributorId } = ctx.principal;
  return await asDistributor(ctx, async (tx) =>
    presentStatement(tx, { ownerId: distributorId, name: await readOwnName(tx, distributorId) }, input.period),
  );
}

/** A page of the entries of one of a distributor's own accounts, oldest first. @throws DomainError cursor_invalid */
export async function listOwnStatementEntries(
  ctx: Ctx<DistributorPrincipal>,
  input: StatementEntriesInput,
): Promise<Page<StatementEntryDto>> {
  return await asDistributor(ctx, (tx) => presentEntries(tx, ctx.principal.distributorId, input));
}

/** A party's accounts over a period, for wholesaler staff. @throws DomainError not_found */
export async function readPartyStatement(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly period: StatementPeriodDto; readonly party: StatementPartyDto },
): Promise<StatementDto> {
  return await asStaff(ctx, async (tx) => presentStatement(tx, await findParty(tx, input.party), input.period));
}

/** A page of the entries of one of a party's accounts, oldest first. @throws DomainError not_found, cursor_invalid */
export async function listPartyStatementEntries(
  ctx: Ctx<StaffPrincipal>,
  input: StatementEntriesInput & { readonly party: StatementPartyDto },
): Promise<Page<StatementEntryDto>> {
  return await asStaff(ctx, async (tx) => presentEntries(tx, (await findParty(tx, input.party)).ownerId, input));
}

/** Everybody with accounts, for the choice of a party. */
export async function listParties(ctx: Ctx<StaffPrincipal>): Promise<readonly StatementPartyOptionDto[]> {
  return await asStaff(ctx, (tx) => readParties(tx, PARTIES_MAX));
}

/** The owner of a party's accounts and its name. @throws DomainError not_found */
export async function findParty(
  tx: ReadTx<'admin'>,
  party: StatementPartyDto,
): Promise<{ readonly ownerId: string; readonly name: string }> {
  if (party.kind === 'house') return { ownerId: NIL_UUID, name: await readHouseName(tx) };
  const name = await readPartyName(tx, party);
  if (name === undefined) throw new DomainError('not_found', { what: party.kind });
  return { ownerId: party.id, name };
}

async function presentStatement(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  party: { readonly ownerId: string; readonly name: string },
  period: StatementPeriodDto,
): Promise<StatementDto> {
  const bounds = await readPeriodBounds(tx, period);
  const rows = await readStatementAccounts(tx, party.ownerId, bounds);
  return {
    partyName: party.name,
    period,
    timezone: bounds.timezone,
    open: bounds.open,
    accounts: rows.map(presentAccount),
  };
}

function presentAccount(row: StatementAccountRow): StatementAccountDto {
  const { name, normalSide } = accountSpecOf(row.code);
  const amountOf = (minor: bigint): { amount: string; currency: string } => reportedMoney(minor, row.currency);
  const [increased, decreased] = normalSide === 'D' ? [row.debits, row.credits] : [row.credits, row.debits];
  const opening = onNormalSide(row.code, row.opening);
  return {
    accountId: row.id,
    code: row.code,
    name,
    currency: row.currency,
    opening: amountOf(opening),
    increased: amountOf(increased),
    decreased: amountOf(decreased),
    closing: amountOf(opening + increased - decreased),
    entries: row.entries,
  };
}

async function presentEntries(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  ownerId: string,
  input: StatementEntriesInput,
): Promise<Page<StatementEntryDto>> {
  const after = balancePositionOf(input.cursor);
  const bounds = await readPeriodBounds(tx, input.period);
  const account = { ownerId, accountId: input.accountId };
  const from = after ?? { balance: await readOpening(tx, account, bounds) };
  const rows = await readStatementEntries(tx, account, bounds, { from, limit: input.limit + 1 });
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [
    last.position,
    last.journal_id,
    last.line.toString(),
    last.balance.toString(),
  ]);
  return { items: page.map(presentEntry), nextCursor };
}

function presentEntry(row: StatementEntryRow): StatementEntryDto {
  return {
    journalId: row.journal_id,
    line: row.line,
    at: row.created_at.toISOString(),
    kind: row.kind,
    reference: row.reference,
    memo: row.memo,
    amount: reportedMoney(onNormalSide(row.code, row.amount), row.currency),
    balance: reportedMoney(onNormalSide(row.code, row.balance), row.currency),
  };
}
