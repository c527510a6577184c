import { NIL_UUID, type Page } from '@keyfall/contracts';
import type { JournalDto, LedgerAccountDto, LedgerEntryDto, TrialBalanceDto } from '@keyfall/contracts/ledger-schemas';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { linePositionOf, namedPositionOf, pageOf } from '../page-cursor.ts';
import { reportedMoney } from '../reported-money.ts';
import { accountSpecOf, onNormalSide } from './chart.rules.ts';
import {
  readAccounts,
  readEntries,
  readJournalLines,
  readJournals,
  readTrialBalance,
  type AccountRow,
  type EntryRow,
  type JournalRow,
} from './read-queries.ts';

const ownerOf = (ownerId: string): string | null => (ownerId === NIL_UUID ? null : ownerId);

interface PageInput {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** The tenant's accounts by code, each with its balance at this moment. */
export async function listAccounts(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly code?: string | undefined; readonly ownerId?: string | undefined },
): Promise<Page<LedgerAccountDto>> {
  const after = namedPositionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) =>
    readAccounts(tx, { code: input.code, ownerId: input.ownerId, after, limit: input.limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.code, last.id]);
  return {
    items: page.map(presentAccount),
    nextCursor,
  };
}

function presentAccount(row: AccountRow): LedgerAccountDto {
  const { name, type, normalSide } = accountSpecOf(row.code);
  return {
    id: row.id,
    code: row.code,
    name,
    type,
    normalSide,
    ownerId: ownerOf(row.owner_id),
    ownerName: row.owner_name,
    balance: reportedMoney(onNormalSide(row.code, row.amount), row.currency),
  };
}

/** One account and a page of its entries, newest first. @throws DomainError not_found, cursor_invalid */
export async function listEntries(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly accountId: string },
): Promise<Page<LedgerEntryDto> & { readonly account: LedgerAccountDto }> {
  const before = linePositionOf(input.cursor);
  return await asStaff(ctx, async (tx) => {
    const [accounts, rows] = await Promise.all([
      readAccounts(tx, { accountId: input.accountId, limit: 1 }),
      readEntries(tx, input.accountId, { before, limit: input.limit + 1 }),
    ]);
    const [account] = accounts;
    if (account === undefined) throw new DomainError('not_found', { what: 'ledger_account' });
    const { page, nextCursor } = pageOf(rows, input.limit, (last) => [
      last.position,
      last.journal_id,
      String(last.line),
    ]);
    return {
      account: presentAccount(account),
      items: page.map((row) => presentEntry({ ...row, owner_name: account.owner_name })),
      nextCursor,
    };
  });
}

function presentEntry(row: EntryRow): LedgerEntryDto {
  return {
    journalId: row.journal_id,
    line: row.line,
    accountId: row.account_id,
    accountCode: row.account_code,
    accountName: accountSpecOf(row.account_code).name,
    ownerId: ownerOf(row.owner_id),
    ownerName: row.owner_name,
    debit: row.amount > 0n ? reportedMoney(row.amount, row.currency) : null,
    credit: row.amount < 0n ? reportedMoney(-row.amount, row.currency) : null,
    kind: row.kind,
    reference: row.reference,
    memo: row.memo,
    balanceAfter:
      row.balance_after === null
        ? null
        : reportedMoney(onNormalSide(row.account_code, row.balance_after), row.currency),
    at: row.created_at.toISOString(),
  };
}

/** One journal with its lines. @throws DomainError not_found */
export async function readJournal(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly journalId: string },
): Promise<JournalDto> {
  const [journal] = await journalsBy(ctx, { journalId: input.journalId });
  if (journal === undefined) throw new DomainError('not_found', { what: 'journal' });
  return journal;
}

/** What was posted for one order, oldest first. */
export async function readJournalsOfOrder(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly orderId: string },
): Promise<readonly JournalDto[]> {
  return await journalsBy(ctx, { orderId: input.orderId });
}

async function journalsBy(ctx: Ctx<StaffPrincipal>, by: Parameters<typeof readJournals>[1]): Promise<JournalDto[]> {
  return await asStaff(ctx, async (tx) => {
    const journals = await readJournals(tx, by);
    const lines = await readJournalLines(
      tx,
      journals.map((journal) => journal.id),
    );
    return journals.map((journal) => presentJournal(journal, lines));
  });
}

function presentJournal(journal: JournalRow, lines: readonly EntryRow[]): JournalDto {
  return {
    id: journal.id,
    idemKey: journal.idem_key,
    kind: journal.kind,
    currency: journal.currency,
    orderId: journal.order_id,
    orderNo: journal.order_no,
    reference: journal.reference,
    reverses: journal.reverses,
    effectiveAt: journal.effective_at.toISOString(),
    createdAt: journal.created_at.toISOString(),
    entries: lines.filter((line) => line.journal_id === journal.id).map(presentEntry),
  };
}

/** Every code's balance on the side it stands on, and per currency the two sums, which are equal. */
export async function readTrialBalanceSheet(ctx: Ctx<StaffPrincipal>): Promise<TrialBalanceDto> {
  const rows = await asStaff(ctx, readTrialBalance);
  const currencies = [...new Set(rows.map((row) => row.currency))];
  return {
    rows: rows.map((row) => {
      const { name, type } = accountSpecOf(row.code);
      return {
        code: row.code,
        name,
        type,
        accounts: row.accounts,
        debit: row.amount >= 0n ? reportedMoney(row.amount, row.currency) : null,
        credit: row.amount < 0n ? reportedMoney(-row.amount, row.currency) : null,
      };
    }),
    totals: currencies.map((currency) => {
      const own = rows.filter((row) => row.currency === currency);
      const debit = own.reduce((sum, row) => (row.amount > 0n ? sum + row.amount : sum), 0n);
      const credit = own.reduce((sum, row) => (row.amount < 0n ? sum - row.amount : sum), 0n);
      return {
        currency,
        debit: reportedMoney(debit, currency),
        credit: reportedMoney(credit, currency),
        balanced: debit === credit,
      };
    }),
  };
}
