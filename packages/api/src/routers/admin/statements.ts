import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  adminStatementEntriesInputSchema,
  adminStatementInputSchema,
  statementEntrySchema,
  statementPartyOptionSchema,
  statementSchema,
} from '@keyfall/contracts/statement-schemas';
import { listParties, listPartyStatementEntries, readPartyStatement } from '@keyfall/core/statements';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** Statements of the wholesaler itself and of everybody who has accounts. Files are downloads. */
export const statementsRouter = adminRouter({
  parties: adminProcedure
    .meta({ permission: 'statements.read' })
    .input(z.void())
    .output(z.array(statementPartyOptionSchema))
    .query(async ({ ctx }) => [...(await listParties(ctx.use))]),
  read: adminProcedure
    .meta({ permission: 'statements.read' })
    .input(adminStatementInputSchema)
    .output(statementSchema)
    .query(({ ctx, input }) => readPartyStatement(ctx.use, input)),
  entries: adminProcedure
    .meta({ permission: 'statements.read' })
    .input(adminStatementEntriesInputSchema)
    .output(pageSchema(statementEntrySchema))
    .query(async ({ ctx, input }) => {
      const page = await listPartyStatementEntries(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
});
