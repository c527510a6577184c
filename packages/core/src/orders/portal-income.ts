import { type Locale, type Page } from '@keyfall/contracts';
import type { IncomeByChildDto, IncomeTotalsDto } from '@keyfall/contracts/order-schemas';
import type { IncomeExplanationDto, IncomeRowDto, IncomeState } from '@keyfall/contracts/portal-schemas';
import { lineAmount, parseCurrency, parseUnitPrice } from '@keyfall/money';
import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { linePositionOf, pageOf } from '../page-cursor.ts';
import {
  listClawbacks,
  listIncomeByChild,
  listIncomeRows,
  readOwnBalances,
  readOwnCurrency,
  type IncomeRow,
} from './portal-income-queries.ts';
import { presentShare } from './portal-orders.ts';
import { moneyOf } from './present.ts';

export interface IncomeListInput {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** A child's id, or `own`. */
  readonly child?: string | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/**
 * What the distributor earned, line by line, newest first: in its own shops and through its downline, of whom it learns the
 * child's name and nothing of the buyer. Read as the portal's role.
 *
 * @throws DomainError cursor_invalid
 */
export async function listIncome(ctx: Ctx<DistributorPrincipal>, input: IncomeListInput): Promise<Page<IncomeRowDto>> {
  const before = linePositionOf(input.cursor);
  const rows = await asDistributor(ctx, (tx) =>
    listIncomeRows(tx, ctx.principal.distributorId, {
      from: input.from === undefined ? undefined : new Date(input.from),
      until: input.until === undefined ? undefined : new Date(input.until),
      child: input.child,
      before,
      limit: input.limit + 1,
    }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.order_id, String(last.line)]);
  return {
    items: page.map((row) => presentIncome(row, ctx.locale)),
    nextCursor,
  };
}

/**
 * How one line's income came about: what the distributor receives and pays for it, or the percentage it earns, and what
 * became of that. Its own figures alone.
 *
 * @throws DomainError order_not_found (also where it earned nothing)
 */
export async function explainIncome(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly orderNo: string; readonly line: number },
): Promise<IncomeExplanationDto> {
  const { distributorId } = ctx.principal;
  const { row, clawbacks } = await asDistributor(ctx, async (tx) => {
    const [found] = await listIncomeRows(tx, distributorId, { ...input, limit: 1 });
    if (found === undefined) throw new DomainError('order_not_found');
    const wasClawed = (found.clawed ?? 0n) > 0n;
    const order = { orderNo: found.order_no, since: found.created_at };
    return { row: found, clawbacks: wasClawed ? await listClawbacks(tx, distributorId, order) : [] };
  });
  const currency = parseCurrency(row.currency);
  const whole = (unitPrice: string): bigint => lineAmount(row.quantity, parseUnitPrice(unitPrice), currency).minor;
  return {
    ...presentIncome(row, ctx.locale),
    receives: row.unit_cost === null ? null : moneyOf(whole(row.unit_price), currency),
    pays: row.unit_cost === null ? null : moneyOf(whole(row.unit_cost), currency),
    clawbacks: clawbacks.map(({ at, amount }) => ({ at: at.toISOString(), amount: moneyOf(amount, currency) })),
    net: moneyOf((row.earned ?? 0n) - (row.fee_borne ?? 0n) - (row.clawed ?? 0n), currency),
  };
}

/** What came through each child and by own sales, in a time. */
export async function readIncomeByChild(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly from?: string | undefined; readonly until?: string | undefined },
): Promise<IncomeByChildDto[]> {
  const rows = await asDistributor(ctx, (tx) =>
    listIncomeByChild(tx, ctx.principal.distributorId, {
      from: input.from === undefined ? undefined : new Date(input.from),
      until: input.until === undefined ? undefined : new Date(input.until),
    }),
  );
  return rows.map((row) => ({
    childId: row.child_id,
    childName: row.child_name,
    currency: row.currency,
    orders: row.orders,
    units: row.units,
    earned: moneyOf(row.earned, row.currency),
    held: moneyOf(row.held, row.currency),
    clawed: moneyOf(row.clawed, row.currency),
    net: moneyOf(row.net, row.currency),
  }));
}

/** Held, available and owed, one row per currency; the tenant's own currency always has one. */
export async function readIncomeTotals(ctx: Ctx<DistributorPrincipal>): Promise<IncomeTotalsDto[]> {
  return await asDistributor(ctx, async (tx) => {
    const [currency, balances] = await Promise.all([
      readOwnCurrency(tx),
      readOwnBalances(tx, ctx.principal.distributorId),
    ]);
    const rows = balances.some((row) => row.currency === currency)
      ? balances
      : [{ currency: currency as string, held: 0n, available: 0n, debt: 0n }, ...balances];
    return rows.map((row) => ({
      currency: row.currency,
      held: moneyOf(row.held, row.currency),
      available: moneyOf(row.available, row.currency),
      debt: moneyOf(row.debt, row.currency),
    }));
  });
}

function presentIncome(row: IncomeRow, locale: Locale): IncomeRowDto {
  const held = (row.earned ?? 0n) - (row.fee_borne ?? 0n) - row.clawed_pending - (row.released ?? 0n);
  const [product, sku] =
    locale === 'en' ? [row.product_name_en, row.sku_name_en] : [row.product_name_zh, row.sku_name_zh];
  return {
    orderNo: row.order_no,
    line: row.line,
    skuCode: row.sku_code ?? '',
    skuName: [product, sku].filter((name) => name !== null).join(' · '),
    quantity: row.quantity,
    viaChild: row.via_child,
    share: presentShare(row, row.currency),
    held: moneyOf(held, row.currency),
    state: stateOf(row, held),
    createdAt: row.created_at.toISOString(),
  };
}

function stateOf(row: IncomeRow, held: bigint): IncomeState {
  if (held > 0n) return 'held';
  const left = (row.earned ?? 0n) - (row.fee_borne ?? 0n) - (row.clawed ?? 0n);
  return left <= 0n && (row.clawed ?? 0n) > 0n ? 'taken_back' : 'available';
}
