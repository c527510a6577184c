import { fromMoneyDto } from '@keyfall/contracts';
import {
  closingPreviewInputSchema,
  closingPreviewSchema,
  proposeSettlementInputSchema,
  settlementIdInputSchema,
  settlementListInputSchema,
  settlementSchema,
} from '@keyfall/contracts/closing-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  approveSettlement,
  listSettlements,
  previewSettlement,
  proposeSettlement,
  rejectSettlement,
} from '@keyfall/core/closings';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** What is left of a distributor that is to be closed: one person proposes what becomes of it, another agrees. */
export const closingsRouter = adminRouter({
  preview: adminProcedure
    .meta({ permission: 'wallets.read' })
    .input(closingPreviewInputSchema)
    .output(closingPreviewSchema)
    .query(({ ctx, input }) => previewSettlement(ctx.use, input)),
  list: adminProcedure
    .meta({ permission: 'wallets.read' })
    .input(settlementListInputSchema)
    .output(pageSchema(settlementSchema))
    .query(async ({ ctx, input }) => {
      const page = await listSettlements(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  propose: adminProcedure
    .meta({ permission: 'distributors.settle' })
    .input(proposeSettlementInputSchema)
    .output(z.object({ settlementId: z.string() }))
    .mutation(({ ctx, input }) => {
      const { available, cash, bonus, debt } = input.signed;
      const signed = {
        available: fromMoneyDto(available).minor,
        cash: fromMoneyDto(cash).minor,
        bonus: fromMoneyDto(bonus).minor,
        debt: fromMoneyDto(debt).minor,
      };
      return proposeSettlement(ctx.use, { ...input, signed, currency: available.currency });
    }),
  approve: adminProcedure
    .meta({ permission: 'distributors.approve_settlement' })
    .input(settlementIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => approveSettlement(ctx.use, input)),
  reject: adminProcedure
    .meta({ permission: 'distributors.settle' })
    .input(settlementIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => rejectSettlement(ctx.use, input)),
});
