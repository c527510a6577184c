import { ownSalesInputSchema, ownSalesSchema } from '@keyfall/contracts/report-schemas';
import { readOwnSalesReport } from '@keyfall/core/reports';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** A distributor's own sales; the same as a file is a download (`/downloads/report.csv`, `.xlsx`). */
export const reportsRouter = portalRouter({
  sales: portalProcedure
    .meta({ permission: 'reports.read' })
    .input(ownSalesInputSchema)
    .output(ownSalesSchema)
    .query(({ ctx, input }) => readOwnSalesReport(ctx.use, input)),
});
