import type { ClosingState, DistributorId, Page } from '@keyfall/contracts';
import type { ClosingPlanDto, ClosingPreviewDto, SettlementDto } from '@keyfall/contracts/closing-schemas';
import type { CurrencyCode } from '@keyfall/money';
import { namesOfLogins } from '../access/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { isoOrNull, moneyOf, plainDecimal } from '../orders/index.ts';
import { pageOf, positionOf, type PageInput } from '../page-cursor.ts';
import { listOwnPayeesOf, readPayoutAccounts, readPolicy } from '../withdrawals/index.ts';
import { planClosing, type ClosingBalances, type ClosingPlan } from './closing.rules.ts';
import { findOpenSettlement, listSettlementRows } from './closing-read-queries.ts';
import { readStanding } from './hindrances.ts';

/** What is left of a distributor, what stands in the way, and what settling would do. Decides nothing. @throws not_found */
export async function previewSettlement(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly distributorId: DistributorId; readonly offsetsWallet: boolean },
): Promise<ClosingPreviewDto> {
  const { distributorId, offsetsWallet } = input;
  const seen = await asService(ctx, async (tx) => {
    const standing = await readStanding(tx, distributorId);
    const { taxRate } = await readPolicy(tx, distributorId);
    const openId = await findOpenSettlement(tx, distributorId);
    const payees = await listOwnPayeesOf(tx, distributorId);
    return { standing, taxRate, openId, payees };
  });
  const accounts = await readPayoutAccounts(ctx);
  const { standing, taxRate, openId, payees } = seen;
  const { left, party } = standing;
  return {
    hindrances: [...standing.hindrances],
    pending: moneyOf(left.pending, party.currency),
    pendingUntil: isoOrNull(left.pending_until),
    balances: presentBalances(left, party.currency),
    plan: presentPlan(planClosing(left, { offsetsWallet, taxRate }), party.currency),
    taxRate,
    isProposed: openId !== undefined,
    payees: payees.filter((payee) => payee.isUsable),
    accounts: accounts.filter((account) => account.currency === party.currency),
  };
}

/** Proposals to settle balances, newest first. @throws DomainError cursor_invalid */
export async function listSettlements(
  ctx: Ctx<StaffPrincipal>,
  input: PageInput & { readonly states?: readonly ClosingState[] | undefined },
): Promise<Page<SettlementDto>> {
  const { states, limit } = input;
  const before = positionOf(input.cursor);
  const rows = await asStaff(ctx, (tx) => listSettlementRows(tx, { states, before, limit: limit + 1 }));
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.id]);
  const people = page.flatMap((row) => [row.requested_by, row.decided_by]);
  const names = await namesOfLogins(ctx, people);
  return {
    items: page.map((row) => ({
      id: row.id,
      settlementNo: row.settlement_no,
      distributorId: row.distributor_id,
      distributorName: row.distributor_name,
      state: row.state,
      balances: presentBalances(row, row.currency),
      plan: presentPlan(planClosing(row, { offsetsWallet: row.offsets_wallet, taxRate: row.tax_rate }), row.currency),
      taxRate: plainDecimal(row.tax_rate),
      way: row.way,
      payee:
        row.holder === null || row.payee_kind === null || row.mask === null
          ? null
          : { holder: row.holder, kind: row.payee_kind, bankName: row.bank_name, mask: row.mask },
      accountName: row.account_name,
      bankReference: row.bank_reference,
      reason: row.reason,
      requestedBy: { id: row.requested_by, name: names.get(row.requested_by) ?? null },
      decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: names.get(row.decided_by) ?? null },
      isOwn: row.requested_by === ctx.principal.loginId,
      createdAt: row.created_at.toISOString(),
      decidedAt: isoOrNull(row.decided_at),
    })),
    nextCursor,
  };
}

function presentBalances(left: ClosingBalances, currency: string): ClosingPreviewDto['balances'] {
  return {
    available: moneyOf(left.available, currency),
    cash: moneyOf(left.cash, currency),
    bonus: moneyOf(left.bonus, currency),
    debt: moneyOf(left.debt, currency),
  };
}

function presentPlan(plan: ClosingPlan, currency: string): ClosingPlanDto {
  const of = (minor: bigint) => moneyOf(minor, currency as CurrencyCode);
  return {
    debtByIncome: of(plan.debtByIncome),
    debtByCash: of(plan.debtByCash),
    debtWrittenOff: of(plan.debtWrittenOff),
    creditByIncome: of(plan.creditByIncome),
    creditWrittenOff: of(plan.creditWrittenOff),
    bonusLapsed: of(plan.bonusLapsed),
    income: of(plan.income),
    cash: of(plan.cash),
    taxWithheld: of(plan.taxWithheld),
    net: of(plan.net),
  };
}
