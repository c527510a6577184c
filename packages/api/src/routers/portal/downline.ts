import {
  applicantSchema,
  applicationLinkSchema,
  saveApplicationLinkSchema,
} from '@keyfall/contracts/application-schemas';
import {
  applicationSchema,
  applicationStateSchema,
  downlineIncomeInputSchema,
  downlineIncomeSchema,
  downlineSchema,
  formerChildSchema,
  newDistributorInvitationSchema,
  reasonSchema,
} from '@keyfall/contracts/distributor-schemas';
import { distributorIdSchema, levelIdSchema } from '@keyfall/contracts/id-schemas';
import {
  approveApplication,
  changeLevel,
  handInApplication,
  inviteDistributor,
  readApplicant,
  readApplication,
  readApplicationLink,
  readDownline,
  readDownlineIncome,
  readFormerChildren,
  refuseApplication,
  resendDistributorInvitation,
  saveApplicationLink,
  sendBackApplication,
  withdrawDistributorInvitation,
} from '@keyfall/core/distributors';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

const idInput = z.object({ id: distributorIdSchema });

/** Those who stand below the distributor, and what it earned through them. */
export const downlineRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'downline.read' })
    .input(z.void())
    .output(downlineSchema)
    .query(({ ctx }) => readDownline(ctx.use)),
  income: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(downlineIncomeInputSchema)
    .output(downlineIncomeSchema)
    .query(({ ctx, input }) => readDownlineIncome(ctx.use, input.days)),
  former: portalProcedure
    .meta({ permission: 'commissions.read' })
    .input(z.void())
    .output(z.array(formerChildSchema))
    .query(async ({ ctx }) => [...(await readFormerChildren(ctx.use))]),
  applicationLink: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(z.void())
    .output(applicationLinkSchema)
    .query(({ ctx }) => readApplicationLink(ctx.use)),
  saveApplicationLink: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(saveApplicationLinkSchema)
    .output(applicationLinkSchema)
    .mutation(({ ctx, input }) => saveApplicationLink(ctx.use, input)),
  applicant: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(idInput)
    .output(applicantSchema)
    .query(({ ctx, input }) => readApplicant(ctx.use, input.id)),
  approve: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => approveApplication(ctx.use, input.id)),
  sendBack: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(idInput.extend({ reason: reasonSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => sendBackApplication(ctx.use, input.id, input.reason)),
  refuse: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(idInput.extend({ reason: reasonSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => refuseApplication(ctx.use, input.id, input.reason)),
  invite: portalProcedure
    .meta({ permission: 'downline.invite' })
    // A code of its own choice would tell whether somebody else has it.
    .input(newDistributorInvitationSchema.omit({ code: true }))
    .output(idInput)
    .mutation(({ ctx, input }) => inviteDistributor(ctx.use, ctx.principal.distributorId, input)),
  resend: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resendDistributorInvitation(ctx.use, input.id)),
  withdraw: portalProcedure
    .meta({ permission: 'downline.invite' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => withdrawDistributorInvitation(ctx.use, input.id)),
  changeLevel: portalProcedure
    .meta({ permission: 'downline.write' })
    .input(idInput.extend({ levelId: levelIdSchema.nullable(), reason: reasonSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => changeLevel(ctx.use, input.id, input)),
});

/** What somebody invited fills in to be let in; nothing else of the portal is open to them. */
export const applicationRouter = portalRouter({
  get: portalProcedure
    .meta({ permission: 'self' })
    .input(z.void())
    .output(applicationStateSchema)
    .query(({ ctx }) => readApplication(ctx.use)),
  handIn: portalProcedure
    .meta({ permission: 'self' })
    .input(applicationSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => handInApplication(ctx.use, input)),
});
