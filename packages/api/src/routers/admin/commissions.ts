import { commissionAgingSchema } from '@keyfall/contracts/order-schemas';
import { readCommissionAging } from '@keyfall/core/orders';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** Income of distributors, as reports need it. */
export const commissionsRouter = adminRouter({
  aging: adminProcedure
    .meta({ permission: 'commissions.read' })
    .input(z.object({ distributorId: z.uuid().optional() }))
    .output(z.array(commissionAgingSchema))
    .query(({ ctx, input }) => readCommissionAging(ctx.use, input.distributorId)),
});
