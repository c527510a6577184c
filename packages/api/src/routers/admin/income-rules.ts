import {
  incomeRulesSchema,
  marginCheckInputSchema,
  marginCheckSchema,
  rateCardInputSchema,
  saveIncomePolicyInputSchema,
  setSkuModelsInputSchema,
  skuModelListInputSchema,
  skuModelRowSchema,
} from '@keyfall/contracts/income-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  checkMargins,
  readIncomeRulesPage,
  readSkuModels,
  saveIncomePolicy,
  saveRateCard,
  setSkuModels,
  withdrawRateCard,
} from '@keyfall/core/pricing';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** How the chain earns: the model, the rates of the percentage model, and what they leave the wholesaler. */
export const incomeRulesRouter = adminRouter({
  get: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(z.void())
    .output(incomeRulesSchema)
    .query(({ ctx }) => readIncomeRulesPage(ctx.use)),
  savePolicy: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(saveIncomePolicyInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => saveIncomePolicy(ctx.use, input)),
  saveRates: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(rateCardInputSchema)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => saveRateCard(ctx.use, input)),
  withdrawRates: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(z.object({ cardId: z.uuid() }))
    .output(z.void())
    .mutation(({ ctx, input }) => withdrawRateCard(ctx.use, input.cardId)),
  skuModels: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(skuModelListInputSchema)
    .output(pageSchema(skuModelRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await readSkuModels(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  setSkuModels: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(setSkuModelsInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => setSkuModels(ctx.use, input)),
  checkMargins: adminProcedure
    .meta({ permission: 'inventory.read_cost' })
    .input(marginCheckInputSchema)
    .output(marginCheckSchema)
    .query(({ ctx, input }) => checkMargins(ctx.use, input)),
});
