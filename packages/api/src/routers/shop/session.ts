import { shopSessionSchema } from '@keyfall/contracts/session-schemas';
import type { BuyerId } from '@keyfall/contracts';
import { getOwnProfile } from '@keyfall/core/access';
import { z } from 'zod';
import { ctxOf } from '../../trpc/context.ts';
import { shopProcedure, shopRoleOf, shopRouter } from '../../trpc/procedures.ts';

/** How well the shop knows whoever asks. */
export const sessionRouter = shopRouter({
  me: shopProcedure
    .meta({ permission: 'public' })
    .input(z.void())
    .output(shopSessionSchema)
    .query(async ({ ctx }) => {
      const { principal } = ctx;
      if (principal.kind === 'visitor') return { role: 'visitor' as const, buyer: null };
      const { id, mail, name, locale } = await getOwnProfile(ctxOf(ctx, principal));
      return { role: shopRoleOf(principal), buyer: { id: id as BuyerId, mail, name, locale } };
    }),
});
