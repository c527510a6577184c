import type { Locale } from '@keyfall/contracts';
import type { StatementPartyDto, StatementPeriodDto } from '@keyfall/contracts/statement-schemas';
import type { ReadTx } from '@keyfall/db';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { accountSpecOf, onNormalSide } from '../ledger/index.ts';
import { findParty } from './read-statement.ts';
import {
  readOwnName,
  readPeriodBounds,
  readStatementAccounts,
  readStatementEntries,
  type EntryPlace,
  type PeriodBounds,
  type StatementAccountRow,
  type StatementEntryRow,
} from './statement-queries.ts';
import type { StatementHead, StatementPart, StatementSection } from './statement.port.ts';

const PAGE_ENTRIES = 500;
/** A PDF is set page by page in this process; a CSV has no such bound. */
const PDF_ENTRIES_MAX = 20_000;

export type StatementFormat = 'csv' | 'pdf';

interface StatementFile {
  readonly name: string;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

interface FileRequest {
  readonly period: StatementPeriodDto;
  readonly format: StatementFormat;
  readonly locale: Locale;
}

/** Runs a read in a transaction of whoever asks; pages of a long file each have one of their own. */
type Read = <T>(work: (tx: ReadTx<'admin'> | ReadTx<'portal'>) => Promise<T>) => Promise<T>;

/**
 * A distributor's own statement as a file, written while it is downloaded.
 * @throws DomainError statement_too_long for a PDF of more than 20,000 entries (nothing is cut: the CSV holds any number)
 */
export async function writeOwnStatement(ctx: Ctx<DistributorPrincipal>, request: FileRequest): Promise<StatementFile> {
  const { distributorId } = ctx.principal;
  const name = await asDistributor(ctx, (tx) => readOwnName(tx, distributorId));
  return await writeFile(ctx, (work) => asDistributor(ctx, work), { ownerId: distributorId, name }, request);
}

/** A party's statement as a file, for wholesaler staff. @throws DomainError not_found, statement_too_long */
export async function writePartyStatement(
  ctx: Ctx<StaffPrincipal>,
  request: FileRequest & { readonly party: StatementPartyDto },
): Promise<StatementFile> {
  const party = await asStaff(ctx, (tx) => findParty(tx, request.party));
  return await writeFile(ctx, (work) => asStaff(ctx, work), party, request);
}

async function writeFile(
  ctx: Ctx,
  read: Read,
  party: { readonly ownerId: string; readonly name: string },
  { period, format, locale }: FileRequest,
): Promise<StatementFile> {
  const bounds = await read((tx) => readPeriodBounds(tx, period));
  const accounts = await read((tx) => readStatementAccounts(tx, party.ownerId, bounds));
  const entries = accounts.reduce((sum, account) => sum + account.entries, 0);
  if (format === 'pdf' && entries > PDF_ENTRIES_MAX) {
    throw new DomainError('statement_too_long', { entries, max: PDF_ENTRIES_MAX });
  }
  const head: StatementHead = { ...period, partyName: party.name, timezone: bounds.timezone, open: bounds.open };
  const parts = partsOf(read, party.ownerId, bounds, accounts);
  const writer = ctx.core.ports.statements;
  return { name: `statement-${period.from}-${period.until}.${format}`, pieces: writer[format](head, parts, locale) };
}

/** Balances are counted on from line to line, so that a file always adds up, whatever is posted meanwhile. */
async function* partsOf(
  read: Read,
  ownerId: string,
  bounds: PeriodBounds,
  accounts: readonly StatementAccountRow[],
): AsyncGenerator<StatementPart, void, undefined> {
  for (const account of accounts) {
    const { code, currency } = account;
    const section: StatementSection = {
      code,
      currency,
      name: accountSpecOf(code).name,
      opening: onNormalSide(code, account.opening),
    };
    yield { part: 'section', section };
    let closing = section.opening;
    let from: EntryPlace | { readonly balance: bigint } = { balance: account.opening };
    for (;;) {
      const page = { from, limit: PAGE_ENTRIES };
      const rows: readonly StatementEntryRow[] = await read((tx) =>
        readStatementEntries(tx, { ownerId, accountId: account.id }, bounds, page),
      );
      for (const row of rows) {
        closing = onNormalSide(code, row.balance);
        const { kind, reference, memo, created_at: at } = row;
        yield {
          part: 'line',
          section,
          line: { at, kind, reference, memo, amount: onNormalSide(code, row.amount), balance: closing },
        };
      }
      const last = rows.length < PAGE_ENTRIES ? undefined : rows.at(-1);
      if (last === undefined) break;
      from = { position: last.position, id: last.journal_id, line: last.line, balance: last.balance };
    }
    yield { part: 'end', section, closing };
  }
}
