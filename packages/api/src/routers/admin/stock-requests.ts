import { pageSchema } from '@keyfall/contracts/schemas';
import {
  exportDownloadSchema,
  exportRequestInputSchema,
  exportRequestSchema,
  revealRequestInputSchema,
  revealRequestSchema,
  stockDecisionSchema,
  stockRequestIdSchema,
  stockRequestListInputSchema,
} from '@keyfall/contracts/stock-request-schemas';
import {
  assertMayDownload,
  cancelExport,
  decideExport,
  decideReveal,
  listExports,
  listRevealRequests,
  requestExport,
  requestReveal,
} from '@keyfall/core/stock';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** What two people decide around stock. The file of an export travels by the upload route, never through here. */
export const stockRequestsRouter = adminRouter({
  reveals: adminProcedure
    .meta({ permission: 'inventory.read' })
    .input(stockRequestListInputSchema)
    .output(pageSchema(revealRequestSchema))
    .query(async ({ ctx, input }) => {
      const page = await listRevealRequests(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  requestReveal: adminProcedure
    .meta({ permission: 'inventory.reveal' })
    .input(revealRequestInputSchema)
    .output(stockRequestIdSchema)
    .mutation(({ ctx, input }) => requestReveal(ctx.use, input)),
  decideReveal: adminProcedure
    .meta({ permission: 'inventory.reveal' })
    .input(stockDecisionSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => decideReveal(ctx.use, input)),
  exports: adminProcedure
    .meta({ permission: 'inventory.read' })
    .input(stockRequestListInputSchema)
    .output(pageSchema(exportRequestSchema))
    .query(async ({ ctx, input }) => {
      const page = await listExports(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  requestExport: adminProcedure
    .meta({ permission: 'inventory.export' })
    .input(exportRequestInputSchema)
    .output(stockRequestIdSchema)
    .mutation(({ ctx, input }) => requestExport(ctx.use, input)),
  decideExport: adminProcedure
    .meta({ permission: 'inventory.approve_export' })
    .input(stockDecisionSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => decideExport(ctx.use, input)),
  cancelExport: adminProcedure
    .meta({ permission: 'inventory.export' })
    .input(stockRequestIdSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelExport(ctx.use, input)),
  // Asked before the browser begins the download, so that a refusal and the second factor come up on the page.
  prepareExport: adminProcedure
    .meta({ permission: 'inventory.export' })
    .input(exportDownloadSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => assertMayDownload(ctx.use, input)),
});
