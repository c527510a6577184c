/** Wholesale purchases of a distributor from its wallet, and their protected download. */
import { z } from 'zod';
import { skuIdSchema } from './id-schemas.ts';
import { faceRangeSchema, moneyDtoSchema, unitPriceSchema } from './money-schemas.ts';
import { orderNoSchema } from './order-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { ERROR_CODES } from './errors/index.ts';
import { LINE_STATES, ORDER_STATES } from './states.ts';
import { clientRefSchema } from './wallet-schemas.ts';

export const PURCHASE_UNITS_MAX = 100_000;
export const PURCHASE_LINES_MAX = 50;

export const EXPORT_FORMATS = ['csv', 'txt', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const cartLineSchema = z.object({
  skuId: skuIdSchema,
  quantity: z.int().min(1).max(PURCHASE_UNITS_MAX),
  faceValue: z
    .string()
    .max(20)
    .regex(/^\d{1,9}(\.\d{1,4})?$/)
    .optional(),
});
export const purchaseCartSchema = z.object({ lines: z.array(cartLineSchema).min(1).max(PURCHASE_LINES_MAX) });

/** Goods the distributor may buy for itself, at its own cost. */
export const goodsRowSchema = z.object({
  skuId: z.string(),
  code: z.string(),
  name: z.string(),
  currency: z.string(),
  /** Per unit for one unit; for a range of face values per unit of face value. */
  unitPrice: unitPriceSchema,
  faceRange: faceRangeSchema.nullable(),
  available: z.int(),
  mayWait: z.boolean(),
});
export type GoodsRowDto = z.infer<typeof goodsRowSchema>;
export const goodsListInputSchema = pageInputSchema.extend({ q: z.string().trim().max(60).optional() });

export const purchaseQuoteSchema = z.object({
  currency: z.string().nullable(),
  total: moneyDtoSchema.nullable(),
  /** What the wallet can pay now, bonus and credit included. */
  spendable: moneyDtoSchema.nullable(),
  /** What could be spent after it; below zero: it is not covered. */
  spendableAfter: moneyDtoSchema.nullable(),
  units: z.int(),
  lines: z.array(
    z.object({
      skuId: z.string(),
      code: z.string(),
      name: z.string(),
      quantity: z.int(),
      faceValue: z.string().nullable(),
      unitPrice: unitPriceSchema.nullable(),
      amount: moneyDtoSchema.nullable(),
      available: z.int().nullable(),
      mayWait: z.boolean(),
      /** Why it cannot be bought as it is: an error's code. */
      problem: z.enum(ERROR_CODES as readonly [string, ...string[]]).nullable(),
    }),
  ),
});
export type PurchaseQuoteDto = z.infer<typeof purchaseQuoteSchema>;

export const placePurchaseInputSchema = purchaseCartSchema.extend({
  clientRef: clientRefSchema,
  /** What was shown; refused when the prices moved since. */
  expectedTotal: moneyDtoSchema,
});
export const placedPurchaseSchema = z.object({
  orderNo: z.string(),
  /** `processing`: paid, and handed over in parts from now on. */
  status: z.enum(['delivered', 'processing']),
  amount: moneyDtoSchema,
  spendableAfter: moneyDtoSchema.nullable(),
  repeated: z.boolean(),
});
export type PlacedPurchaseDto = z.infer<typeof placedPurchaseSchema>;

export const purchaseRowSchema = z.object({
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  title: z.string(),
  moreLines: z.int(),
  units: z.int(),
  delivered: z.int(),
  amount: moneyDtoSchema,
  refunded: moneyDtoSchema,
  createdAt: z.iso.datetime(),
});
export type PurchaseRowDto = z.infer<typeof purchaseRowSchema>;

export const exportRowSchema = z.object({
  id: z.string(),
  format: z.enum(EXPORT_FORMATS),
  isZip: z.boolean(),
  skipUnits: z.int(),
  units: z.int(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ExportRowDto = z.infer<typeof exportRowSchema>;

export const purchaseSchema = purchaseRowSchema.extend({
  /** Paid out of the bonus; the rest was cash or credit. */
  bonus: moneyDtoSchema,
  /** Units that may be downloaded now. */
  exportable: z.int(),
  deliveredAt: z.iso.datetime().nullable(),
  lines: z.array(
    z.object({
      line: z.int(),
      skuCode: z.string(),
      name: z.string(),
      faceValue: z.string().nullable(),
      quantity: z.int(),
      delivered: z.int(),
      refundedOpen: z.int(),
      refundedUnits: z.int(),
      unitPrice: unitPriceSchema,
      amount: moneyDtoSchema,
      state: z.enum(LINE_STATES),
    }),
  ),
  exports: z.array(exportRowSchema),
});
export type PurchaseDto = z.infer<typeof purchaseSchema>;
export const purchaseInputSchema = z.object({ orderNo: orderNoSchema });
export const purchaseListInputSchema = pageInputSchema;

export const startExportInputSchema = z.object({
  orderNo: orderNoSchema,
  format: z.enum(EXPORT_FORMATS),
  /** An archive under a password that is shown once. */
  zip: z.boolean(),
  /** Units to leave out at the beginning, where an earlier download had come. */
  skipUnits: z
    .int()
    .min(0)
    .max(PURCHASE_UNITS_MAX * PURCHASE_LINES_MAX)
    .default(0),
});
export const startedExportSchema = z.object({
  /** Where the file is fetched, once, by the same person within ten minutes. */
  url: z.string(),
  fileName: z.string(),
  units: z.int(),
  /** Opens the archive. Never stored, shown this once; null without an archive. */
  password: z.string().nullable(),
  expiresAt: z.iso.datetime(),
});
export type StartedExportDto = z.infer<typeof startedExportSchema>;
