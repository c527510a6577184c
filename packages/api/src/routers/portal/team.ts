import { resetMemberLogin } from '@keyfall/auth';
import { PORTAL_ROLES } from '@keyfall/contracts';
import { invitationIdSchema, membershipIdSchema } from '@keyfall/contracts/id-schemas';
import { portalInvitationInputSchema, teamSchema } from '@keyfall/contracts/people-schemas';
import {
  cancelInvitation,
  changeRole,
  inviteMember,
  readTeam,
  reinstateMember,
  removeMember,
  resendInvitation,
  suspendMember,
} from '@keyfall/core/access';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

const memberInput = z.object({ membershipId: membershipIdSchema });
const invitationInput = z.object({ invitationId: invitationIdSchema });

/** The distributor's own people. */
export const teamRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'team.read' })
    .input(z.void())
    .output(teamSchema)
    .query(({ ctx }) => readTeam(ctx.use)),
  invite: portalProcedure
    .meta({ permission: 'team.write' })
    .input(portalInvitationInputSchema)
    .output(z.object({ id: invitationIdSchema }))
    .mutation(({ ctx, input }) => inviteMember(ctx.use, input)),
  resendInvitation: portalProcedure
    .meta({ permission: 'team.write' })
    .input(invitationInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resendInvitation(ctx.use, input.invitationId)),
  cancelInvitation: portalProcedure
    .meta({ permission: 'team.write' })
    .input(invitationInput)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelInvitation(ctx.use, input.invitationId)),
  changeRole: portalProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput.extend({ role: z.enum(PORTAL_ROLES) }))
    .output(z.void())
    .mutation(({ ctx, input }) => changeRole(ctx.use, input.membershipId, input.role)),
  suspend: portalProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => suspendMember(ctx.use, input.membershipId)),
  reinstate: portalProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => reinstateMember(ctx.use, input.membershipId)),
  remove: portalProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeMember(ctx.use, input.membershipId)),
  resetLogin: portalProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.object({ clearsSecondFactor: z.boolean() }))
    .mutation(({ ctx, input }) => resetMemberLogin(ctx.auth, ctx.use, input.membershipId)),
});
