import { skuIdSchema, pageInputSchema, pageSchema } from '@keyfall/contracts/schemas';
import {
  buyerOrderRowSchema,
  buyerOrderSchema,
  orderNoSchema,
  orderStatusSchema,
  revealInputSchema,
  revealedCodeSchema,
  stockStatusSchema,
} from '@keyfall/contracts/order-schemas';
import { ORDER_STATES } from '@keyfall/contracts';
import { listOwnOrders, revealCodes, viewOrder, watchOrder, watchStock } from '@keyfall/core/delivery';
import { cancelOrder } from '@keyfall/core/payments';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { shopProcedure, shopRouter } from '../../trpc/procedures.ts';
import { buyerOf } from './checkout.ts';

const byNumber = z.object({ orderNo: orderNoSchema });

/** A buyer's own orders, and the live side of a shop's pages. */
export const ordersRouter = shopRouter({
  get: shopProcedure
    .meta({ permission: 'orders.read' })
    .input(byNumber)
    .output(buyerOrderSchema)
    .query(({ ctx, input }) => viewOrder(buyerOf(ctx.use), input.orderNo)),
  list: shopProcedure
    .meta({ permission: 'orders.read' })
    .input(pageInputSchema)
    .output(pageSchema(buyerOrderRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listOwnOrders(buyerOf(ctx.use), input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  cancel: shopProcedure
    .meta({ permission: 'orders.read' })
    .input(byNumber)
    .output(z.object({ state: z.enum(ORDER_STATES) }))
    .mutation(({ ctx, input }) => cancelOrder(buyerOf(ctx.use), input)),
  reveal: shopProcedure
    .meta({ permission: 'codes.reveal' })
    .input(revealInputSchema)
    .output(z.array(revealedCodeSchema))
    .mutation(async ({ ctx, input }) => [...(await revealCodes(buyerOf(ctx.use), input))]),
  // The version is the event's id, so a page that reconnects hears only of what it has not seen.
  watch: shopProcedure
    .meta({ permission: 'orders.read' })
    .input(byNumber.extend({ lastEventId: z.string().max(40).nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const until = signal ?? new AbortController().signal;
      for await (const status of watchOrder(buyerOf(ctx.use), input.orderNo, input.lastEventId ?? null, until)) {
        yield tracked(status.version, orderStatusSchema.parse(status));
      }
    }),
  watchStock: shopProcedure
    .meta({ permission: 'shop.browse' })
    .input(z.object({ skuIds: z.array(skuIdSchema).min(1).max(50) }))
    .subscription(async function* ({ ctx, input, signal }) {
      const until = signal ?? new AbortController().signal;
      for await (const figures of watchStock(ctx.use, input.skuIds, until)) {
        yield z.array(stockStatusSchema).parse(figures);
      }
    }),
});
