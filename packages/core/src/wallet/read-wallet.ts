import { can, type JournalKind, type Page, type WalletPurse } from '@keyfall/contracts';
import type { TopUpDto, WalletDto, WalletEntryDto } from '@keyfall/contracts/wallet-schemas';
import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { moneyOf } from '../orders/index.ts';
import { linePositionOf, pageOf, positionOf } from '../page-cursor.ts';
import { presentBankAccount, presentRule, presentTopUp } from './present.ts';
import {
  PURSE_CODES,
  listBankAccounts,
  listBonusRules,
  listOwnTopUps,
  listTopUpMethods,
  listWalletEntries,
  readTenantCurrency,
  readWalletRow,
  type WalletEntryRow,
} from './read-queries.ts';

interface PageInput {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** The distributor's own wallet: what it holds, how far it reaches, and how money may come in. */
export async function readWallet(ctx: Ctx<DistributorPrincipal>): Promise<WalletDto> {
  return await asDistributor(ctx, async (tx) => {
    const currency = await readTenantCurrency(tx);
    const [row, rules, methods, accounts] = await Promise.all([
      readWalletRow(tx, ctx.principal.distributorId),
      listBonusRules(tx),
      listTopUpMethods(tx, currency),
      listBankAccounts(tx),
    ]);
    assert(row, 'a session names a tenant that does not exist');
    const spendable = row.bonus + row.cash - row.floor;
    const maySeeIncome = can({ audience: 'portal', role: ctx.principal.role }, 'commissions.read');
    const of = (minor: bigint) => moneyOf(minor, currency);
    return {
      currency,
      cash: of(row.cash),
      bonus: of(row.bonus),
      hold: of(row.hold),
      creditLimit: of(row.credit_limit),
      spendable: of(spendable),
      lowMark: row.low_mark === null ? null : of(row.low_mark),
      isLow: row.low_mark !== null && spendable < row.low_mark,
      available: maySeeIncome ? of(row.available) : null,
      debt: maySeeIncome ? of(row.debt) : null,
      bonusRules: rules.map((rule) => presentRule(rule, currency)),
      methods,
      bankAccounts: accounts.filter((account) => account.enabled).map(presentBankAccount),
    };
  });
}

/** Movements of the own wallet, newest first, each with the balance it left. @throws DomainError cursor_invalid */
export async function listWalletStatement(
  ctx: Ctx<DistributorPrincipal>,
  input: PageInput & { readonly purse?: WalletPurse | undefined },
): Promise<Page<WalletEntryDto>> {
  const before = linePositionOf(input.cursor);
  const rows = await asDistributor(ctx, (tx) =>
    listWalletEntries(tx, ctx.principal.distributorId, { purse: input.purse, before, limit: input.limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.journal_id, String(last.line)]);
  return {
    items: page.map(presentEntry),
    nextCursor,
  };
}

/** The own top-ups, newest first, or one of them. @throws DomainError cursor_invalid */
export async function listTopUps(ctx: Ctx<DistributorPrincipal>, input: PageInput): Promise<Page<TopUpDto>> {
  const before = positionOf(input.cursor);
  const { distributorId } = ctx.principal;
  const rows = await asDistributor(ctx, (tx) => listOwnTopUps(tx, { distributorId, before, limit: input.limit + 1 }));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  return {
    items: page.map(presentTopUp),
    nextCursor,
  };
}

/** One of the own top-ups: what the page shows while the gateway is being asked. @throws DomainError not_found */
export async function readTopUp(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly topUpId: string },
): Promise<TopUpDto> {
  const { distributorId } = ctx.principal;
  const [row] = await asDistributor(ctx, (tx) => listOwnTopUps(tx, { distributorId, id: input.topUpId, limit: 1 }));
  if (row === undefined) throw new DomainError('not_found', { what: 'top_up' });
  return presentTopUp(row);
}

const PURSES: readonly WalletPurse[] = ['cash', 'bonus', 'hold'];

function presentEntry(row: WalletEntryRow): WalletEntryDto {
  const purse = PURSES.find((one) => PURSE_CODES[one] === row.account_code);
  assert(purse, 'a wallet entry of no wallet account');
  return {
    id: `${row.journal_id}:${row.line}`,
    purse,
    // The ledger takes a kind only from its templates.
    kind: row.kind as JournalKind,
    reference: row.reference,
    amount: moneyOf(row.amount, row.currency),
    balanceAfter: moneyOf(row.balance_after, row.currency),
    createdAt: row.created_at.toISOString(),
  };
}
