import { Readable } from 'node:stream';
import type { OwnSalesGroup, SalesGroup } from '@keyfall/contracts/report-schemas';
import type { StatementPeriodDto } from '@keyfall/contracts/statement-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { writeCsv, writeWorkbook } from '../inventory/index.ts';
import {
  ROWS_IN_FILE,
  readCashFlow,
  readCommissionAging,
  readOwnSalesReport,
  readSalesReport,
  readStockValue,
} from './read-reports.ts';

export type ReportFormat = 'csv' | 'xlsx';

export interface ReportFile {
  readonly name: string;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

/** Which report, over which days. */
export type ReportRequest =
  | { readonly report: 'sales'; readonly period: StatementPeriodDto; readonly by: SalesGroup }
  | { readonly report: 'cash-flow'; readonly period: StatementPeriodDto }
  | { readonly report: 'commission-aging' | 'stock-value' };

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A report as a file, with all its rows, also those that a screen leaves out. That it was taken stands in the audit. */
export async function writeReport(
  ctx: Ctx<StaffPrincipal>,
  request: ReportRequest,
  format: ReportFormat,
): Promise<ReportFile> {
  const table = await tableOf(ctx, request);
  await recordTaken(ctx, request.report);
  return {
    name: `${request.report}.${format}`,
    pieces: piecesOf(request.report, table, format),
  };
}

/** A distributor's own sales as a file. */
export async function writeOwnReport(
  ctx: Ctx<DistributorPrincipal>,
  request: { readonly period: StatementPeriodDto; readonly by: OwnSalesGroup },
  format: ReportFormat,
): Promise<ReportFile> {
  const { rows } = await readOwnSalesReport(ctx, request, ROWS_IN_FILE);
  const table = {
    head: [request.by, 'name', 'orders', 'units', 'currency', 'sales', 'income', 'charged'],
    rows: rows.map((row) => [
      row.key ?? '',
      row.label,
      String(row.orders),
      String(row.units),
      row.sales.currency,
      row.sales.amount,
      row.income.amount,
      row.charged.amount,
    ]),
  };
  await recordTaken(ctx, 'sales');
  return { name: `sales.${format}`, pieces: piecesOf('sales', table, format) };
}

async function recordTaken(ctx: Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>, report: string): Promise<void> {
  await asService(ctx, (tx) => recordAudit(tx, ctx, { action: 'reports.export', data: { report } }));
}

async function tableOf(ctx: Ctx<StaffPrincipal>, request: ReportRequest): Promise<Table> {
  switch (request.report) {
    case 'sales': {
      const { rows } = await readSalesReport(ctx, request, ROWS_IN_FILE);
      return {
        head: [request.by, 'name', 'orders', 'units', 'currency', 'sales', 'commission', 'cost', 'profit'],
        rows: rows.map((row) => [
          row.key ?? '',
          row.label,
          String(row.orders),
          String(row.units),
          row.sales.currency,
          row.sales.amount,
          row.commission.amount,
          row.cost?.amount ?? '',
          row.profit?.amount ?? '',
        ]),
      };
    }
    case 'cash-flow': {
      const { days, currency } = await readCashFlow(ctx, request);
      return {
        head: ['day', 'currency', 'in', 'out'],
        rows: days.map((row) => [row.day, currency, row.in.amount, row.out.amount]),
      };
    }
    case 'commission-aging': {
      const { rows, currency } = await readCommissionAging(ctx, ROWS_IN_FILE);
      return {
        head: [
          'distributor',
          'currency',
          'due',
          'within_7_days',
          'within_30_days',
          'later',
          'available',
          'withdrawing',
          'debt',
        ],
        rows: rows.map(({ name, due, week, month, later, available, withdrawing, debt }) => [
          name,
          currency,
          ...[due, week, month, later, available, withdrawing, debt].map((money) => money.amount),
        ]),
      };
    }
    case 'stock-value': {
      const { rows, currency } = await readStockValue(ctx, ROWS_IN_FILE);
      return {
        head: [
          'sku',
          'name',
          'units',
          'reserved',
          'currency',
          'value',
          'units_without_cost',
          'first_expiry',
          'days_left',
        ],
        rows: rows.map((row) => [
          row.code,
          row.label,
          String(row.units),
          String(row.reserved),
          currency,
          row.value.amount,
          String(row.unknown),
          row.firstExpiry ?? '',
          row.daysLeft === null ? '' : String(row.daysLeft),
        ]),
      };
    }
  }
}

function piecesOf(name: string, { head, rows }: Table, format: ReportFormat): ReportFile['pieces'] {
  return format === 'csv' ? writeCsv(head, Readable.from(rows)) : writeWorkbook(name, head, [rows]);
}
