import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { auditEntrySchema, auditListInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { readAudit } from '@keyfall/core/tenants';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';
import { presentAudit } from '../present-audit.ts';

/** Who did what, when and from where. */
export const auditRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'audit.read' })
    .input(auditListInputSchema)
    .output(pageSchema(auditEntrySchema))
    .query(async ({ ctx, input }) => {
      const { items, nextCursor } = await readAudit(ctx.use, input);
      return { items: items.map(presentAudit), nextCursor };
    }),
});
