import { auditChainSchema, auditCheckSchema } from '@keyfall/contracts/audit-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { auditEntrySchema, auditListInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { checkChain, readChain, type AuditChain } from '@keyfall/core/audit';
import { readAudit } from '@keyfall/core/tenants';
import { z } from 'zod';
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
  chain: adminProcedure
    .meta({ permission: 'audit.read' })
    .input(z.void())
    .output(auditChainSchema)
    .query(async ({ ctx }) => presentChain(await readChain(ctx.use))),
  // A mutation, though it changes nothing: it reads everything and must run once, when somebody asks for it.
  check: adminProcedure
    .meta({ permission: 'audit.read' })
    .input(z.void())
    .output(auditCheckSchema)
    .mutation(async ({ ctx }) => {
      const found = await checkChain(ctx.use.core, ctx.principal.tenantId);
      return { ...presentChain(found), broken: found.broken, firstBroken: found.firstBroken.map(Number) };
    }),
});

function presentChain({ sealed, unsealed, hash, sealedAt }: AuditChain) {
  return { sealed: Number(sealed), unsealed: Number(unsealed), hash, sealedAt: sealedAt?.toISOString() ?? null };
}
