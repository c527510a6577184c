import { portalAlertListInputSchema, portalAlertSchema } from '@keyfall/contracts/alert-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { countUnseenAlerts, listPortalAlerts, markAlertsSeen } from '@keyfall/core/notifications';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** What a distributor's people should look at. */
export const alertsRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'dashboard.read' })
    .input(portalAlertListInputSchema)
    .output(pageSchema(portalAlertSchema))
    .query(async ({ ctx, input }) => {
      const page = await listPortalAlerts(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  unseen: portalProcedure
    .meta({ permission: 'dashboard.read' })
    .input(z.void())
    .output(z.int())
    .query(({ ctx }) => countUnseenAlerts(ctx.use)),
  markSeen: portalProcedure
    .meta({ permission: 'dashboard.read' })
    .input(z.void())
    .output(z.void())
    .mutation(({ ctx }) => markAlertsSeen(ctx.use)),
});
