import { fromMoneyDto } from '@keyfall/contracts';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { withdrawalStateSchema } from '@keyfall/contracts/state-schemas';
import {
  payeeIdInputSchema,
  payeeInputSchema,
  payeeSchema,
  withdrawalDeskSchema,
  withdrawalDetailSchema,
  withdrawalIdInputSchema,
  withdrawalListInputSchema,
  withdrawalPreviewInputSchema,
  withdrawalPreviewSchema,
  withdrawalRequestInputSchema,
  withdrawalRowSchema,
} from '@keyfall/contracts/withdrawal-schemas';
import {
  cancelWithdrawal,
  listOwnPayees,
  listOwnWithdrawals,
  previewWithdrawal,
  readOwnWithdrawal,
  readWithdrawalDesk,
  removePayee,
  requestWithdrawal,
  savePayee,
} from '@keyfall/core/withdrawals';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** A distributor takes its income out. */
export const withdrawalsRouter = portalRouter({
  desk: portalProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(z.void())
    .output(withdrawalDeskSchema)
    .query(({ ctx }) => readWithdrawalDesk(ctx.use)),
  list: portalProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(withdrawalListInputSchema)
    .output(pageSchema(withdrawalRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listOwnWithdrawals(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  get: portalProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(withdrawalIdInputSchema)
    .output(withdrawalDetailSchema)
    .query(({ ctx, input }) => readOwnWithdrawal(ctx.use, input)),
  preview: portalProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(withdrawalPreviewInputSchema)
    .output(withdrawalPreviewSchema)
    .query(({ ctx, input }) => {
      const { minor: amount, currency } = fromMoneyDto(input.amount);
      return previewWithdrawal(ctx.use, { payeeId: input.payeeId, amount, currency });
    }),
  request: portalProcedure
    .meta({ permission: 'withdrawals.request' })
    .input(withdrawalRequestInputSchema)
    .output(z.object({ withdrawalId: z.string(), withdrawalNo: z.string(), state: withdrawalStateSchema }))
    .mutation(({ ctx, input }) => {
      const { clientRef, payeeId, signed } = input;
      const { minor: amount, currency } = fromMoneyDto(input.amount);
      return requestWithdrawal(ctx.use, {
        clientRef,
        payeeId,
        amount,
        currency,
        signed: {
          fee: fromMoneyDto(signed.fee).minor,
          taxWithheld: fromMoneyDto(signed.taxWithheld).minor,
          net: fromMoneyDto(signed.net).minor,
        },
      });
    }),
  cancel: portalProcedure
    .meta({ permission: 'withdrawals.cancel' })
    .input(withdrawalIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelWithdrawal(ctx.use, input)),
});

/** Where its money may go. */
export const payeesRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'payees.read' })
    .input(z.void())
    .output(z.array(payeeSchema))
    .query(async ({ ctx }) => [...(await listOwnPayees(ctx.use))]),
  save: portalProcedure
    .meta({ permission: 'payees.write' })
    .input(payeeInputSchema)
    .output(z.object({ payeeId: z.string() }))
    .mutation(({ ctx, input }) => savePayee(ctx.use, input)),
  remove: portalProcedure
    .meta({ permission: 'payees.write' })
    .input(payeeIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => removePayee(ctx.use, input)),
});
