import {
  explainPriceInputSchema,
  liftedLinkSchema,
  ownerInputSchema,
  priceExplanationSchema,
  priceGridInputSchema,
  priceGridSchema,
  priceImpactSchema,
  priceListRefSchema,
  priceListSchema,
  priceRuleRefSchema,
  priceRuleSchema,
  priceTargetsSchema,
  savePriceListSchema,
  savePriceRuleSchema,
  savePricesSchema,
} from '@keyfall/contracts/price-schemas';
import { pageInputSchema, pageSchema } from '@keyfall/contracts/schemas';
import {
  explainPrice,
  readLifted,
  readLists,
  readPriceGrid,
  readPriceTargets,
  readRules,
  removePriceList,
  removePriceRule,
  savePriceList,
  savePriceRule,
  savePrices,
} from '@keyfall/core/pricing';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** Price lists, rules and overrides of the house or of any distributor, with what a change of them does before it is made. */
export const priceListsRouter = adminRouter({
  targets: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(ownerInputSchema)
    .output(priceTargetsSchema)
    .query(({ ctx, input }) => readPriceTargets(ctx.use, input)),
  lists: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(ownerInputSchema)
    .output(z.object({ items: z.array(priceListSchema) }))
    .query(async ({ ctx, input }) => ({ items: [...(await readLists(ctx.use, input))] })),
  saveList: adminProcedure
    .meta({ permission: 'prices.write' })
    .input(savePriceListSchema)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => savePriceList(ctx.use, input)),
  removeList: adminProcedure
    .meta({ permission: 'prices.write' })
    .input(priceListRefSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => removePriceList(ctx.use, input)),
  rules: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(ownerInputSchema)
    .output(z.object({ items: z.array(priceRuleSchema) }))
    .query(async ({ ctx, input }) => ({ items: [...(await readRules(ctx.use, input))] })),
  saveRule: adminProcedure
    .meta({ permission: 'prices.write' })
    .input(savePriceRuleSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => savePriceRule(ctx.use, input)),
  removeRule: adminProcedure
    .meta({ permission: 'prices.write' })
    .input(priceRuleRefSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => removePriceRule(ctx.use, input)),
  grid: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(priceGridInputSchema)
    .output(priceGridSchema)
    .query(({ ctx, input }) => readPriceGrid(ctx.use, input)),
  savePrices: adminProcedure
    .meta({ permission: 'prices.write' })
    .input(savePricesSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => savePrices(ctx.use, input)),
  explain: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(explainPriceInputSchema)
    .output(priceExplanationSchema)
    .query(({ ctx, input }) => explainPrice(ctx.use, { ...input, at: input.at === null ? null : new Date(input.at) })),
  lifted: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(pageInputSchema)
    .output(pageSchema(liftedLinkSchema))
    .query(async ({ ctx, input }) => {
      const page = await readLifted(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
});
