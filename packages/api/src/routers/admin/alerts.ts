import { alertListInputSchema, alertSchema } from '@keyfall/contracts/alert-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { closeAlertByHand, listAlerts } from '@keyfall/core/notifications';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** What the back office should look at. */
export const alertsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'dashboard.read' })
    .input(alertListInputSchema)
    .output(pageSchema(alertSchema))
    .query(async ({ ctx, input }) => {
      const page = await listAlerts(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  close: adminProcedure
    .meta({ permission: 'alerts.close' })
    .input(z.object({ alertId: z.uuid() }))
    .output(z.void())
    .mutation(({ ctx, input }) => closeAlertByHand(ctx.use, input)),
});
