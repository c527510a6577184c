/** Distributors that collect their shops' money themselves: their gateway accounts, who may, which shops do. */
import { z } from 'zod';
import { distributorIdSchema, gatewayAccountIdSchema, shopIdSchema } from './id-schemas.ts';
import { COLLECTED_BY } from './kinds.ts';
import { moneyDtoSchema } from './money-schemas.ts';
import { SHOP_STATES } from './states.ts';

export const ownGatewaySchema = z.object({
  id: z.string(),
  provider: z.string(),
  name: z.string(),
  currency: z.string(),
  enabled: z.boolean(),
  createdAt: z.string(),
});
export type OwnGatewayDto = z.infer<typeof ownGatewaySchema>;

export const collectingShopSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(SHOP_STATES),
  collectedBy: z.enum(COLLECTED_BY),
});
export type CollectingShopDto = z.infer<typeof collectingShopSchema>;

/** How a distributor's shops take money, as its own portal shows it. */
export const collectingSchema = z.object({
  /** Whether the wholesaler lets it collect itself. */
  allowed: z.boolean(),
  accounts: z.array(ownGatewaySchema),
  shops: z.array(collectingShopSchema),
  /** What its wallet can spend, credit included, and what unpaid orders of its collecting shops count on. */
  spendable: moneyDtoSchema,
  promised: moneyDtoSchema,
  /** What new orders may still cost; below zero where more is promised than there is. */
  left: moneyDtoSchema,
  isShort: z.boolean(),
});
export type CollectingDto = z.infer<typeof collectingSchema>;

/** The same for the wholesaler. */
export const collectorSchema = collectingSchema.extend({
  /** When it was last decided; null: never. */
  changedAt: z.string().nullable(),
});
export type CollectorDto = z.infer<typeof collectorSchema>;

const nameSchema = z.string().trim().min(1).max(120);
const secretSchema = z.string().min(8).max(512);

export const addOwnGatewaySchema = z.strictObject({
  name: nameSchema,
  merchantId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'bad_merchant_id' }),
  apiKey: secretSchema,
  webhookSecret: secretSchema,
});

export const changeOwnGatewaySchema = z.strictObject({
  accountId: gatewayAccountIdSchema,
  name: nameSchema.optional(),
  enabled: z.boolean().optional(),
  apiKey: secretSchema.optional(),
  webhookSecret: secretSchema.optional(),
});

export const testedGatewaySchema = z.object({
  outcome: z.enum(['ok', 'refused', 'unreachable']),
  /** Where the provider has to send its webhooks. */
  hookUrl: z.string(),
});
export type TestedGatewayDto = z.infer<typeof testedGatewaySchema>;

export const setShopCollectionSchema = z.strictObject({ shopId: shopIdSchema, collectedBy: z.enum(COLLECTED_BY) });
export const setCollectorSchema = z.strictObject({ distributorId: distributorIdSchema, allowed: z.boolean() });
