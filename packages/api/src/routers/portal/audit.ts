import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { auditEntrySchema, auditListInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { readAudit } from '@keyfall/core/tenants';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';
import { presentAudit } from '../present-audit.ts';

/** What the distributor's own people did. */
export const auditRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'audit.read' })
    .input(auditListInputSchema)
    .output(pageSchema(auditEntrySchema))
    .query(async ({ ctx, input }) => {
      const { items, nextCursor } = await readAudit(ctx.use, input);
      return { items: items.map(presentAudit), nextCursor };
    }),
});
