/** What a shop exchanges about a cart, an order and its payment. Dates are ISO texts, money decimal texts. */
import { z } from 'zod';
import { gatewayAccountIdSchema, skuIdSchema } from './id-schemas.ts';
import { openCodeSchema } from './inventory-schemas.ts';
import { SKU_KINDS } from './kinds.ts';
import { moneyDtoSchema } from './money-schemas.ts';
import { LINE_STATES, ORDER_STATES, REFUND_STATES } from './states.ts';

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

// Shop: cart, checkout, payment

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
  /** The code of `?r=CODE` that brought the buyer, at most 30 days ago; one that says nothing here changes nothing. */
  referral: z.string().max(40).optional(),
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

// Shop: the buyer's orders

/** What an event says beyond its kind; what it does not say is left out. */
export const orderEventDataSchema = z.object({
  amount: reportedMoneySchema.optional(),
  units: z.int().optional(),
  line: z.int().optional(),
  /** Why money did not fit, one of `SUSPENSE_REASONS`, or why it goes back, one of `REFUND_REASONS`. */
  cause: z.string().optional(),
  /** What a person wrote. */
  reason: z.string().optional(),
});
export type OrderEventDataDto = z.infer<typeof orderEventDataSchema>;
/** `kind` is one of `ORDER_EVENT_KINDS`; a newer release may know others. */
export const orderEventSchema = z.object({ id, kind: z.string(), at, data: orderEventDataSchema });
export type OrderEventDto = z.infer<typeof orderEventSchema>;
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
  /** The product's cover, while the shop shows the product. */
  imageId: z.string().nullable(),
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
  productSlug: z.string().nullable(),
  /** The cover of the first line's product, while the shop shows it. */
  imageId: z.string().nullable(),
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
