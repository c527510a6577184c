import { skuIdSchema } from '@keyfall/contracts/schemas';
import {
  liftedLinkSchema,
  ownCostExplanationSchema,
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
  explainOwnCost,
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
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

// An owner named here is not read: a distributor's people price for their own distributor only.

/** What a distributor asks of those directly below it, and why it pays what it pays itself. */
export const downlinePricesRouter = portalRouter({
  targets: portalProcedure
    .meta({ permission: 'downline.read' })
    .input(z.void())
    .output(priceTargetsSchema)
    .query(({ ctx }) => readPriceTargets(ctx.use, {})),
  lists: portalProcedure
    .meta({ permission: 'downline.read' })
    .input(z.void())
    .output(z.object({ items: z.array(priceListSchema) }))
    .query(async ({ ctx }) => ({ items: [...(await readLists(ctx.use, {}))] })),
  saveList: portalProcedure
    .meta({ permission: 'downline.write' })
    .input(savePriceListSchema)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => savePriceList(ctx.use, input)),
  removeList: portalProcedure
    .meta({ permission: 'downline.write' })
    .input(priceListRefSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => removePriceList(ctx.use, input)),
  rules: portalProcedure
    .meta({ permission: 'downline.read' })
    .input(z.void())
    .output(z.object({ items: z.array(priceRuleSchema) }))
    .query(async ({ ctx }) => ({ items: [...(await readRules(ctx.use, {}))] })),
  saveRule: portalProcedure
    .meta({ permission: 'downline.write' })
    .input(savePriceRuleSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => savePriceRule(ctx.use, input)),
  removeRule: portalProcedure
    .meta({ permission: 'downline.write' })
    .input(priceRuleRefSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => removePriceRule(ctx.use, input)),
  grid: portalProcedure
    .meta({ permission: 'downline.read' })
    .input(priceGridInputSchema)
    .output(priceGridSchema)
    .query(({ ctx, input }) => readPriceGrid(ctx.use, input)),
  savePrices: portalProcedure
    .meta({ permission: 'downline.write' })
    .input(savePricesSchema)
    .output(priceImpactSchema)
    .mutation(({ ctx, input }) => savePrices(ctx.use, input)),
  lifted: portalProcedure
    .meta({ permission: 'downline.read' })
    .input(pageInputSchema)
    .output(pageSchema(liftedLinkSchema))
    .query(async ({ ctx, input }) => {
      const page = await readLifted(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  ownCost: portalProcedure
    .meta({ permission: 'prices.read' })
    .input(z.object({ skuId: skuIdSchema, quantity: z.int().min(1).max(100_000).default(1) }))
    .output(ownCostExplanationSchema)
    .query(({ ctx, input }) => explainOwnCost(ctx.use, input)),
});
