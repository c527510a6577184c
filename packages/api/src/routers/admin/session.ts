import { listSessions, revokeOtherSessions, revokeSession } from '@keyfall/auth';
import { sessionIdSchema } from '@keyfall/contracts/id-schemas';
import { adminSessionSchema, sessionListSchema } from '@keyfall/contracts/session-schemas';
import { ADMIN_ROLE_PERMISSIONS, type TenantId } from '@keyfall/contracts';
import { getStaffStanding } from '@keyfall/core/access';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';
import { presentLogin, presentSessions } from '../present-session.ts';

/** Who is signed in, and where else. */
export const sessionRouter = adminRouter({
  me: adminProcedure
    .meta({ permission: 'self' })
    .input(z.void())
    .output(adminSessionSchema)
    .query(async ({ ctx }) => {
      const { login, tenant } = await getStaffStanding(ctx.use);
      const { role, membershipId, steppedUp } = ctx.principal;
      return {
        login: presentLogin(login),
        tenant: {
          id: tenant.tenant_id as TenantId,
          slug: tenant.slug,
          name: tenant.name,
          currency: tenant.currency,
          timezone: tenant.timezone,
        },
        role,
        permissions: [...ADMIN_ROLE_PERMISSIONS[role]],
        membershipId,
        steppedUp,
        secondFactorMissing: ctx.secondFactorMissing,
      };
    }),
  sessions: adminProcedure
    .meta({ permission: 'self' })
    .input(z.void())
    .output(sessionListSchema)
    .query(async ({ ctx }) => presentSessions(await listSessions(ctx.core.db, ctx.loginKey), ctx.principal.sessionId)),
  revoke: adminProcedure
    .meta({ permission: 'self' })
    .input(z.object({ sessionId: sessionIdSchema }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => await revokeSession(ctx.core.db, ctx.loginKey, input.sessionId)),
  revokeOthers: adminProcedure
    .meta({ permission: 'self' })
    .input(z.void())
    .output(z.object({ revoked: z.int() }))
    .mutation(async ({ ctx }) => ({
      revoked: await revokeOtherSessions(ctx.core.db, ctx.loginKey, ctx.principal.sessionId),
    })),
});
