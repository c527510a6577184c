import {
  applicationDeciderSchema,
  applicationLinkSchema,
  saveApplicationLinkSchema,
} from '@keyfall/contracts/application-schemas';
import {
  closePreviewSchema,
  distributorEventSchema,
  movePreviewSchema,
  newDistributorInvitationSchema,
  reasonSchema,
  recruitingSchema,
} from '@keyfall/contracts/distributor-schemas';
import { distributorIdSchema, levelIdSchema } from '@keyfall/contracts/id-schemas';
import {
  approveApplication,
  changeApplicationDecider,
  changeLevel,
  changeMayRecruit,
  changeTenantRecruiting,
  closeDistributor,
  inviteDistributor,
  moveDistributor,
  previewClose,
  previewMove,
  readApplicationDecider,
  readApplicationLink,
  readHistory,
  readRecruiting,
  refuseApplication,
  resendDistributorInvitation,
  saveApplicationLink,
  sendBackApplication,
  withdrawDistributorInvitation,
} from '@keyfall/core/distributors';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const idInput = z.object({ id: distributorIdSchema });
const reasonInput = idInput.extend({ reason: reasonSchema });
const moveInput = idInput.extend({ parentId: distributorIdSchema });

/** What changes the shape of the tree or who stands in it: invitations, applications, levels, moves, closing. */
export const treeRouter = adminRouter({
  history: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(idInput)
    .output(z.array(distributorEventSchema))
    .query(async ({ ctx, input }) => [...(await readHistory(ctx.use, input.id))]),
  invite: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(z.object({ parentId: distributorIdSchema, invitation: newDistributorInvitationSchema }))
    .output(idInput)
    .mutation(({ ctx, input }) => inviteDistributor(ctx.use, input.parentId, input.invitation)),
  resend: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resendDistributorInvitation(ctx.use, input.id)),
  withdraw: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => withdrawDistributorInvitation(ctx.use, input.id)),
  approve: adminProcedure
    .meta({ permission: 'distributors.approve' })
    .input(idInput)
    .output(z.void())
    .mutation(({ ctx, input }) => approveApplication(ctx.use, input.id)),
  sendBack: adminProcedure
    .meta({ permission: 'distributors.approve' })
    .input(reasonInput)
    .output(z.void())
    .mutation(({ ctx, input }) => sendBackApplication(ctx.use, input.id, input.reason)),
  refuse: adminProcedure
    .meta({ permission: 'distributors.approve' })
    .input(reasonInput)
    .output(z.void())
    .mutation(({ ctx, input }) => refuseApplication(ctx.use, input.id, input.reason)),
  changeLevel: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(reasonInput.extend({ levelId: levelIdSchema.nullable() }))
    .output(z.void())
    .mutation(({ ctx, input }) => changeLevel(ctx.use, input.id, input)),
  previewMove: adminProcedure
    .meta({ permission: 'distributors.move' })
    .input(moveInput)
    .output(movePreviewSchema)
    .query(({ ctx, input }) => previewMove(ctx.use, input.id, input.parentId)),
  move: adminProcedure
    .meta({ permission: 'distributors.move' })
    .input(moveInput.extend({ reason: reasonSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => moveDistributor(ctx.use, input.id, input)),
  previewClose: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(idInput)
    .output(closePreviewSchema)
    .query(({ ctx, input }) => previewClose(ctx.use, input.id)),
  close: adminProcedure
    .meta({ permission: 'distributors.close' })
    .input(reasonInput)
    .output(z.void())
    .mutation(({ ctx, input }) => closeDistributor(ctx.use, input.id, input.reason)),
  setMayRecruit: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(idInput.extend({ mayRecruit: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx, input }) => changeMayRecruit(ctx.use, input.id, input.mayRecruit)),
  recruiting: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(z.void())
    .output(recruitingSchema)
    .query(({ ctx }) => readRecruiting(ctx.use)),
  setRecruiting: adminProcedure
    .meta({ permission: 'settings.write' })
    .input(recruitingSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => changeTenantRecruiting(ctx.use, input.recruiting)),
  applicationLink: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(z.void())
    .output(applicationLinkSchema)
    .query(({ ctx }) => readApplicationLink(ctx.use)),
  saveApplicationLink: adminProcedure
    .meta({ permission: 'distributors.write' })
    .input(saveApplicationLinkSchema)
    .output(applicationLinkSchema)
    .mutation(({ ctx, input }) => saveApplicationLink(ctx.use, input)),
  decider: adminProcedure
    .meta({ permission: 'distributors.read' })
    .input(z.void())
    .output(applicationDeciderSchema)
    .query(({ ctx }) => readApplicationDecider(ctx.use)),
  setDecider: adminProcedure
    .meta({ permission: 'settings.write' })
    .input(applicationDeciderSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => changeApplicationDecider(ctx.use, input.decidedBy)),
});
