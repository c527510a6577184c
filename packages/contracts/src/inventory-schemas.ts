import { z } from 'zod';
import { batchIdSchema, codeIdSchema, importIdSchema, skuIdSchema, supplierIdSchema } from './id-schemas.ts';
import { CONTENT_KINDS } from './kinds.ts';
import { faceRangeSchema, unitPriceSchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { BATCH_STATES, CODE_STATES, IMPORT_STATES } from './states.ts';

export const batchSchema = z.object({
  id: z.string(),
  name: z.string(),
  skuId: z.string(),
  skuCode: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  supplier: z.string().nullable(),
  /** Hidden (null) from those who may not see costs. */
  unitCost: z.string().nullable(),
  /** Where its SKU is sold over a range, the cost is for one unit of face value. */
  range: faceRangeSchema.nullable(),
  expiresAt: z.string().nullable(),
  state: z.enum(BATCH_STATES),
  reason: z.string().nullable(),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  available: z.int(),
  createdAt: z.string(),
});
export type BatchDto = z.infer<typeof batchSchema>;

/** A code in a list: its mask and where it is, never a character of the secret. */
export const codeRowSchema = z.object({
  id: z.string(),
  mask: z.string(),
  content: z.enum(CONTENT_KINDS),
  state: z.enum(CODE_STATES),
  faceValue: z.string().nullable(),
  expiresAt: z.string().nullable(),
  stateAt: z.string(),
  batchId: z.string(),
  batch: z.string(),
  skuCode: z.string(),
  orderId: z.string().nullable(),
  orderNo: z.string().nullable(),
});
export type CodeRowDto = z.infer<typeof codeRowSchema>;

/** An opened code, as the one who may see it gets it. */
export const openCodeSchema = z.object({
  codeId: z.string(),
  content: z.enum(CONTENT_KINDS),
  number: z.string().nullable(),
  secret: z.string().nullable(),
  link: z.string().nullable(),
  password: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type OpenCodeDto = z.infer<typeof openCodeSchema>;

export const importJobSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  skuId: z.string(),
  skuCode: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  state: z.enum(IMPORT_STATES),
  linesDone: z.int(),
  bytesDone: z.int(),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  errorCode: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type ImportJobDto = z.infer<typeof importJobSchema>;

export const importRejectSchema = z.object({ line: z.int(), reason: z.string(), excerpt: z.string() });
export type ImportRejectDto = z.infer<typeof importRejectSchema>;

export const batchListInputSchema = pageInputSchema.extend({ skuId: skuIdSchema.optional() });
export const codeListInputSchema = pageInputSchema.extend({
  skuId: skuIdSchema.optional(),
  batchId: batchIdSchema.optional(),
  state: z.enum(CODE_STATES).optional(),
});
export const codeSearchInputSchema = z.object({ value: z.string().trim().min(3).max(4096) });
export const revealInputSchema = z.object({ codeId: codeIdSchema, reason: z.string().trim().min(3).max(500) });
export const batchActInputSchema = z.object({
  batchId: batchIdSchema,
  act: z.enum(['quarantine', 'release', 'recall', 'void']),
  reason: z.string().trim().min(3).max(500),
});

/** What a person decides before an upload: where the codes go and what they cost. */
export const importStartSchema = z.object({
  skuId: skuIdSchema,
  fileName: z.string().trim().min(1).max(255),
  sizeBytes: z.int().min(1).max(1_073_741_824),
  supplierId: supplierIdSchema.nullable().default(null),
  supplierName: z.string().trim().min(1).max(120).nullable().default(null),
  batchName: z.string().trim().min(1).max(200).nullable().default(null),
  unitCost: unitPriceSchema.nullable().default(null),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});
export type ImportStartInput = z.infer<typeof importStartSchema>;
export const importIdInputSchema = z.object({ id: importIdSchema });
