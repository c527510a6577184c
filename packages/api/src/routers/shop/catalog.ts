import { pageSchema } from '@keyfall/contracts/schemas';
import {
  shopCategorySchema,
  shopListInputSchema,
  shopProductRowSchema,
  shopProductSchema,
} from '@keyfall/contracts/catalog-schemas';
import { browseCategories, browseProducts, viewProduct } from '@keyfall/core/catalog';
import { z } from 'zod';
import { shopProcedure, shopRouter } from '../../trpc/procedures.ts';

/** What the shop sells, to anybody who looks. */
export const catalogRouter = shopRouter({
  categories: shopProcedure
    .meta({ permission: 'shop.browse' })
    .input(z.void())
    .output(z.array(shopCategorySchema))
    .query(async ({ ctx }) => [...(await browseCategories(ctx.use))]),
  products: shopProcedure
    .meta({ permission: 'shop.browse' })
    .input(shopListInputSchema)
    .output(pageSchema(shopProductRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await browseProducts(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  product: shopProcedure
    .meta({ permission: 'shop.browse' })
    .input(z.object({ slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/) }))
    .output(shopProductSchema)
    .query(({ ctx, input }) => viewProduct(ctx.use, input.slug)),
});
