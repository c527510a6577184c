import {
  orderNoSchema,
  portalOrderRowSchema,
  portalOrderSchema,
  requestRefundInputSchema,
} from '@keyfall/contracts/order-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import { moneyDtoSchema } from '@keyfall/contracts/money-schemas';
import { portalOrderListInputSchema } from '@keyfall/contracts/portal-schemas';
import { listPortalOrders, moneyOf, readPortalOrder } from '@keyfall/core/orders';
import { requestRefund } from '@keyfall/core/payments';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';
import { refundWishOf } from '../refund-wish.ts';

/** A distributor's own orders. */
export const ordersRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'orders.read' })
    .input(portalOrderListInputSchema)
    .output(pageSchema(portalOrderRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listPortalOrders(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  get: portalProcedure
    .meta({ permission: 'orders.read' })
    .input(z.object({ orderNo: orderNoSchema }))
    .output(portalOrderSchema)
    .query(({ ctx, input }) => readPortalOrder(ctx.use, input)),
  // The wholesaler decides; until then nothing moves.
  requestRefund: portalProcedure
    .meta({ permission: 'refunds.request' })
    .input(requestRefundInputSchema)
    .output(z.object({ refundId: z.string(), amount: moneyDtoSchema }))
    .mutation(async ({ ctx, input }) => {
      const { refundId, amount, currency } = await requestRefund(ctx.use, refundWishOf(input));
      return { refundId, amount: moneyOf(amount, currency) };
    }),
});
