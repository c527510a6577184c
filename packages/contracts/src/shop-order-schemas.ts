import { z } from 'zod';
import { gatewayAccountIdSchema, skuIdSchema } from './id-schemas.ts';
import { openCodeSchema } from './inventory-schemas.ts';
import { SKU_KINDS } from './kinds.ts';
import { currencySchema } from './money-schemas.ts';
import { LINE_STATES, ORDER_STATES, REFUND_REASONS, REFUND_STATES } from './states.ts';

/** What a shop's pages and its API agree on from the cart to the code. Amounts are decimal texts in the order's currency. */

/** Sixteen characters of base 32 without I, L, O, U. */
export const orderNoSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16}$/, { error: 'bad_order_no' });
const decimalText = z.string().regex(/^[0-9]{1,12}(\.[0-9]{1,8})?$/, { error: 'bad_amount' });
const time = z.string();

export const CART_LINES_MAX = 50;
export const cartLineSchema = z.object({
  skuId: skuIdSchema,
  quantity: z.int().min(1).max(100_000),
  /** For goods sold over a range of face values. */
  faceValue: decimalText.optional(),
  /** For direct top-ups: the fields of the SKU's template. */
  account: z.record(z.string().max(32), z.string().max(300)).optional(),
});
export type CartLineDto = z.infer<typeof cartLineSchema>;
const cartSchema = z.array(cartLineSchema).min(1).max(CART_LINES_MAX);

export const quoteInputSchema = z.object({ lines: cartSchema });

/** Why a line cannot be ordered as it is: an error's code and figures. */
const lineProblemSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
  fields: z.array(z.object({ pointer: z.string(), code: z.string() })),
});
export const quoteLineSchema = z.object({
  line: z.int(),
  skuId: z.string(),
  /** Null for what the shop does not sell (any more). */
  product: z
    .object({ slug: z.string(), name: z.string(), skuName: z.string(), imageId: z.string().nullable() })
    .nullable(),
  kind: z.enum(SKU_KINDS).nullable(),
  faceValue: z.string().nullable(),
  quantity: z.int(),
  unitPrice: z.string().nullable(),
  amount: z.string(),
  /** Units in stock a moment ago; null for goods without stock. */
  available: z.int().nullable(),
  problem: lineProblemSchema.nullable(),
});
export type QuoteLineDto = z.infer<typeof quoteLineSchema>;
export const quoteSchema = z.object({
  lines: z.array(quoteLineSchema),
  currency: currencySchema,
  total: z.string(),
  /** How long an order placed now is held for its payment. */
  holdSeconds: z.int(),
});
export type QuoteDto = z.infer<typeof quoteSchema>;

export const placeOrderInputSchema = z.object({
  /** Made by the page, kept over retries: the same reference and request give the same order. */
  clientRef: z.string().min(8).max(255),
  lines: cartSchema,
  contact: z.object({
    mail: z.email().max(254).nullable(),
    phone: z
      .string()
      .regex(/^\+?[0-9 -]{5,39}$/, { error: 'bad_phone' })
      .nullable(),
  }),
  /** Opens the codes of the order without the mailed link. */
  queryPassword: z.string().min(6).max(100).optional(),
  /** The total the buyer saw; another one now is refused. */
  expectedTotal: decimalText,
  /** A random id the browser keeps. */
  device: z.string().max(64).optional(),
});
export type PlaceOrderInputDto = z.infer<typeof placeOrderInputSchema>;
export const placedOrderSchema = z.object({
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  amount: z.string(),
  currency: currencySchema,
  holdUntil: time,
});
export type PlacedOrderDto = z.infer<typeof placedOrderSchema>;

export const paymentMethodSchema = z.object({ accountId: z.string(), provider: z.string(), name: z.string() });
export type PaymentMethodDto = z.infer<typeof paymentMethodSchema>;
export const startPaymentInputSchema = z.object({ orderNo: orderNoSchema, accountId: gatewayAccountIdSchema });
export const startedPaymentSchema = z.object({ payUrl: z.string(), expiresAt: time });

export const orderNoInputSchema = z.object({ orderNo: orderNoSchema });
export const shopOrderLineSchema = z.object({
  line: z.int(),
  state: z.enum(LINE_STATES),
  kind: z.enum(SKU_KINDS),
  /** Null when the product has left the shop. */
  productSlug: z.string().nullable(),
  productName: z.string(),
  skuName: z.string(),
  skuId: z.string(),
  imageId: z.string().nullable(),
  howto: z.string(),
  faceValue: z.string().nullable(),
  quantity: z.int(),
  unitPrice: z.string(),
  amount: z.string(),
  delivered: z.int(),
  refundedUnits: z.int(),
  refundedAmount: z.string(),
  /** When it is to be handed over, if not at once. */
  deliverAt: time.nullable(),
  warrantyUntil: time.nullable(),
  account: z.record(z.string(), z.string()).nullable(),
  /** Units that can be opened now, with whether they were opened before. */
  units: z.array(z.object({ unit: z.int(), revealed: z.boolean(), evidence: z.string().nullable() })),
});
export type ShopOrderLineDto = z.infer<typeof shopOrderLineSchema>;
export const shopOrderSchema = z.object({
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  currency: currencySchema,
  amount: z.string(),
  refunded: z.string(),
  createdAt: time,
  holdUntil: time,
  paidAt: time.nullable(),
  deliveredAt: time.nullable(),
  closedAt: time.nullable(),
  /** The clock the times are to be compared with. */
  now: time,
  /** Masked: `l***@example.com`. */
  contact: z.string().nullable(),
  canPay: z.boolean(),
  canCancel: z.boolean(),
  hasQueryPassword: z.boolean(),
  /** The newest try to pay, if one was begun. */
  attempt: z.object({ state: z.string(), method: z.string() }).nullable(),
  lines: z.array(shopOrderLineSchema),
  refunds: z.array(
    z.object({
      id: z.string(),
      state: z.enum(REFUND_STATES),
      reason: z.enum(REFUND_REASONS),
      amount: z.string(),
      createdAt: time,
      doneAt: time.nullable(),
    }),
  ),
  events: z.array(z.object({ id: z.string(), kind: z.string(), at: time })),
});
export type ShopOrderDto = z.infer<typeof shopOrderSchema>;

/** The codes of a line, or of one of its units. Each opening is recorded before the plaintext leaves the server. */
export const revealInputSchema = z.object({
  orderNo: orderNoSchema,
  line: z.int().min(1).max(100),
  unit: z.int().min(1).max(100_000).optional(),
});
export const revealedUnitSchema = openCodeSchema.omit({ codeId: true }).extend({ unit: z.int() });
export type RevealedUnitDto = z.infer<typeof revealedUnitSchema>;
export const revealedSchema = z.object({ units: z.array(revealedUnitSchema) });

/** Hit and miss answer alike; a hit is mailed a link that opens the order. */
export const findOrderInputSchema = z.object({ orderNo: orderNoSchema, contact: z.string().trim().min(3).max(254) });

export const shopOrderRowSchema = z.object({
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  currency: currencySchema,
  amount: z.string(),
  refunded: z.string(),
  createdAt: time,
  /** Name of the first product, and how many more lines there are. */
  title: z.string(),
  moreLines: z.int(),
});
export type ShopOrderRowDto = z.infer<typeof shopOrderRowSchema>;

export const inboxItemSchema = z.object({
  id: z.string(),
  kind: z.string(),
  orderNo: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  createdAt: time,
  readAt: time.nullable(),
});
export type InboxItemDto = z.infer<typeof inboxItemSchema>;
