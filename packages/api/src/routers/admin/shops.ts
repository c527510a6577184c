import { distributorIdSchema, domainIdSchema, shopIdSchema } from '@keyfall/contracts/id-schemas';
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
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const idInput = z.object({ id: shopIdSchema });

/** Every distributor's shops: brand, state, domains. */
export const shopsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'shops.read' })
    .input(shopListInputSchema)
    .output(pageSchema(shopRowSchema))
    .query(async ({ ctx, input }) => {
      const { items, nextCursor } = await readShops(ctx.use, input);
      return { items: [...items], nextCursor };
    }),
  get: adminProcedure
    .meta({ permission: 'shops.read' })
    .input(idInput)
    .output(shopSchema)
    .query(({ ctx, input }) => getShop(ctx.use, input.id)),
  create: adminProcedure
    .meta({ permission: 'shops.write' })
    .input(z.object({ distributorId: distributorIdSchema, shop: shopInputSchema }))
    .output(z.object({ id: shopIdSchema }))
    .mutation(({ ctx, input }) => createShop(ctx.use, input.distributorId, input.shop)),
  update: adminProcedure
    .meta({ permission: 'shops.write' })
    .input(idInput.extend({ version: versionSchema, shop: shopChangeSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => updateShop(ctx.use, input, input.shop)),
  open: adminProcedure
    .meta({ permission: 'shops.write' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => openShop(ctx.use, input.id)),
  close: adminProcedure
    .meta({ permission: 'shops.write' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => closeShop(ctx.use, input.id)),
  domains: adminProcedure
    .meta({ permission: 'domains.read' })
    .input(idInput)
    .output(z.array(domainSchema))
    .query(async ({ ctx, input }) => [...(await readDomains(ctx.use, input.id))]),
  addDomain: adminProcedure
    .meta({ permission: 'domains.write' })
    .input(domainInputSchema)
    .output(z.object({ id: domainIdSchema }))
    .mutation(({ ctx, input }) => addDomain(ctx.use, input.shopId, input.host)),
  checkDomain: adminProcedure
    .meta({ permission: 'domains.write' })
    .input(z.object({ id: domainIdSchema }))
    .output(domainSchema)
    .mutation(({ ctx, input }) => checkDomain(ctx.use, input.id)),
  removeDomain: adminProcedure
    .meta({ permission: 'domains.write' })
    .input(z.object({ id: domainIdSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeDomain(ctx.use, input.id)),
});
