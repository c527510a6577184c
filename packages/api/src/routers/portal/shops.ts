import { domainIdSchema, shopIdSchema } from '@keyfall/contracts/id-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  domainInputSchema,
  domainSchema,
  shopChangeSchema,
  shopInputSchema,
  shopListInputSchema,
  shopRowSchema,
  shopSchema,
  versionSchema,
} from '@keyfall/contracts/tenancy-schemas';
import {
  addDomain,
  checkDomain,
  closeShop,
  createShop,
  getShop,
  openShop,
  readDomains,
  readShops,
  removeDomain,
  updateShop,
} from '@keyfall/core/shops';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

const idInput = z.object({ id: shopIdSchema });

/** The distributor's own shops: brand, state, domains. */
export const shopsRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'shops.read' })
    .input(shopListInputSchema.omit({ distributorId: true }))
    .output(pageSchema(shopRowSchema))
    .query(async ({ ctx, input }) => {
      const { items, nextCursor } = await readShops(ctx.use, input);
      return { items: [...items], nextCursor };
    }),
  get: portalProcedure
    .meta({ permission: 'shops.read' })
    .input(idInput)
    .output(shopSchema)
    .query(({ ctx, input }) => getShop(ctx.use, input.id)),
  create: portalProcedure
    .meta({ permission: 'shops.write' })
    .input(z.object({ shop: shopInputSchema }))
    .output(z.object({ id: shopIdSchema }))
    .mutation(({ ctx, input }) => createShop(ctx.use, ctx.principal.distributorId, input.shop)),
  update: portalProcedure
    .meta({ permission: 'brand.write' })
    .input(idInput.extend({ version: versionSchema, shop: shopChangeSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => updateShop(ctx.use, input, input.shop)),
  open: portalProcedure
    .meta({ permission: 'shops.write' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => openShop(ctx.use, input.id)),
  close: portalProcedure
    .meta({ permission: 'shops.write' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => closeShop(ctx.use, input.id)),
  domains: portalProcedure
    .meta({ permission: 'domains.read' })
    .input(idInput)
    .output(z.array(domainSchema))
    .query(async ({ ctx, input }) => [...(await readDomains(ctx.use, input.id))]),
  addDomain: portalProcedure
    .meta({ permission: 'domains.write' })
    .input(domainInputSchema)
    .output(z.object({ id: domainIdSchema }))
    .mutation(({ ctx, input }) => addDomain(ctx.use, input.shopId, input.host)),
  checkDomain: portalProcedure
    .meta({ permission: 'domains.write' })
    .input(z.object({ id: domainIdSchema }))
    .output(domainSchema)
    .mutation(({ ctx, input }) => checkDomain(ctx.use, input.id)),
  removeDomain: portalProcedure
    .meta({ permission: 'domains.write' })
    .input(z.object({ id: domainIdSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeDomain(ctx.use, input.id)),
});
