import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  cashEntriesInputSchema,
  cashEntrySchema,
  cashFlowInputSchema,
  cashFlowSchema,
  commissionAgingSchema,
  salesReportInputSchema,
  salesReportSchema,
  stockValueSchema,
} from '@keyfall/contracts/report-schemas';
import {
  listCashEntries,
  readCashFlow,
  readCommissionAging,
  readSalesReport,
  readStockValue,
} from '@keyfall/core/reports';
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
  cashEntries: adminProcedure
    .meta({ permission: 'reports.read' })
    .input(cashEntriesInputSchema)
    .output(pageSchema(cashEntrySchema))
    .query(async ({ ctx, input }) => {
      const page = await listCashEntries(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
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
