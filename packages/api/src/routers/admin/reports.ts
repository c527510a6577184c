import {
  cashFlowInputSchema,
  cashFlowSchema,
  commissionAgingSchema,
  salesReportInputSchema,
  salesReportSchema,
  stockValueSchema,
} from '@keyfall/contracts/report-schemas';
import { readCashFlow, readCommissionAging, readSalesReport, readStockValue } from '@keyfall/core/reports';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** Reports; the same as files are downloads (`/downloads/report.csv`, `.xlsx`). */
export const reportsRouter = adminRouter({
  sales: adminProcedure
    .meta({ permission: 'reports.read' })
    .input(salesReportInputSchema)
    .output(salesReportSchema)
    .query(({ ctx, input }) => readSalesReport(ctx.use, input)),
  cashFlow: adminProcedure
    .meta({ permission: 'reports.read' })
    .input(cashFlowInputSchema)
    .output(cashFlowSchema)
    .query(({ ctx, input }) => readCashFlow(ctx.use, input)),
  commissionAging: adminProcedure
    .meta({ permission: 'reports.read' })
    .input(z.void())
    .output(commissionAgingSchema)
    .query(({ ctx }) => readCommissionAging(ctx.use)),
  stockValue: adminProcedure
    .meta({ permission: 'inventory.read_cost' })
    .input(z.void())
    .output(stockValueSchema)
    .query(({ ctx }) => readStockValue(ctx.use)),
});
