import {
  incomeByChildSchema,
  incomeFilterSchema,
  incomeListInputSchema,
  incomeTotalsSchema,
  incomeWeekSchema,
} from '@keyfall/contracts/order-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { incomeExplanationSchema, incomeLineInputSchema, incomeRowSchema } from '@keyfall/contracts/portal-schemas';
import { explainIncome, listIncome, readIncomeByChild, readIncomeTotals, readIncomeWeeks } from '@keyfall/core/orders';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** What a distributor earned, where from, and what it may have of it. */
export const incomeRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(incomeListInputSchema)
    .output(pageSchema(incomeRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listIncome(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  explain: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(incomeLineInputSchema)
    .output(incomeExplanationSchema)
    .query(({ ctx, input }) => explainIncome(ctx.use, input)),
  totals: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(z.void())
    .output(z.array(incomeTotalsSchema))
    .query(({ ctx }) => readIncomeTotals(ctx.use)),
  byChild: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(incomeFilterSchema.omit({ child: true }))
    .output(z.array(incomeByChildSchema))
    .query(({ ctx, input }) => readIncomeByChild(ctx.use, input)),
  weeks: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(z.void())
    .output(z.array(incomeWeekSchema))
    .query(({ ctx }) => readIncomeWeeks(ctx.use)),
});
