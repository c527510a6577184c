import { fromMoneyDto, type GatewayAccountId, type SettlementId, type TicketId } from '@keyfall/contracts';
import { pageInputSchema, pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  billSchema,
  clearingSchema,
  confirmSettlementInputSchema,
  declareSettlementInputSchema,
  reconcileDayInputSchema,
  reconciledDaySchema,
  refuseSettlementInputSchema,
  resolveTicketInputSchema,
  settlementListInputSchema,
  settlementSchema,
  ticketListInputSchema,
  ticketSchema,
} from '@keyfall/contracts/reconciliation-schemas';
import {
  confirmSettlement,
  declareSettlement,
  listBills,
  listSettlements,
  listTickets,
  readUnsettled,
  reconcileDayNow,
  refuseSettlement,
  resolveTicket,
} from '@keyfall/core/reconciliation';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** The bills of payment providers beside our books: days, differences, decisions, and their money at the bank. */
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
  unsettled: adminProcedure
    .meta({ permission: 'reconciliation.read' })
    .input(z.void())
    .output(z.array(clearingSchema))
    .query(({ ctx }) => readUnsettled(ctx.use)),
  settlements: adminProcedure
    .meta({ permission: 'reconciliation.read' })
    .input(settlementListInputSchema)
    .output(pageSchema(settlementSchema))
    .query(async ({ ctx, input }) => {
      const page = await listSettlements(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  declareSettlement: adminProcedure
    .meta({ permission: 'reconciliation.declare_settlement' })
    .input(declareSettlementInputSchema)
    .output(z.object({ settlementId: z.string() }))
    .mutation(({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.received);
      return declareSettlement(ctx.use, { ...input, received: minor, currency });
    }),
  confirmSettlement: adminProcedure
    .meta({ permission: 'reconciliation.confirm_settlement' })
    .input(confirmSettlementInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => confirmSettlement(ctx.use, { settlementId: input.settlementId as SettlementId })),
  refuseSettlement: adminProcedure
    .meta({ permission: 'reconciliation.confirm_settlement' })
    .input(refuseSettlementInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      refuseSettlement(ctx.use, { ...input, settlementId: input.settlementId as SettlementId }),
    ),
});
