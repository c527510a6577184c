import { type Page, type TopUpState } from '@keyfall/contracts';
import type { CreditChangeDto, StaffTopUpDto, WalletRowDto, WalletRulesDto } from '@keyfall/contracts/wallet-schemas';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { moneyOf } from '../orders/index.ts';
import { codePositionOf, pageOf, positionOf } from '../page-cursor.ts';
import { presentBankAccount, presentRule, presentTopUp } from './present.ts';
import {
  listBankAccounts,
  listBonusRules,
  listCreditChanges,
  listTopUpRows,
  listWalletRows,
  readTenantCurrency,
} from './read-queries.ts';

interface PageInput {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

const CHANGES_SHOWN = 100;

/** The wallets of all distributors, by code. @throws DomainError cursor_invalid */
export async function listWallets(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly search?: string | undefined },
): Promise<Page<WalletRowDto>> {
  const after = codePositionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => listWalletRows(tx, { search: input.search, after, limit: input.limit + 1 }));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.code]);
  return {
    items: page.map((row) => ({
      distributorId: row.distributor_id,
      code: row.code,
      name: row.name,
      status: row.status,
      cash: moneyOf(row.cash, row.currency),
      bonus: moneyOf(row.bonus, row.currency),
      debt: moneyOf(row.debt, row.currency),
      creditLimit: moneyOf(row.credit_limit, row.currency),
      spendable: moneyOf(row.cash + row.bonus - row.floor, row.currency),
    })),
    nextCursor,
  };
}

/** Top-ups of all distributors, newest first. @throws DomainError cursor_invalid */
export async function listAllTopUps(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & {
    readonly states?: readonly TopUpState[] | undefined;
    readonly distributorId?: string | undefined;
  },
): Promise<Page<StaffTopUpDto>> {
  const { states, distributorId } = input;
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => listTopUpRows(tx, { states, distributorId, before, limit: input.limit + 1 }));
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  return {
    items: page.map((row) => ({
      ...presentTopUp(row),
      distributorId: row.distributor_id,
      distributorName: row.distributor_name,
      declaredSide: row.declared_side,
      isOwn: row.declared_by === ctx.principal.loginId,
    })),
    nextCursor,
  };
}

/** How a distributor's credit limit came about, newest first. */
export async function readCreditHistory(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly distributorId: string },
): Promise<readonly CreditChangeDto[]> {
  const rows = await asStaff(ctx, (tx) => listCreditChanges(tx, input.distributorId, CHANGES_SHOWN));
  return rows.map((row) => ({
    id: row.id,
    before: moneyOf(row.limit_before, row.currency),
    after: moneyOf(row.limit_after, row.currency),
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
  }));
}

/** What holds for all wallets: bonus rules and the bank accounts to pay into. */
export async function readWalletRules(ctx: Ctx<StaffPrincipal>): Promise<WalletRulesDto> {
  return await asStaff(ctx, async (tx) => {
    const [currency, rules, accounts] = await Promise.all([
      readTenantCurrency(tx),
      listBonusRules(tx),
      listBankAccounts(tx),
    ]);
    return {
      currency,
      bonusRules: rules.map((rule) => presentRule(rule, currency)),
      bankAccounts: accounts.map(presentBankAccount),
    };
  });
}
