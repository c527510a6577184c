import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  portalStatementEntriesInputSchema,
  portalStatementInputSchema,
  statementEntrySchema,
  statementSchema,
} from '@keyfall/contracts/statement-schemas';
import { listOwnStatementEntries, readOwnStatement } from '@keyfall/core/statements';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** A distributor's own accounts over a period. Files are downloads (`/downloads/statement.csv`, `.pdf`). */
export const statementsRouter = portalRouter({
  read: portalProcedure
    .meta({ permission: 'statements.read' })
    .input(portalStatementInputSchema)
    .output(statementSchema)
    .query(({ ctx, input }) => readOwnStatement(ctx.use, input)),
  entries: portalProcedure
    .meta({ permission: 'statements.read' })
    .input(portalStatementEntriesInputSchema)
    .output(pageSchema(statementEntrySchema))
    .query(async ({ ctx, input }) => {
      const page = await listOwnStatementEntries(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
});
