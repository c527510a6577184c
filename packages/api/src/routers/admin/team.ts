import { resetMemberLogin } from '@keyfall/auth';
import { ADMIN_ROLES } from '@keyfall/contracts';
import { invitationIdSchema, membershipIdSchema } from '@keyfall/contracts/id-schemas';
import { adminInvitationInputSchema, teamSchema } from '@keyfall/contracts/people-schemas';
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
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const memberInput = z.object({ membershipId: membershipIdSchema });
const invitationInput = z.object({ invitationId: invitationIdSchema });

/** The wholesaler's own people. */
export const teamRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'team.read' })
    .input(z.void())
    .output(teamSchema)
    .query(({ ctx }) => readTeam(ctx.use)),
  invite: adminProcedure
    .meta({ permission: 'team.write' })
    .input(adminInvitationInputSchema)
    .output(z.object({ id: invitationIdSchema }))
    .mutation(({ ctx, input }) => inviteMember(ctx.use, input)),
  resendInvitation: adminProcedure
    .meta({ permission: 'team.write' })
    .input(invitationInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resendInvitation(ctx.use, input.invitationId)),
  cancelInvitation: adminProcedure
    .meta({ permission: 'team.write' })
    .input(invitationInput)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelInvitation(ctx.use, input.invitationId)),
  changeRole: adminProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput.extend({ role: z.enum(ADMIN_ROLES) }))
    .output(z.void())
    .mutation(({ ctx, input }) => changeRole(ctx.use, input.membershipId, input.role)),
  suspend: adminProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => suspendMember(ctx.use, input.membershipId)),
  reinstate: adminProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => reinstateMember(ctx.use, input.membershipId)),
  remove: adminProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeMember(ctx.use, input.membershipId)),
  resetLogin: adminProcedure
    .meta({ permission: 'team.reset_login' })
    .input(memberInput)
    .output(z.object({ clearsSecondFactor: z.boolean() }))
    .mutation(({ ctx, input }) => resetMemberLogin(ctx.auth, ctx.use, input.membershipId)),
});
