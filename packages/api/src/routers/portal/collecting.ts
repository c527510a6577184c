import {
  addOwnGatewaySchema,
  changeOwnGatewaySchema,
  collectingSchema,
  setShopCollectionSchema,
  testedGatewaySchema,
} from '@keyfall/contracts/collecting-schemas';
import { gatewayAccountIdSchema } from '@keyfall/contracts/schemas';
import { secret } from '@keyfall/core';
import { readCollecting, setShopCollection } from '@keyfall/core/collecting';
import { addOwnAccount, changeOwnAccount, testOwnAccount } from '@keyfall/core/payments';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** A distributor's own gateway accounts, and which of its shops take their money through them. */
export const collectingRouter = portalRouter({
  get: portalProcedure
    .meta({ permission: 'gateways.read' })
    .input(z.void())
    .output(collectingSchema)
    .query(({ ctx }) => readCollecting(ctx.use)),
  addAccount: portalProcedure
    .meta({ permission: 'gateways.write' })
    .input(addOwnGatewaySchema)
    .output(z.object({ accountId: z.string(), hookUrl: z.string() }))
    .mutation(({ ctx, input }) =>
      addOwnAccount(ctx.use, {
        ...input,
        apiKey: secret(input.apiKey),
        webhookSecret: secret(input.webhookSecret),
      }),
    ),
  changeAccount: portalProcedure
    .meta({ permission: 'gateways.write' })
    .input(changeOwnGatewaySchema)
    .output(z.void())
    .mutation(({ ctx, input }) => {
      const { apiKey, webhookSecret, ...plain } = input;
      return changeOwnAccount(ctx.use, {
        ...plain,
        ...(apiKey === undefined ? {} : { apiKey: secret(apiKey) }),
        ...(webhookSecret === undefined ? {} : { webhookSecret: secret(webhookSecret) }),
      });
    }),
  testAccount: portalProcedure
    .meta({ permission: 'gateways.read' })
    .input(z.strictObject({ accountId: gatewayAccountIdSchema }))
    .output(testedGatewaySchema)
    .mutation(({ ctx, input }) => testOwnAccount(ctx.use, input)),
  setShop: portalProcedure
    .meta({ permission: 'gateways.write' })
    .input(setShopCollectionSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => setShopCollection(ctx.use, input)),
});
