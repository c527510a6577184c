import { dashboardInputSchema, dashboardSchema } from '@keyfall/contracts/dashboard-schemas';
import { readDashboard } from '@keyfall/core/reports';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** The first page of the back office. */
export const dashboardRouter = adminRouter({
  read: adminProcedure
    .meta({ permission: 'dashboard.read' })
    .input(dashboardInputSchema)
    .output(dashboardSchema)
    .query(({ ctx, input }) => readDashboard(ctx.use, input)),
});
