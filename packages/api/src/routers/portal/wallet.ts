import { fromMoneyDto } from '@keyfall/contracts';
import { topUpIdSchema } from '@keyfall/contracts/id-schemas';
import { pageInputSchema, pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  payBackIdInputSchema,
  payBackSchema,
  payBackSourceSchema,
  requestPayBackInputSchema,
} from '@keyfall/contracts/pay-back-schemas';
import {
  declareTopUpInputSchema,
  lowMarkInputSchema,
  moveIncomeInputSchema,
  startTopUpInputSchema,
  topUpSchema,
  walletEntryListInputSchema,
  walletEntrySchema,
  walletSchema,
} from '@keyfall/contracts/wallet-schemas';
import {
  cancelPayBack,
  declareBankTopUp,
  listPayBackSources,
  listPayBacks,
  listTopUps,
  listWalletStatement,
  moveIncomeToWallet,
  readTopUp,
  readWallet,
  requestPayBack,
  setLowMark,
  startTopUp,
} from '@keyfall/core/wallet';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** A distributor's prepaid wallet. */
export const walletRouter = portalRouter({
  get: portalProcedure
    .meta({ permission: 'wallet.read' })
    .input(z.void())
    .output(walletSchema)
    .query(({ ctx }) => readWallet(ctx.use)),
  entries: portalProcedure
    .meta({ permission: 'wallet.read' })
    .input(walletEntryListInputSchema)
    .output(pageSchema(walletEntrySchema))
    .query(async ({ ctx, input }) => {
      const page = await listWalletStatement(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  topUps: portalProcedure
    .meta({ permission: 'wallet.read' })
    .input(pageInputSchema)
    .output(pageSchema(topUpSchema))
    .query(async ({ ctx, input }) => {
      const page = await listTopUps(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  topUp: portalProcedure
    .meta({ permission: 'wallet.read' })
    .input(z.object({ topUpId: topUpIdSchema }))
    .output(topUpSchema)
    .query(({ ctx, input }) => readTopUp(ctx.use, input)),
  startTopUp: portalProcedure
    .meta({ permission: 'wallet.top_up' })
    .input(startTopUpInputSchema)
    .output(z.object({ topUpId: z.string(), payUrl: z.string(), expiresAt: z.iso.datetime() }))
    .mutation(async ({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.amount);
      const started = await startTopUp(ctx.use, { ...input, amount: minor, currency });
      return { topUpId: started.topUpId, payUrl: started.payUrl, expiresAt: started.expiresAt.toISOString() };
    }),
  declareTopUp: portalProcedure
    .meta({ permission: 'wallet.top_up' })
    .input(declareTopUpInputSchema)
    .output(z.object({ topUpId: z.string() }))
    .mutation(({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.amount);
      return declareBankTopUp(ctx.use, { ...input, amount: minor, currency });
    }),
  moveIncome: portalProcedure
    .meta({ permission: 'wallet.top_up' })
    .input(moveIncomeInputSchema)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.amount);
      await moveIncomeToWallet(ctx.use, { clientRef: input.clientRef, amount: minor, currency });
    }),
  payBackSources: portalProcedure
    .meta({ permission: 'wallet.read' })
    .input(z.void())
    .output(z.array(payBackSourceSchema))
    .query(async ({ ctx }) => [...(await listPayBackSources(ctx.use))]),
  payBacks: portalProcedure
    .meta({ permission: 'wallet.read' })
    .input(pageInputSchema)
    .output(pageSchema(payBackSchema))
    .query(async ({ ctx, input }) => {
      const page = await listPayBacks(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  requestPayBack: portalProcedure
    .meta({ permission: 'wallet.pay_back' })
    .input(requestPayBackInputSchema)
    .output(z.object({ payBackId: z.string(), payBackNo: z.string() }))
    .mutation(({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.amount);
      return requestPayBack(ctx.use, { ...input, amount: minor, currency });
    }),
  cancelPayBack: portalProcedure
    .meta({ permission: 'wallet.pay_back' })
    .input(payBackIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelPayBack(ctx.use, input)),
  setLowMark: portalProcedure
    .meta({ permission: 'wallet.top_up' })
    .input(lowMarkInputSchema)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const mark = input.lowMark === null ? null : fromMoneyDto(input.lowMark);
      await setLowMark(ctx.use, mark === null ? null : { lowMark: mark.minor, currency: mark.currency });
    }),
});
