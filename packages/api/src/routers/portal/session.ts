import { listSessions, revokeOtherSessions, revokeSession } from '@keyfall/auth';
import { sessionIdSchema } from '@keyfall/contracts/id-schemas';
import { portalSessionSchema, sessionListSchema } from '@keyfall/contracts/session-schemas';
import { PORTAL_ROLE_PERMISSIONS, type DistributorId } from '@keyfall/contracts';
import { getDistributorStanding } from '@keyfall/core/access';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';
import { presentLogin, presentSessions } from '../present-session.ts';

/** Who is signed in, and where else. */
export const sessionRouter = portalRouter({
  me: portalProcedure
    .meta({ permission: 'self' })
    .input(z.void())
    .output(portalSessionSchema)
    .query(async ({ ctx }) => {
      const { login, tenant, distributor } = await getDistributorStanding(ctx.use);
      const { role, membershipId, steppedUp } = ctx.principal;
      return {
        login: presentLogin(login),
        tenant: { name: tenant.name, currency: tenant.currency, timezone: tenant.timezone },
        distributor: {
          id: distributor.id as DistributorId,
          code: distributor.code,
          name: distributor.name,
          status: distributor.status,
        },
        role,
        permissions: [...PORTAL_ROLE_PERMISSIONS[role]],
        membershipId,
        steppedUp,
        secondFactorMissing: ctx.secondFactorMissing,
      };
    }),
  sessions: portalProcedure
    .meta({ permission: 'self' })
    .input(z.void())
    .output(sessionListSchema)
    .query(async ({ ctx }) => presentSessions(await listSessions(ctx.core.db, ctx.loginKey), ctx.principal.sessionId)),
  revoke: portalProcedure
    .meta({ permission: 'self' })
    .input(z.object({ sessionId: sessionIdSchema }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => await revokeSession(ctx.core.db, ctx.loginKey, input.sessionId)),
  revokeOthers: portalProcedure
    .meta({ permission: 'self' })
    .input(z.void())
    .output(z.object({ revoked: z.int() }))
    .mutation(async ({ ctx }) => ({
      revoked: await revokeOtherSessions(ctx.core.db, ctx.loginKey, ctx.principal.sessionId),
    })),
});
