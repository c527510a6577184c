import { can, type Locale, type Page } from '@keyfall/contracts';
import type {
  CashEntryDto,
  CashFlowDto,
  CommissionAgingDto,
  OwnSalesDto,
  OwnSalesGroup,
  SalesGroup,
  SalesReportDto,
  StockValueDto,
} from '@keyfall/contracts/report-schemas';
import type { StatementPeriodDto } from '@keyfall/contracts/statement-schemas';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { assert } from '../errors.ts';
import { moneyOf } from '../orders/index.ts';
import { linePositionOf, pageOf } from '../page-cursor.ts';
import { readPeriodBounds } from '../statements/index.ts';
import { readTenantCurrency } from './dashboard-queries.ts';
import {
  readAging,
  readCash,
  readCashBefore,
  readCashEntries,
  readStock,
  type AgingRow,
  type CashRow,
} from './money-report-queries.ts';
import { planByValues, readUnhurried } from './pace-queries.ts';
import { readOwnSales, readSales, type SalesRow } from './sales-queries.ts';

const PACE_DAYS = 30n;
/** Rows of a report on a screen, which has no pages; its total counts all. */
const ROWS_SHOWN = 2000;
/** And in a file: more distributors or SKUs than any house has. */
export const ROWS_IN_FILE = 200_000;

/**
 * Sales and profit by day, hour, SKU, distributor or shop, of orders paid in the period. Whoever may not see costs sees
 * neither cost nor profit. By SKU the total is read by itself: an order of several counts once in it.
 */
export async function readSalesReport(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly period: StatementPeriodDto; readonly by: SalesGroup },
  shown = ROWS_SHOWN,
): Promise<SalesReportDto> {
  const maySeeCost = can({ audience: 'admin', role: ctx.principal.role }, 'inventory.read_cost');
  return await asStaff(ctx, async (tx) => {
    const [currency, bounds] = await Promise.all([
      readTenantCurrency(tx),
      readPeriodBounds(tx, input.period),
      readUnhurried(tx),
    ]);
    const { rows, isCut } = cutAt(shown, await readSales(tx, bounds, input.by, shown + 1));
    const all = isCut || input.by === 'sku' ? await readSales(tx, bounds, 'all', 1) : rows;
    const figures = (of: readonly SalesRow[]): SalesReportDto['total'] => {
      const [sales, commission, cost] = [sumOf(of, 'sales'), sumOf(of, 'commission'), sumOf(of, 'cost')];
      return {
        orders: of.reduce((sum, row) => sum + row.orders, 0),
        units: Number(sumOf(of, 'units')),
        sales: moneyOf(sales, currency),
        commission: moneyOf(commission, currency),
        cost: maySeeCost ? moneyOf(cost, currency) : null,
        profit: maySeeCost ? moneyOf(sales - commission - cost, currency) : null,
      };
    };
    const named = rows.map((row) => ({ key: row.key, label: labelOf(row, ctx.locale), ...figures([row]) }));
    return { currency, timezone: bounds.timezone, rows: named, total: figures(all), isCut };
  });
}

/** A distributor's own sales and its income on them. */
export async function readOwnSalesReport(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly period: StatementPeriodDto; readonly by: OwnSalesGroup },
  shown = ROWS_SHOWN,
): Promise<OwnSalesDto> {
  return await asDistributor(ctx, async (tx) => {
    const [bounds] = await Promise.all([readPeriodBounds(tx, input.period), planByValues(tx)]);
    const { currency } = await tx.selectFrom('tenancy.tenant').select('currency').executeTakeFirstOrThrow();
    const { rows, isCut } = cutAt(shown, await readOwnSales(tx, bounds, input.by, shown + 1));
    const all = isCut || input.by === 'sku' ? await readOwnSales(tx, bounds, 'all', 1) : rows;
    const figures = (of: typeof rows): OwnSalesDto['total'] => ({
      orders: of.reduce((sum, row) => sum + row.orders, 0),
      units: Number(sumOf(of, 'units')),
      sales: moneyOf(sumOf(of, 'sales'), currency),
      income: moneyOf(sumOf(of, 'income'), currency),
      charged: moneyOf(sumOf(of, 'charged'), currency),
    });
    const named = rows.map((row) => ({ key: row.key, label: labelOf(row, ctx.locale), ...figures([row]) }));
    return { currency, timezone: bounds.timezone, rows: named, total: figures(all), isCut };
  });
}

/** What came to gateways and banks and what left them, by day and by kind of movement. Sums are those of the ledger. */
export async function readCashFlow(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly period: StatementPeriodDto },
): Promise<CashFlowDto> {
  return await asStaff(ctx, async (tx) => {
    const [currency, bounds] = await Promise.all([
      readTenantCurrency(tx),
      readPeriodBounds(tx, input.period),
      readUnhurried(tx),
    ]);
    const opening = await readCashBefore(tx, currency, bounds);
    const rows = await readCash(tx, currency, bounds);
    const inAndOut = (of: readonly CashRow[]) => ({
      in: moneyOf(sumOf(of, 'came'), currency),
      out: moneyOf(sumOf(of, 'went'), currency),
    });
    return {
      currency,
      opening: moneyOf(opening, currency),
      closing: moneyOf(opening + sumOf(rows, 'came') - sumOf(rows, 'went'), currency),
      days: groupsOf(rows, (row) => row.day).map(([day, of]) => ({ day, ...inAndOut(of) })),
      kinds: groupsOf(rows, (row) => row.kind).map(([kind, of]) => ({
        kind,
        ...inAndOut(of),
        entries: of.reduce((sum, row) => sum + row.entries, 0),
      })),
    };
  });
}

/** The entries that one kind's figures of {@link readCashFlow} are made of, newest first. @throws DomainError cursor_invalid */
export async function listCashEntries(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly period: StatementPeriodDto;
    readonly kind: string;
    readonly cursor?: string | null | undefined;
    readonly limit: number;
  },
): Promise<Page<CashEntryDto>> {
  const { period, kind, limit } = input;
  const before = linePositionOf(input.cursor);
  return await asStaff(ctx, async (tx) => {
    const [currency, bounds] = await Promise.all([readTenantCurrency(tx), readPeriodBounds(tx, period)]);
    const rows = await readCashEntries(tx, currency, bounds, { kind, before, limit: limit + 1 });
    const { page, nextCursor } = pageOf(rows, limit, (last) => [last.position, last.journal_id, last.line.toString()]);
    return {
      items: page.map((row) => ({
        journalId: row.journal_id,
        line: row.line,
        at: row.created_at.toISOString(),
        reference: row.reference,
        place: row.place,
        amount: moneyOf(row.amount, currency),
      })),
      nextCursor,
    };
  });
}

const AGES = ['due', 'week', 'month', 'later', 'available', 'withdrawing', 'debt'] as const;

/** Who has earned what and when it can be had; the total counts everybody, the rows are those who have most. */
export async function readCommissionAging(ctx: Ctx<StaffPrincipal>, shown = ROWS_SHOWN): Promise<CommissionAgingDto> {
  return await asStaff(ctx, async (tx) => {
    const [currency] = await Promise.all([readTenantCurrency(tx), readUnhurried(tx)]);
    const [all, ...found] = await readAging(tx, currency, shown + 1);
    assert(all, 'a sum answers a row');
    const { rows, isCut } = cutAt(shown, found);
    const figures = (row: AgingRow): CommissionAgingDto['total'] => {
      const [due, week, month, later, available, withdrawing, debt] = AGES.map((age) => moneyOf(row[age], currency));
      return { due, week, month, later, available, withdrawing, debt } as CommissionAgingDto['total'];
    };
    return {
      currency,
      rows: rows.map((row) => ({ distributorId: row.distributor_id ?? '', name: row.name ?? '', ...figures(row) })),
      total: figures(all),
      isCut,
    };
  });
}

/** Unsold codes at what they cost, and how long they last; the total counts all, the rows are those worth most. */
export async function readStockValue(ctx: Ctx<StaffPrincipal>, shown = ROWS_SHOWN): Promise<StockValueDto> {
  return await asStaff(ctx, async (tx) => {
    const [currency] = await Promise.all([readTenantCurrency(tx), readUnhurried(tx)]);
    const { rows, isCut } = cutAt(shown, await readStock(tx, shown + 1));
    return {
      currency,
      rows: rows.map((row) => ({
        skuId: row.sku_id,
        code: row.code,
        label: labelOf({ ...row, key: row.code }, ctx.locale),
        units: Number(row.units),
        reserved: Number(row.reserved),
        value: moneyOf(row.value, currency),
        unknown: Number(row.unknown),
        firstExpiry: row.first_expiry?.toISOString() ?? null,
        daysLeft: row.sold === 0n ? null : Number((row.units * PACE_DAYS) / row.sold),
      })),
      total: { units: Number(rows[0]?.all_units ?? 0n), value: moneyOf(rows[0]?.all_value ?? 0n, currency) },
      isCut,
    };
  });
}

/** Of rows that were read with one more than are to be shown. */
function cutAt<Row>(shown: number, rows: readonly Row[]): { readonly rows: readonly Row[]; readonly isCut: boolean } {
  return { rows: rows.slice(0, shown), isCut: rows.length > shown };
}

type BigintField<Row> = { [Key in keyof Row]: Row[Key] extends bigint ? Key : never }[keyof Row];

function sumOf<Row>(rows: readonly Row[], field: BigintField<Row>): bigint {
  return rows.reduce((sum, row) => sum + (row[field] as bigint), 0n);
}

function groupsOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): readonly (readonly [string, readonly Row[]])[] {
  return [...Map.groupBy(rows, keyOf)];
}

function labelOf(
  row: { readonly key: string | null; readonly name_zh: string | null; readonly name_en: string | null },
  locale: Locale,
): string {
  return (locale === 'zh-CN' ? row.name_zh : row.name_en) ?? row.key ?? '';
}
