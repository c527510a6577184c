import { inboxItemSchema } from '@keyfall/contracts/order-schemas';
import { pageInputSchema, pageSchema } from '@keyfall/contracts/pagination-schemas';
import { listInbox, markInboxSeen } from '@keyfall/core/delivery';
import { z } from 'zod';
import { shopProcedure, shopRouter } from '../../trpc/procedures.ts';
import { buyerOf } from './checkout.ts';

/** What the shop told a member about its orders. */
export const inboxRouter = shopRouter({
  list: shopProcedure
    .meta({ permission: 'inbox.read' })
    .input(pageInputSchema)
    // `unread` counts all unread messages, at most 100 told.
    .output(pageSchema(inboxItemSchema).extend({ unread: z.int() }))
    .query(async ({ ctx, input }) => {
      const page = await listInbox(buyerOf(ctx.use), input);
      return { items: [...page.items], nextCursor: page.nextCursor, unread: page.unread };
    }),
  // Ids of others are left alone without a word.
  markRead: shopProcedure
    .meta({ permission: 'inbox.read' })
    .input(z.object({ ids: z.array(z.uuid()).min(1).max(200).optional() }))
    .output(z.void())
    .mutation(({ ctx, input }) => markInboxSeen(buyerOf(ctx.use), input)),
});
