import {
  refundIdInputSchema,
  refundListInputSchema,
  refundRowSchema,
  requestRefundInputSchema,
} from '@keyfall/contracts/order-schemas';
import { pageSchema } from '@keyfall/contracts/schemas';
import { approveRefund, listRefunds, rejectRefund, requestRefund, settleRefundByHand } from '@keyfall/core/payments';
import { formatMinor, parseCurrency } from '@keyfall/money';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';
import { refundWishOf } from '../refund-wish.ts';

/** Refunds: one person asks, another decides, the provider pays. */
export const refundsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'refunds.read' })
    .input(refundListInputSchema)
    .output(pageSchema(refundRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listRefunds(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  request: adminProcedure
    .meta({ permission: 'refunds.request' })
    .input(requestRefundInputSchema)
    .output(z.object({ refundId: z.string(), amount: z.object({ amount: z.string(), currency: z.string() }) }))
    .mutation(async ({ ctx, input }) => {
      const asked = await requestRefund(ctx.use, refundWishOf(input));
      const amount = formatMinor(asked.amount, parseCurrency(asked.currency));
      return { refundId: asked.refundId, amount: { amount, currency: asked.currency } };
    }),
  approve: adminProcedure
    .meta({ permission: 'refunds.approve' })
    .input(refundIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => approveRefund(ctx.use, input)),
  reject: adminProcedure
    .meta({ permission: 'refunds.approve' })
    .input(refundIdInputSchema.extend({ reason: z.string().trim().min(1).max(500) }))
    .output(z.void())
    .mutation(({ ctx, input }) => rejectRefund(ctx.use, input)),
  settleByHand: adminProcedure
    .meta({ permission: 'payments.resolve' })
    .input(refundIdInputSchema.extend({ reference: z.string().trim().min(1).max(200) }))
    .output(z.void())
    .mutation(({ ctx, input }) => settleRefundByHand(ctx.use, input)),
});
