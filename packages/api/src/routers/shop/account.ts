import { listBuyerSessions, revokeBuyerSession } from '@keyfall/auth';
import { sessionIdSchema } from '@keyfall/contracts/id-schemas';
import { buyerProfileInputSchema, buyerProfileSchema } from '@keyfall/contracts/people-schemas';
import { sessionListSchema } from '@keyfall/contracts/session-schemas';
import { getOwnProfile, updateProfile } from '@keyfall/core/access';
import { z } from 'zod';
import { shopProcedure, shopRouter } from '../../trpc/procedures.ts';
import { presentSessions } from '../present-session.ts';
import { buyerOf } from './checkout.ts';

/** The account of whoever is signed in to the shop. */
export const accountRouter = shopRouter({
  get: shopProcedure
    .meta({ permission: 'account.read' })
    .input(z.void())
    .output(buyerProfileSchema)
    .query(async ({ ctx }) => {
      const buyer = await getOwnProfile(buyerOf(ctx.use));
      return {
        mail: buyer.mail,
        name: buyer.name,
        phone: buyer.phone,
        locale: buyer.locale,
        mailVerified: buyer.mail_verified_at !== null,
        createdAt: buyer.created_at.toISOString(),
      };
    }),
  update: shopProcedure
    .meta({ permission: 'account.write' })
    .input(buyerProfileInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => updateProfile(buyerOf(ctx.use), input)),
  sessions: shopProcedure
    .meta({ permission: 'account.read' })
    .input(z.void())
    .output(sessionListSchema)
    .query(async ({ ctx }) => {
      const use = buyerOf(ctx.use);
      return presentSessions(await listBuyerSessions(use), use.principal.sessionId);
    }),
  revokeSession: shopProcedure
    .meta({ permission: 'account.write' })
    .input(z.object({ sessionId: sessionIdSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => revokeBuyerSession(buyerOf(ctx.use), input.sessionId)),
});
