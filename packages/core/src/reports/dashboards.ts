import { can } from '@keyfall/contracts';
import type { AdminDashboardDto, AlertDto, PortalDashboardDto } from '@keyfall/contracts/dashboard-schemas';
import { asDistributor, asStaff, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { dataOf, moneyOf, titleOf } from '../orders/index.ts';
import { readIncomeByChild, readIncomeDays, readIncomeTotals } from './income-queries.ts';
import {
  readBestSkus,
  readMarginDays,
  readNeedsPerson,
  readOpenAlerts,
  readReportFrame,
  readSalesDays,
  readSalesHours,
  type BestSkuRow,
  type SalesDayRow,
} from './sales-queries.ts';

const ALERTS_SHOWN = 20;

/** The wholesaler's first page: sales and margin by day and hour, what sells, what waits for a person. */
export async function readAdminDashboard(ctx: Ctx<StaffPrincipal>): Promise<AdminDashboardDto> {
  const maySeeMargin = can({ audience: 'admin', role: ctx.principal.role }, 'inventory.read_cost');
  return await asStaff(ctx, async (tx) => {
    const frame = await readReportFrame(tx);
    const [days, margins, hours, best, alerts, needs] = await Promise.all([
      readSalesDays(tx, frame),
      readMarginDays(tx, frame),
      readSalesHours(tx),
      readBestSkus(tx, frame.currency),
      readOpenAlerts(tx, ALERTS_SHOWN),
      readNeedsPerson(tx, frame.currency),
    ]);
    const { currency } = frame;
    const marginOf = new Map(margins.map((row) => [row.day, row.margin]));
    const money = (minor: bigint) => moneyOf(minor, currency);
    const marginSum = (rows: readonly SalesDayRow[]) =>
      maySeeMargin ? money(rows.reduce((sum, row) => sum + (marginOf.get(row.day) ?? 0n), 0n)) : null;
    const figures = (rows: readonly SalesDayRow[]) => ({ ...figuresOf(rows, currency), margin: marginSum(rows) });
    return {
      ...frame,
      today: figures(days.slice(-1)),
      last7Days: figures(days.slice(-7)),
      last90Days: figures(days),
      days: days.map((row) => ({ ...dayOf(row, currency), margin: marginSum([row]) })),
      hours: hours.map((row) => ({ at: row.at.toISOString(), orders: row.orders })),
      bestSkus: best.map((row) => presentSku(row, currency, ctx)),
      alerts: alerts.map(presentAlert),
      needsPerson: {
        refundsRequested: { count: needs.requested, amount: money(needs.requested_amount) },
        refundsFailed: { count: needs.failed, amount: money(needs.failed_amount) },
        suspense: { count: needs.suspense, amount: money(needs.suspense_amount) },
        topUpsWaiting: needs.top_ups,
        ordersClosing: needs.closing,
      },
    };
  });
}

/** A distributor's first page: its own sales and income, what its downline earned it. Nothing of anybody above. */
export async function readPortalDashboard(ctx: Ctx<DistributorPrincipal>): Promise<PortalDashboardDto> {
  return await asDistributor(ctx, async (tx) => {
    const frame = await readReportFrame(tx);
    const [days, incomes, totals, best, children, alerts] = await Promise.all([
      readSalesDays(tx, frame),
      readIncomeDays(tx, frame),
      readIncomeTotals(tx),
      readBestSkus(tx, frame.currency),
      readIncomeByChild(tx, frame.currency),
      readOpenAlerts(tx, ALERTS_SHOWN),
    ]);
    const { currency } = frame;
    const incomeOf = new Map(incomes.map((row) => [row.day, row.income]));
    const incomeSum = (rows: readonly SalesDayRow[]) =>
      moneyOf(
        rows.reduce((sum, row) => sum + (incomeOf.get(row.day) ?? 0n), 0n),
        currency,
      );
    const figures = (rows: readonly SalesDayRow[]) => ({ ...figuresOf(rows, currency), income: incomeSum(rows) });
    const own = totals.find((row) => row.currency === currency);
    return {
      ...frame,
      today: figures(days.slice(-1)),
      last7Days: figures(days.slice(-7)),
      last90Days: figures(days),
      days: days.map((row) => ({ ...dayOf(row, currency), income: incomeSum([row]) })),
      bestSkus: best.map((row) => presentSku(row, currency, ctx)),
      income: {
        held: moneyOf(own?.held ?? 0n, currency),
        available: moneyOf(own?.available ?? 0n, currency),
        debt: moneyOf(own?.debt ?? 0n, currency),
      },
      downline: children.map((row) => ({
        distributorId: row.distributor_id,
        name: row.name,
        income: moneyOf(row.income, currency),
      })),
      alerts: alerts.map(presentAlert),
    };
  });
}

function figuresOf(rows: readonly SalesDayRow[], currency: string) {
  const sum = (of: (row: SalesDayRow) => bigint) => rows.reduce((total, row) => total + of(row), 0n);
  return {
    orders: rows.reduce((total, row) => total + row.orders, 0),
    units: rows.reduce((total, row) => total + row.units, 0),
    sales: moneyOf(
      sum((row) => row.sales),
      currency,
    ),
    refunded: moneyOf(
      sum((row) => row.refunded),
      currency,
    ),
  };
}

function dayOf(row: SalesDayRow, currency: string) {
  return { day: row.day, orders: row.orders, units: row.units, sales: moneyOf(row.sales, currency) };
}

function presentSku(row: BestSkuRow, currency: string, ctx: Ctx) {
  return { skuId: row.sku_id, name: titleOf(row, ctx.locale), units: row.units, sales: moneyOf(row.sales, currency) };
}

function presentAlert(row: {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly params: unknown;
  readonly created_at: Date;
}): AlertDto {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    params: dataOf(row.params),
    createdAt: row.created_at.toISOString(),
  };
}
