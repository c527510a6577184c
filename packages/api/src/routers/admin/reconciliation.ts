import type { GatewayAccountId, TicketId } from '@keyfall/contracts';
import { pageInputSchema, pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  billSchema,
  reconcileDayInputSchema,
  reconciledDaySchema,
  resolveTicketInputSchema,
  ticketListInputSchema,
  ticketSchema,
} from '@keyfall/contracts/reconciliation-schemas';
import { listBills, listTickets, reconcileDayNow, resolveTicket } from '@keyfall/core/reconciliation';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** The bills of payment providers beside our books: days, differences, decisions. */
export const reconciliationRouter = adminRouter({
  bills: adminProcedure
    .meta({ permission: 'reconciliation.read' })
    .input(pageInputSchema)
    .output(pageSchema(billSchema))
    .query(async ({ ctx, input }) => {
      const page = await listBills(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  tickets: adminProcedure
    .meta({ permission: 'reconciliation.read' })
    .input(ticketListInputSchema)
    .output(pageSchema(ticketSchema))
    .query(async ({ ctx, input }) => {
      const page = await listTickets(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  resolve: adminProcedure
    .meta({ permission: 'reconciliation.resolve' })
    .input(resolveTicketInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => resolveTicket(ctx.use, { ...input, ticketId: input.ticketId as TicketId })),
  compare: adminProcedure
    .meta({ permission: 'reconciliation.resolve' })
    .input(reconcileDayInputSchema)
    .output(reconciledDaySchema)
    .mutation(({ ctx, input }) =>
      reconcileDayNow(ctx.use, { ...input, accountId: input.accountId as GatewayAccountId }),
    ),
});
