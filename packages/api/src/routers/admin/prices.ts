import { distributorIdSchema, pageInputSchema, pageSchema, shopIdSchema } from '@keyfall/contracts/schemas';
import { costRowSchema, portalPriceRowSchema } from '@keyfall/contracts/catalog-schemas';
import { listCostPrices, listShopPrices } from '@keyfall/core/pricing';
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
  shop: adminProcedure
    .meta({ permission: 'prices.read' })
    .input(listInput.extend({ shopId: shopIdSchema }))
    .output(pageSchema(portalPriceRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listShopPrices(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
});
