import { referralCodeInputSchema, referralPageSchema } from '@keyfall/contracts/income-schemas';
import { endReferralCode, makeReferralCode, readReferrals } from '@keyfall/core/pricing';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** Referral codes of a distributor: who comes by one buys on its account where the percentage model holds. */
export const referralsRouter = portalRouter({
  get: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(z.void())
    .output(referralPageSchema)
    .query(({ ctx }) => readReferrals(ctx.use)),
  make: portalProcedure
    .meta({ permission: 'referrals.write' })
    .input(referralCodeInputSchema)
    .output(z.object({ code: z.string() }))
    .mutation(({ ctx, input }) => makeReferralCode(ctx.use, input)),
  end: portalProcedure
    .meta({ permission: 'referrals.write' })
    .input(z.object({ code: z.string().max(32) }))
    .output(z.void())
    .mutation(({ ctx, input }) => endReferralCode(ctx.use, input.code)),
});
