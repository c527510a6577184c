import { ORDER_STATES } from '@keyfall/contracts';
import {
  fulfilInputSchema,
  orderDetailSchema,
  orderListInputSchema,
  orderNoSchema,
  orderRowSchema,
} from '@keyfall/contracts/order-schemas';
import { pageSchema } from '@keyfall/contracts/schemas';
import { fulfilTopUp, readOrder, resendOrderMail } from '@keyfall/core/delivery';
import { findOrdersByCode, listOrders } from '@keyfall/core/orders';
import { cancelOrder } from '@keyfall/core/payments';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const stateSchema = z.object({ state: z.enum(ORDER_STATES) });

/** The wholesaler's orders, with everything that happened to each. */
export const ordersRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'orders.read' })
    .input(orderListInputSchema)
    .output(pageSchema(orderRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listOrders(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  // A mutation, so that a code's value never stands in an address or a log of addresses.
  findByCode: adminProcedure
    .meta({ permission: 'inventory.search_code' })
    .input(z.object({ value: z.string().trim().min(3).max(4096) }))
    .output(z.array(orderRowSchema))
    .mutation(async ({ ctx, input }) => [...(await findOrdersByCode(ctx.use, input))]),
  get: adminProcedure
    .meta({ permission: 'orders.read' })
    .input(z.object({ orderNo: orderNoSchema }))
    .output(orderDetailSchema)
    .query(({ ctx, input }) => readOrder(ctx.use, input)),
  fulfil: adminProcedure
    .meta({ permission: 'orders.fulfil' })
    .input(fulfilInputSchema)
    .output(stateSchema)
    .mutation(({ ctx, input }) => fulfilTopUp(ctx.use, input)),
  cancel: adminProcedure
    .meta({ permission: 'orders.cancel' })
    .input(z.object({ orderNo: orderNoSchema }))
    .output(stateSchema)
    .mutation(({ ctx, input }) => cancelOrder(ctx.use, input)),
  // Sends the mail with the link again; the codes are never in it.
  resend: adminProcedure
    .meta({ permission: 'orders.resend' })
    .input(z.object({ orderNo: orderNoSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => resendOrderMail(ctx.use, input)),
});
