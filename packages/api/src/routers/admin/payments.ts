import type { GatewayAccountId } from '@keyfall/contracts';
import {
  gatewayAccountSchema,
  receiptListInputSchema,
  receiptRowSchema,
  webhookRowSchema,
} from '@keyfall/contracts/order-schemas';
import { gatewayAccountIdSchema, pageInputSchema, pageSchema } from '@keyfall/contracts/schemas';
import { changeGatewayAccount, listReceipts, listWebhooks, readGatewayAccounts } from '@keyfall/core/payments';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** Money that came in, what providers sent, and the accounts it came through. */
export const paymentsRouter = adminRouter({
  receipts: adminProcedure
    .meta({ permission: 'payments.read' })
    .input(receiptListInputSchema)
    .output(pageSchema(receiptRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listReceipts(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  webhooks: adminProcedure
    .meta({ permission: 'payments.read' })
    .input(pageInputSchema)
    .output(pageSchema(webhookRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listWebhooks(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  accounts: adminProcedure
    .meta({ permission: 'payments.read' })
    .input(z.void())
    .output(z.array(gatewayAccountSchema))
    .query(async ({ ctx }) => [...(await readGatewayAccounts(ctx.use))]),
  changeAccount: adminProcedure
    .meta({ permission: 'payments.configure' })
    .input(
      z.object({
        accountId: gatewayAccountIdSchema,
        name: z.string().trim().min(1).max(120).optional(),
        enabled: z.boolean().optional(),
        feeBearer: z.enum(['platform', 'seller']).optional(),
        feeOnRefund: z.enum(['returned', 'kept']).optional(),
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) =>
      changeGatewayAccount(ctx.use, { ...input, accountId: input.accountId as GatewayAccountId }),
    ),
});
