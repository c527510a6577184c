/** What shop, back office and portal exchange about orders, payments and refunds. Dates are ISO texts, money decimal texts. */
import { z } from 'zod';
import { gatewayAccountIdSchema, refundIdSchema, skuIdSchema } from './id-schemas.ts';
import { openCodeSchema } from './inventory-schemas.ts';
import { SKU_KINDS } from './kinds.ts';
import { moneyDtoSchema, positiveMoneySchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { ATTEMPT_STATES, LINE_STATES, ORDER_STATES, REFUND_REASONS, REFUND_STATES } from './states.ts';

const id = z.string();
const at = z.string();
export const orderNoSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16}$/, { error: 'bad_order_no' });
/** Money as a provider reported it: the currency need not be one we book in (the amount is then in minor units). */
export const reportedMoneySchema = z.object({ amount: z.string(), currency: z.string() });

const mail = z.string().trim().toLowerCase().max(254).pipe(z.email());
const phone = z
  .string()
  .trim()
  .regex(/^[0-9+][0-9 ()-]{4,38}$/, { error: 'bad_phone' });

// --- Shop: cart, checkout, payment -------------------------------------------------------------------------------------

export const cartLineSchema = z.object({
  skuId: skuIdSchema,
  quantity: z.int().min(1).max(100_000),
  /** For goods sold over a range of face values. */
  faceValue: z.string().max(20).optional(),
  /** For direct top-ups: the fields of the SKU's template. */
  account: z.record(z.string().max(32), z.string().max(300)).optional(),
});
export const quoteInputSchema = z.object({ lines: z.array(cartLineSchema).min(1).max(50) });

export const quoteLineSchema = z.object({
  line: z.int(),
  skuId: id,
  quantity: z.int(),
  faceValue: z.string().nullable(),
  /** Per unit, face value included; null where the line cannot be sold. */
  unitPrice: z.string().nullable(),
  amount: moneyDtoSchema,
  /** Units in stock a moment ago, at most 99 told; null for goods without stock. */
  available: z.int().nullable(),
  /** Out of stock, but may be ordered and waits for stock. */
  waitsForStock: z.boolean(),
  problem: z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }).nullable(),
});
export const quoteSchema = z.object({
  lines: z.array(quoteLineSchema),
  total: moneyDtoSchema,
  canOrder: z.boolean(),
  /** How long an order would be held for payment. */
  holdSeconds: z.int(),
});
export type QuoteDto = z.infer<typeof quoteSchema>;

export const placeOrderInputSchema = quoteInputSchema.extend({
  /** Made by the page once per checkout: sending it again answers the same order. */
  clientRef: z.string().regex(/^[A-Za-z0-9_.:-]{8,255}$/),
  contact: z.object({ mail: mail.nullable().default(null), phone: phone.nullable().default(null) }),
  queryPassword: z.string().min(6).max(72).optional(),
  deliverAt: z.iso.datetime({ offset: true }).optional(),
  /** What the buyer saw; the order is refused when it is no longer true. */
  expectedTotal: moneyDtoSchema.optional(),
  /** A random id the browser keeps. */
  device: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/)
    .optional(),
});
export const placedOrderSchema = z.object({
  orderId: id,
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  amount: moneyDtoSchema,
  holdUntil: at,
  repeated: z.boolean(),
});
export type PlacedOrderDto = z.infer<typeof placedOrderSchema>;

export const paymentMethodSchema = z.object({ id, provider: z.string(), name: z.string() });
export type PaymentMethodDto = z.infer<typeof paymentMethodSchema>;
export const startPaymentInputSchema = z.object({ orderNo: orderNoSchema, accountId: gatewayAccountIdSchema });
export const startedPaymentSchema = z.object({ attemptId: id, payUrl: z.string(), expiresAt: at });

// --- Shop: the buyer's orders ------------------------------------------------------------------------------------------

export const orderEventSchema = z.object({ id, kind: z.string(), at, data: z.record(z.string(), z.unknown()) });
export const buyerUnitSchema = z.object({
  unit: z.int(),
  deliveredAt: at,
  /** When the buyer opened it for the first time. */
  openedAt: at.nullable(),
  returned: z.boolean(),
  hasCode: z.boolean(),
});
export const buyerOrderLineSchema = z.object({
  line: z.int(),
  skuId: id,
  kind: z.enum(SKU_KINDS),
  productName: z.string(),
  skuName: z.string(),
  productSlug: z.string().nullable(),
  howto: z.string(),
  faceValue: z.string().nullable(),
  quantity: z.int(),
  unitPrice: z.string(),
  amount: moneyDtoSchema,
  delivered: z.int(),
  refundedUnits: z.int(),
  state: z.enum(LINE_STATES),
  deliverAt: at.nullable(),
  warrantyUntil: at.nullable(),
  account: z.record(z.string(), z.string()).nullable(),
  /** The first 200 delivered units. */
  units: z.array(buyerUnitSchema),
});
export const buyerRefundSchema = z.object({
  id,
  kind: z.enum(['order', 'suspense']),
  amount: reportedMoneySchema,
  state: z.enum(REFUND_STATES),
  createdAt: at,
  doneAt: at.nullable(),
});
export const buyerOrderSchema = z.object({
  id,
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  /** Moves with every change; what the live page listens for. */
  version: z.string(),
  amount: moneyDtoSchema,
  refunded: moneyDtoSchema,
  createdAt: at,
  holdUntil: at,
  paidAt: at.nullable(),
  deliveredAt: at.nullable(),
  closedAt: at.nullable(),
  deliverAt: at.nullable(),
  /** When money of what cannot be delivered goes back by itself. */
  settleAt: at.nullable(),
  contactMail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  /** The page of a payment that was started and is still open. */
  openPayment: startedPaymentSchema.nullable(),
  lines: z.array(buyerOrderLineSchema),
  refunds: z.array(buyerRefundSchema),
  events: z.array(orderEventSchema),
});
export type BuyerOrderDto = z.infer<typeof buyerOrderSchema>;
export const buyerOrderRowSchema = z.object({
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  amount: moneyDtoSchema,
  createdAt: at,
  /** The first line and how many more there are. */
  title: z.string(),
  moreLines: z.int(),
});
export type BuyerOrderRowDto = z.infer<typeof buyerOrderRowSchema>;
export const orderStatusSchema = z.object({ orderNo: z.string(), state: z.enum(ORDER_STATES), version: z.string() });
export type OrderStatusDto = z.infer<typeof orderStatusSchema>;

export const revealInputSchema = z.object({
  orderNo: orderNoSchema,
  line: z.int().min(1).max(100),
  units: z.array(z.int().min(1).max(100_000)).min(1).max(100).optional(),
});
export const revealedCodeSchema = openCodeSchema.extend({ line: z.int(), unit: z.int() });
export type RevealedCode = z.infer<typeof revealedCodeSchema>;

export const findOrderInputSchema = z.object({
  orderNo: z
    .string()
    .trim()
    .max(40)
    .transform((text) => text.toUpperCase()),
  contact: z.string().trim().toLowerCase().min(3).max(254),
});
export const openOrderInputSchema = z.object({
  orderNo: z
    .string()
    .trim()
    .max(40)
    .transform((text) => text.toUpperCase()),
  queryPassword: z.string().min(1).max(72),
});

export const inboxItemSchema = z.object({
  id,
  kind: z.string(),
  orderNo: z.string().nullable(),
  params: z.record(z.string(), z.unknown()),
  createdAt: at,
  readAt: at.nullable(),
});
export type InboxItemDto = z.infer<typeof inboxItemSchema>;

/** What an open product page hears of a SKU's stock: at most 99 told, null for goods without stock. */
export const stockStatusSchema = z.object({
  skuId: id,
  available: z.int().nullable(),
  byFace: z.record(z.string(), z.int()),
});
export type StockStatusDto = z.infer<typeof stockStatusSchema>;

// --- Back office -------------------------------------------------------------------------------------------------------

export const orderListInputSchema = pageInputSchema.extend({
  /** A number, a mail address, a phone, an amount such as `30.00`, or the value of a code. */
  q: z.string().trim().max(300).optional(),
  states: z.array(z.enum(ORDER_STATES)).max(9).optional(),
  distributorId: z.uuid().optional(),
  shopId: z.uuid().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
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

export const splitShareSchema = z.object({
  line: z.int(),
  position: z.int(),
  earnerId: id,
  earnerName: z.string(),
  unitCost: z.string(),
  unitPrice: z.string(),
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
  accountId: id,
  accountName: z.string(),
  provider: z.string(),
  providerTxn: z.string(),
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
  kind: z.enum(['order', 'suspense']),
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
  distributorId: id,
  distributorName: z.string(),
  shopId: id.nullable(),
  shopName: z.string().nullable(),
  buyerId: id.nullable(),
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
  lines: z.array(orderLineDetailSchema),
  split: z.array(splitShareSchema),
  /** The first 200 units. */
  deliveries: z.array(deliveryRowSchema),
  attempts: z.array(attemptRowSchema),
  receipts: z.array(receiptRowSchema),
  refunds: z.array(refundRowSchema),
  events: z.array(orderEventSchema.extend({ public: z.boolean(), actorId: id.nullable() })),
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
  enabled: z.boolean(),
  createdAt: at,
});
export type GatewayAccountDto = z.infer<typeof gatewayAccountSchema>;

// --- Portal ------------------------------------------------------------------------------------------------------------

export const portalOrderRowSchema = orderRowSchema.omit({ distributorId: true, distributorName: true, channel: true });
export type PortalOrderRowDto = z.infer<typeof portalOrderRowSchema>;
export const portalShareSchema = z.object({
  line: z.int(),
  /** What I pay per unit, what I receive per unit, and so my share. */
  unitCost: z.string(),
  unitPrice: z.string(),
  amount: moneyDtoSchema,
  earned: moneyDtoSchema,
  feeBorne: moneyDtoSchema,
  clawed: moneyDtoSchema,
  released: moneyDtoSchema,
  releaseAt: at.nullable(),
});
export const portalOrderSchema = z.object({
  id,
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  amount: moneyDtoSchema,
  refunded: moneyDtoSchema,
  shopName: z.string().nullable(),
  contactMail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  createdAt: at,
  paidAt: at.nullable(),
  deliveredAt: at.nullable(),
  lines: z.array(orderLineDetailSchema.omit({ cost: true, settleAt: true })),
  shares: z.array(portalShareSchema),
  events: z.array(orderEventSchema),
});
export type PortalOrderDto = z.infer<typeof portalOrderSchema>;

export const incomeListInputSchema = pageInputSchema.extend({
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});
export const incomeLineSchema = z.object({
  orderNo: z.string(),
  line: z.int(),
  skuName: z.string(),
  quantity: z.int(),
  /** The child of mine through which I earned; null where I sold myself. */
  viaChild: z.string().nullable(),
  share: portalShareSchema,
  createdAt: at,
});
export type IncomeLineDto = z.infer<typeof incomeLineSchema>;
export const incomeTotalsSchema = z.object({
  currency: z.string(),
  /** Earned and still in the hold period, income that may be withdrawn, clawback not yet repaid. */
  held: moneyDtoSchema,
  available: moneyDtoSchema,
  debt: moneyDtoSchema,
});
export type IncomeTotalsDto = z.infer<typeof incomeTotalsSchema>;
