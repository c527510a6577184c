import { collectorSchema, setCollectorSchema } from '@keyfall/contracts/collecting-schemas';
import { distributorIdSchema } from '@keyfall/contracts/id-schemas';
import { readCollector, setCollector } from '@keyfall/core/collecting';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** Which distributors collect their shops' money themselves. */
export const collectingRouter = adminRouter({
  get: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(z.strictObject({ distributorId: distributorIdSchema }))
    .output(collectorSchema)
    .query(({ ctx, input }) => readCollector(ctx.use, input)),
  set: adminProcedure
    .meta({ permission: 'payments.configure' })
    .input(setCollectorSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => setCollector(ctx.use, input)),
});
