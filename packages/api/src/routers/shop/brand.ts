import { LEGAL_TEXTS, type Brand } from '@keyfall/contracts';
import { brandSchema } from '@keyfall/contracts/brand-schemas';
import { localeSchema } from '@keyfall/contracts/kind-schemas';
import { SHOP_STATES } from '@keyfall/contracts/states';
import { getPublicShop } from '@keyfall/core/shops';
import { z } from 'zod';
import { shopProcedure, shopRouter } from '../../trpc/procedures.ts';

const publicShopSchema = z.object({
  name: z.string(),
  slug: z.string(),
  status: z.enum(SHOP_STATES),
  defaultLocale: localeSchema,
  notice: z.string().nullable(),
  supportContact: z.string().nullable(),
  brand: brandSchema.omit({ legal: true }),
  /** Which legal texts there are; each is read when it is opened. */
  legal: z.array(z.enum(LEGAL_TEXTS)),
});

/** What a shop says about itself to anybody. Nothing here names whoever stands above its distributor. */
export const brandRouter = shopRouter({
  get: shopProcedure
    .meta({ permission: 'public' })
    .input(z.void())
    .output(publicShopSchema)
    .query(async ({ ctx }) => {
      const { brand, ...shop } = await getPublicShop(ctx.use);
      const { legal, ...tokens } = brand;
      return {
        ...shop,
        status: ctx.shopStatus,
        brand: tokens,
        legal: LEGAL_TEXTS.filter((name) => hasText(legal, name)),
      };
    }),
  legalText: shopProcedure
    .meta({ permission: 'public' })
    .input(z.object({ name: z.enum(LEGAL_TEXTS) }))
    .output(z.object({ markdown: z.string() }))
    .query(async ({ ctx, input }) => {
      const { brand, defaultLocale } = await getPublicShop(ctx.use);
      const texts = brand.legal[input.name];
      return { markdown: texts[ctx.locale] || texts[defaultLocale] || texts.en };
    }),
});

function hasText(legal: Brand['legal'], name: keyof Brand['legal']): boolean {
  return Object.values(legal[name]).some((text) => text !== '');
}
