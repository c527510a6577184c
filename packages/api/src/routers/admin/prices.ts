import {
  distributorIdSchema,
  pageInputSchema,
  pageSchema,
  shopIdSchema,
  skuIdSchema,
  unitPriceSchema,
} from '@keyfall/contracts/schemas';
import { costRowSchema, portalPriceRowSchema } from '@keyfall/contracts/catalog-schemas';
import { listCostPrices, listShopPrices, setCostPrices } from '@keyfall/core/pricing';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const listInput = pageInputSchema.extend({ q: z.string().trim().max(100).optional() });

/** What distributors pay, and what their shops make of it. */
export const pricesRouter = adminRouter({
  costs: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(listInput.extend({ distributorId: distributorIdSchema }))
    .output(pageSchema(costRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listCostPrices(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  setCosts: adminProcedure
    .meta({ permission: 'prices.write' })
    .input(
      z.object({
        distributorId: distributorIdSchema,
        changes: z
          .array(z.object({ skuId: skuIdSchema, unitPrice: unitPriceSchema.nullable() }))
          .min(1)
          .max(500),
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) => setCostPrices(ctx.use, input)),
  shop: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(listInput.extend({ shopId: shopIdSchema }))
    .output(pageSchema(portalPriceRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listShopPrices(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
});
