import { resetMemberLogin } from '@keyfall/auth';
import { PORTAL_ROLES } from '@keyfall/contracts';
import { distributorChangeSchema } from '@keyfall/contracts/distributor-schemas';
import {
  distributorIdSchema,
  invitationIdSchema,
  levelIdSchema,
  membershipIdSchema,
} from '@keyfall/contracts/id-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { distributorInvitationInputSchema, teamSchema } from '@keyfall/contracts/people-schemas';
import {
  distributorInputSchema,
  distributorListInputSchema,
  distributorRowSchema,
  distributorSchema,
  levelInputSchema,
  levelSchema,
  versionSchema,
} from '@keyfall/contracts/tenancy-schemas';
import {
  cancelInvitation,
  changeRole,
  inviteMember,
  readTeam,
  reinstateMember,
  resendInvitation,
  suspendMember,
} from '@keyfall/core/access';
import {
  createDistributor,
  freezeDistributor,
  getDistributor,
  readDistributors,
  readLevels,
  removeLevel,
  reorderLevels,
  saveLevel,
  unfreezeDistributor,
  updateDistributor,
} from '@keyfall/core/distributors';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const idInput = z.object({ id: distributorIdSchema });
const reasonInput = idInput.extend({ reason: z.string().trim().min(1).max(500) });
const memberInput = z.object({ distributorId: distributorIdSchema, membershipId: membershipIdSchema });
const invitationInput = z.object({ distributorId: distributorIdSchema, invitationId: invitationIdSchema });

/** The tree: who stands where, in which state, and who works there. */
export const distributorsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(distributorListInputSchema)
    .output(pageSchema(distributorRowSchema))
    .query(async ({ ctx, input }) => {
      const { items, nextCursor } = await readDistributors(ctx.use, input);
      return { items: [...items], nextCursor };
    }),
  get: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(idInput)
    .output(distributorSchema)
    .query(({ ctx, input }) => getDistributor(ctx.use, input.id)),
  create: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(z.object({ parentId: distributorIdSchema, distributor: distributorInputSchema }))
    .output(z.object({ id: distributorIdSchema }))
    .mutation(({ ctx, input }) => createDistributor(ctx.use, input.parentId, input.distributor)),
  update: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(idInput.extend({ version: versionSchema, distributor: distributorChangeSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => updateDistributor(ctx.use, input, input.distributor)),
  freeze: adminProcedure
    .meta({ permission: 'distributors.freeze' })
    .input(reasonInput)
    .output(z.void())
    .mutation(({ ctx, input }) => freezeDistributor(ctx.use, input.id, input.reason)),
  unfreeze: adminProcedure
    .meta({ permission: 'distributors.freeze' })
    .input(reasonInput)
    .output(z.void())
    .mutation(({ ctx, input }) => unfreezeDistributor(ctx.use, input.id, input.reason)),
  team: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(idInput)
    .output(teamSchema)
    .query(({ ctx, input }) => readTeam(ctx.use, input.id)),
  invite: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(distributorInvitationInputSchema)
    .output(z.object({ id: invitationIdSchema }))
    .mutation(({ ctx, input }) => inviteMember(ctx.use, input, input.distributorId)),
  resendInvitation: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(invitationInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resendInvitation(ctx.use, input.invitationId, input.distributorId)),
  cancelInvitation: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(invitationInput)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelInvitation(ctx.use, input.invitationId, input.distributorId)),
  changeMemberRole: adminProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput.extend({ role: z.enum(PORTAL_ROLES) }))
    .output(z.void())
    .mutation(({ ctx, input }) => changeRole(ctx.use, input.membershipId, input.role, input.distributorId)),
  suspendMember: adminProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => suspendMember(ctx.use, input.membershipId, input.distributorId)),
  reinstateMember: adminProcedure
    .meta({ permission: 'team.write' })
    .input(memberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => reinstateMember(ctx.use, input.membershipId, input.distributorId)),
  resetMemberLogin: adminProcedure
    .meta({ permission: 'team.reset_login' })
    .input(memberInput)
    .output(z.object({ clearsSecondFactor: z.boolean() }))
    .mutation(({ ctx, input }) => resetMemberLogin(ctx.auth, ctx.use, input.membershipId, input.distributorId)),
});

/** Price levels: named grades that price lists hang on. */
export const levelsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'levels.read' })
    .input(z.void())
    .output(z.array(levelSchema))
    .query(async ({ ctx }) => [...(await readLevels(ctx.use))]),
  save: adminProcedure
    .meta({ permission: 'levels.write' })
    .input(z.object({ id: levelIdSchema.nullable(), level: levelInputSchema }))
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => saveLevel(ctx.use, input.id, input.level)),
  reorder: adminProcedure
    .meta({ permission: 'levels.write' })
    .input(z.object({ ids: z.array(levelIdSchema).min(1).max(100) }))
    .output(z.void())
    .mutation(({ ctx, input }) => reorderLevels(ctx.use, input.ids)),
  remove: adminProcedure
    .meta({ permission: 'levels.write' })
    .input(z.object({ id: levelIdSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeLevel(ctx.use, input.id)),
});
