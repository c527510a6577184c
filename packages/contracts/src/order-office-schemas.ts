/** What the back office exchanges about orders, payments and refunds. */
import { z } from 'zod';
import { refundIdSchema } from './id-schemas.ts';
import { COLLECTED_BY, INCOME_MODELS, OWN_PURCHASE_SIGNS, SKU_KINDS } from './kinds.ts';
import { moneyDtoSchema, positiveMoneySchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { ATTEMPT_STATES, LINE_STATES, ORDER_STATES, REFUND_REASONS, REFUND_STATES } from './states.ts';
import { orderNoSchema, reportedMoneySchema, orderEventSchema } from './order-shop-schemas.ts';

const id = z.string();
const at = z.string();

export const orderListInputSchema = pageInputSchema.extend({
  /** A number, a mail address, a phone, an amount such as `30.00`, or the value of a code. */
  q: z.string().trim().max(300).optional(),
  states: z.array(z.enum(ORDER_STATES)).max(9).optional(),
  distributorId: z.uuid().optional(),
  shopId: z.uuid().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  /** By when they were placed; left out: newest first. */
  sort: z.enum(['newest', 'oldest']).optional(),
});
export const orderRowSchema = z.object({
  id,
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  channel: z.enum(['shop', 'portal', 'api']),
  amount: moneyDtoSchema,
  refunded: moneyDtoSchema,
  distributorId: id,
  distributorName: z.string(),
  shopName: z.string().nullable(),
  /** Null for readers who may not see contacts. */
  contact: z.string().nullable(),
  title: z.string(),
  moreLines: z.int(),
  units: z.int(),
  createdAt: at,
  paidAt: at.nullable(),
});
export type OrderRowDto = z.infer<typeof orderRowSchema>;

/** A share of the percentage model: `percent` of `base`, at a distance from who brought the sale. */
export const shareCommissionSchema = z.object({ percent: z.string(), distance: z.int(), base: moneyDtoSchema });
/** What a purchase by an earner's own people would have earned it, and by what they were known. */
export const withheldShareSchema = z.object({ amount: moneyDtoSchema, sign: z.enum(OWN_PURCHASE_SIGNS) });
export const splitShareSchema = z.object({
  line: z.int(),
  position: z.int(),
  earnerId: id,
  earnerName: z.string(),
  /** What the earner pays per unit; null in the percentage model. */
  unitCost: z.string().nullable(),
  unitPrice: z.string(),
  commission: shareCommissionSchema.nullable(),
  withheld: withheldShareSchema.nullable(),
  /** The frozen share of the whole line, and what of it was earned, borne as fee, clawed and released so far. */
  amount: moneyDtoSchema,
  earned: moneyDtoSchema.nullable(),
  feeBorne: moneyDtoSchema.nullable(),
  clawed: moneyDtoSchema.nullable(),
  released: moneyDtoSchema.nullable(),
  releaseAt: at.nullable(),
});
export const orderLineDetailSchema = z.object({
  line: z.int(),
  model: z.enum(INCOME_MODELS),
  skuId: id,
  skuCode: z.string(),
  kind: z.enum(SKU_KINDS),
  productName: z.string(),
  skuName: z.string(),
  faceValue: z.string().nullable(),
  quantity: z.int(),
  unitPrice: z.string(),
  amount: moneyDtoSchema,
  cost: moneyDtoSchema.nullable(),
  delivered: z.int(),
  refundedOpen: z.int(),
  refundedUnits: z.int(),
  refundedAmount: moneyDtoSchema,
  state: z.enum(LINE_STATES),
  deliverAt: at.nullable(),
  settleAt: at.nullable(),
  warrantyUntil: at.nullable(),
  account: z.record(z.string(), z.string()).nullable(),
});
export const deliveryRowSchema = z.object({
  line: z.int(),
  unit: z.int(),
  turn: z.int(),
  codeId: id.nullable(),
  mask: z.string().nullable(),
  codeState: z.string().nullable(),
  evidence: z.string().nullable(),
  deliveredAt: at,
  openedAt: at.nullable(),
  supersededAt: at.nullable(),
  returnedAt: at.nullable(),
});
export const attemptRowSchema = z.object({
  id,
  accountName: z.string(),
  state: z.enum(ATTEMPT_STATES),
  amount: moneyDtoSchema,
  providerRef: z.string().nullable(),
  errorCode: z.string().nullable(),
  queries: z.int(),
  queryAt: at.nullable(),
  createdAt: at,
});
export const receiptRowSchema = z.object({
  id,
  /** Null for money of a wallet. */
  accountId: id.nullable(),
  accountName: z.string(),
  provider: z.string(),
  providerTxn: z.string(),
  /** Whose gateway took it; what a distributor's took is none of ours and has no journal. */
  collectedBy: z.enum(COLLECTED_BY),
  orderId: id.nullable(),
  orderNo: z.string().nullable(),
  amount: reportedMoneySchema,
  fee: reportedMoneySchema,
  outcome: z.enum(['pending', 'applied', 'suspense']),
  reason: z.string().nullable(),
  journalId: id.nullable(),
  refundId: id.nullable(),
  refundState: z.enum(REFUND_STATES).nullable(),
  paidAt: at,
  createdAt: at,
});
export type ReceiptRowDto = z.infer<typeof receiptRowSchema>;
export const refundRowSchema = z.object({
  id,
  kind: z.enum(['order', 'suspense', 'top_up']),
  orderId: id.nullable(),
  orderNo: z.string().nullable(),
  amount: reportedMoneySchema,
  state: z.enum(REFUND_STATES),
  cause: z.enum(REFUND_REASONS),
  reason: z.string(),
  bySystem: z.boolean(),
  requestedBy: id.nullable(),
  approvedBy: id.nullable(),
  rejectedBy: id.nullable(),
  /** Whether the reader asked for it and so may not approve it. */
  isOwn: z.boolean(),
  tries: z.int(),
  errorCode: z.string().nullable(),
  journalId: id.nullable(),
  createdAt: at,
  approvedAt: at.nullable(),
  doneAt: at.nullable(),
  lines: z.array(z.object({ line: z.int(), openUnits: z.int(), deliveredUnits: z.int(), amount: reportedMoneySchema })),
});
export type RefundRowDto = z.infer<typeof refundRowSchema>;
export const orderDetailSchema = z.object({
  id,
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  channel: z.enum(['shop', 'portal', 'api']),
  version: z.string(),
  amount: moneyDtoSchema,
  refunded: moneyDtoSchema,
  /** Where the seller collects the buyer's money itself: what its wallet is charged for the goods, whether it has been, what came back. */
  charge: z.object({ amount: moneyDtoSchema, refunded: moneyDtoSchema, isCharged: z.boolean() }).nullable(),
  distributorId: id,
  distributorName: z.string(),
  shopId: id.nullable(),
  shopName: z.string().nullable(),
  buyerId: id.nullable(),
  /** The referral code that counted, and whose it is. */
  referral: z.object({ code: z.string(), distributorName: z.string() }).nullable(),
  contactMail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  ip: z.string().nullable(),
  locale: z.string(),
  createdAt: at,
  holdUntil: at,
  deliverAt: at.nullable(),
  paidAt: at.nullable(),
  deliveredAt: at.nullable(),
  closedAt: at.nullable(),
  nextDeliveryAt: at.nullable(),
  settleAt: at.nullable(),
  /** A person doubts it: its income waits longer. */
  doubt: z.object({ since: at, note: z.string() }).nullable(),
  lines: z.array(orderLineDetailSchema),
  split: z.array(splitShareSchema),
  /** The first 200 units. */
  deliveries: z.array(deliveryRowSchema),
  attempts: z.array(attemptRowSchema),
  receipts: z.array(receiptRowSchema),
  refunds: z.array(refundRowSchema),
  /** Newest last. `actorName` is the person of a back office who did it; buyers and the system have none. */
  events: z.array(orderEventSchema.extend({ public: z.boolean(), actorName: z.string().nullable() })),
});
export type OrderDetailDto = z.infer<typeof orderDetailSchema>;

export const fulfilInputSchema = z.object({
  orderNo: orderNoSchema,
  line: z.int().min(1).max(100),
  units: z.int().min(1).max(100_000),
  evidence: z.string().trim().min(1).max(1000),
});

export const requestRefundInputSchema = z
  .object({
    orderNo: orderNoSchema,
    /** Left out together with `goodwill`: everything that is left. */
    units: z
      .array(
        z.object({
          line: z.int().min(1).max(100),
          delivered: z.int().min(0).max(100_000),
          undelivered: z.int().min(0).max(100_000),
        }),
      )
      .min(1)
      .max(100)
      .refine((units) => new Set(units.map((one) => one.line)).size === units.length, { error: 'line_twice' })
      .optional(),
    goodwill: positiveMoneySchema.optional(),
    reason: z.string().trim().min(1).max(500),
  })
  .refine((input) => input.units === undefined || input.goodwill === undefined, { error: 'units_or_goodwill' });
export const refundIdInputSchema = z.object({ refundId: refundIdSchema });
export const refundListInputSchema = pageInputSchema.extend({
  states: z.array(z.enum(REFUND_STATES)).max(6).optional(),
});
export const receiptListInputSchema = pageInputSchema.extend({ outcome: z.enum(['applied', 'suspense']).optional() });

export const webhookRowSchema = z.object({
  id,
  accountId: id,
  accountName: z.string(),
  ip: z.string().nullable(),
  state: z.enum(['received', 'done', 'refused']),
  result: z.string().nullable(),
  tries: z.int(),
  receivedAt: at,
  doneAt: at.nullable(),
});
export type WebhookRowDto = z.infer<typeof webhookRowSchema>;
export const gatewayAccountSchema = z.object({
  id,
  provider: z.string(),
  name: z.string(),
  currency: z.string(),
  feeRate: z.string(),
  feeBearer: z.enum(['platform', 'seller']),
  /** Whether the provider gives its fee back with a refund. */
  feeOnRefund: z.enum(['returned', 'kept']),
  enabled: z.boolean(),
  createdAt: at,
});
export type GatewayAccountDto = z.infer<typeof gatewayAccountSchema>;
