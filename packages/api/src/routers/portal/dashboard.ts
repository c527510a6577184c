import { portalDashboardSchema } from '@keyfall/contracts/portal-schemas';
import { readPortalDashboard } from '@keyfall/core/orders';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** The portal's first page. */
export const dashboardRouter = portalRouter({
  get: portalProcedure
    .meta({ permission: 'dashboard.read' })
    .input(z.void())
    .output(portalDashboardSchema)
    .query(({ ctx }) => readPortalDashboard(ctx.use)),
});
