import { pageInputSchema, pageSchema, shopIdSchema, skuIdSchema, unitPriceSchema } from '@keyfall/contracts/schemas';
import { portalPriceRowSchema } from '@keyfall/contracts/catalog-schemas';
import { listShopPrices, setShopPrices } from '@keyfall/core/pricing';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** A distributor's retail prices, shop by shop. */
export const pricesRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'prices.read' })
    .input(
      pageInputSchema.extend({
        shopId: shopIdSchema,
        q: z.string().trim().max(100).optional(),
        needsPrice: z.boolean().optional(),
      }),
    )
    .output(pageSchema(portalPriceRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listShopPrices(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  set: portalProcedure
    .meta({ permission: 'prices.write' })
    .input(
      z.object({
        shopId: shopIdSchema,
        changes: z
          .array(z.object({ skuId: skuIdSchema, unitPrice: unitPriceSchema.nullable(), hidden: z.boolean() }))
          .min(1)
          .max(500),
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) => setShopPrices(ctx.use, input)),
});
