import { categoryIdSchema, productIdSchema, skuIdSchema } from '@keyfall/contracts/schemas';
import {
  catalogImportResultSchema,
  categoryInputSchema,
  categorySchema,
  productIdInputSchema,
  productInputSchema,
  productListInputSchema,
  productRowSchema,
  productSchema,
  skuInputSchema,
} from '@keyfall/contracts/catalog-schemas';
import { pageSchema } from '@keyfall/contracts/schemas';
import {
  importCatalog,
  publishProducts,
  readCategories,
  readProductForEdit,
  readProducts,
  removeCategory,
  saveCategory,
  saveProduct,
  saveSku,
} from '@keyfall/core/catalog';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const saved = z.object({ id: z.string() });
const version = z.string().regex(/^\d{1,18}$/);

/** Categories, products and SKUs. */
export const catalogRouter = adminRouter({
  categories: adminProcedure
    .meta({ permission: 'catalog.read' })
    .input(z.void())
    .output(z.array(categorySchema))
    .query(async ({ ctx }) => [...(await readCategories(ctx.use))]),
  saveCategory: adminProcedure
    .meta({ permission: 'catalog.write' })
    .input(z.object({ id: categoryIdSchema.nullable(), category: categoryInputSchema }))
    .output(saved)
    .mutation(({ ctx, input }) => saveCategory(ctx.use, input.id, input.category)),
  removeCategory: adminProcedure
    .meta({ permission: 'catalog.write' })
    .input(z.object({ id: categoryIdSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeCategory(ctx.use, input.id)),
  products: adminProcedure
    .meta({ permission: 'catalog.read' })
    .input(productListInputSchema)
    .output(pageSchema(productRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await readProducts(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  product: adminProcedure
    .meta({ permission: 'catalog.read' })
    .input(productIdInputSchema)
    .output(productSchema)
    .query(({ ctx, input }) => readProductForEdit(ctx.use, input.id)),
  saveProduct: adminProcedure
    .meta({ permission: 'catalog.write' })
    .input(z.object({ target: z.object({ id: productIdSchema, version }).nullable(), product: productInputSchema }))
    .output(saved)
    .mutation(({ ctx, input }) => saveProduct(ctx.use, input.target, input.product)),
  publish: adminProcedure
    .meta({ permission: 'catalog.publish' })
    .input(z.object({ ids: z.array(productIdSchema).min(1).max(200), status: z.enum(['published', 'unpublished']) }))
    .output(z.object({ changed: z.int() }))
    .mutation(({ ctx, input }) => publishProducts(ctx.use, input)),
  saveSku: adminProcedure
    .meta({ permission: 'catalog.write' })
    .input(
      z.object({
        target: z.union([z.object({ productId: productIdSchema }), z.object({ id: skuIdSchema, version })]),
        sku: skuInputSchema,
      }),
    )
    .output(saved)
    .mutation(({ ctx, input }) => saveSku(ctx.use, input.target, input.sku)),
  importCsv: adminProcedure
    .meta({ permission: 'catalog.write' })
    .input(z.object({ text: z.string().min(1).max(900_000) }))
    .output(catalogImportResultSchema)
    .mutation(({ ctx, input }) => importCatalog(ctx.use, input.text)),
});
