import {
  invariantResultSchema,
  journalSchema,
  ledgerAccountListInputSchema,
  ledgerAccountSchema,
  ledgerEntryListInputSchema,
  ledgerEntrySchema,
  trialBalanceSchema,
} from '@keyfall/contracts/ledger-schemas';
import { pageSchema } from '@keyfall/contracts/schemas';
import {
  listAccounts,
  listEntries,
  readJournal,
  readJournalsOfOrder,
  readTrialBalanceSheet,
} from '@keyfall/core/ledger';
import { verifyTenant } from '@keyfall/core/verify';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** The ledger, from accounts to entries to journals to orders and back. Nobody writes it from here. */
export const ledgerRouter = adminRouter({
  accounts: adminProcedure
    .meta({ permission: 'ledger.read' })
    .input(ledgerAccountListInputSchema)
    .output(pageSchema(ledgerAccountSchema))
    .query(async ({ ctx, input }) => {
      const page = await listAccounts(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  entries: adminProcedure
    .meta({ permission: 'ledger.read' })
    .input(ledgerEntryListInputSchema)
    .output(pageSchema(ledgerEntrySchema).extend({ account: ledgerAccountSchema }))
    .query(async ({ ctx, input }) => {
      const { account, items, nextCursor } = await listEntries(ctx.use, input);
      return { account, items: [...items], nextCursor };
    }),
  journal: adminProcedure
    .meta({ permission: 'ledger.read' })
    .input(z.object({ journalId: z.uuid() }))
    .output(journalSchema)
    .query(({ ctx, input }) => readJournal(ctx.use, input)),
  journalsOfOrder: adminProcedure
    .meta({ permission: 'ledger.read' })
    .input(z.object({ orderId: z.uuid() }))
    .output(z.array(journalSchema))
    .query(async ({ ctx, input }) => [...(await readJournalsOfOrder(ctx.use, input))]),
  trialBalance: adminProcedure
    .meta({ permission: 'ledger.read' })
    .input(z.void())
    .output(trialBalanceSchema)
    .query(({ ctx }) => readTrialBalanceSheet(ctx.use)),
  // A mutation, though it changes nothing: it reads everything and must run once, when somebody asks for it.
  verify: adminProcedure
    .meta({ permission: 'ledger.read' })
    .input(z.void())
    .output(z.array(invariantResultSchema))
    .mutation(async ({ ctx }) => {
      const results = await verifyTenant(ctx.use.core, ctx.principal.tenantId);
      return results.map(({ checkedAt, ...result }) => ({
        ...result,
        ...(checkedAt === undefined ? {} : { checkedAt: checkedAt.toISOString() }),
      }));
    }),
});
