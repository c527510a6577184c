import { z } from 'zod';
import { batchIdSchema, codeIdSchema, skuIdSchema } from './id-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';

/** What needs a second person around stock: opening more codes than one may a day, and exporting unsold ones. */

const reasonSchema = z.string().trim().min(3).max(500);
export const stockRequestIdSchema = z.object({ id: z.uuid() });
export const stockDecisionSchema = stockRequestIdSchema.extend({ verdict: z.enum(['approve', 'reject']) });

/** `expired`: its time passed before it was decided or used. */
export const REVEAL_REQUEST_STATES = ['requested', 'approved', 'rejected', 'used', 'expired'] as const;
export const revealRequestSchema = z.object({
  id: z.string(),
  codeId: z.string(),
  mask: z.string(),
  skuCode: z.string(),
  reason: z.string(),
  state: z.enum(REVEAL_REQUEST_STATES),
  requestedBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  /** Whether the reader asked for it, and so may not decide it. */
  isOwn: z.boolean(),
  validUntil: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type RevealRequestDto = z.infer<typeof revealRequestSchema>;
export const revealRequestInputSchema = z.object({ codeId: codeIdSchema, reason: reasonSchema });

/** `expired`: its time passed before it was decided or downloaded. */
export const EXPORT_REQUEST_STATES = [
  'requested',
  'approved',
  'rejected',
  'cancelled',
  'running',
  'done',
  'failed',
  'expired',
] as const;
export const exportRequestSchema = z.object({
  id: z.string(),
  skuId: z.string(),
  skuCode: z.string(),
  batch: z.string().nullable(),
  reason: z.string(),
  /** Unsold codes when it was asked for: no more than these leave. */
  units: z.int(),
  exported: z.int(),
  state: z.enum(EXPORT_REQUEST_STATES),
  requestedBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  isOwn: z.boolean(),
  /** Whether the reader began to download it and may go on where it broke off. */
  isResumable: z.boolean(),
  validUntil: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ExportRequestDto = z.infer<typeof exportRequestSchema>;
export const exportRequestInputSchema = z.object({
  skuId: skuIdSchema,
  batchId: batchIdSchema.optional(),
  reason: reasonSchema,
});
/** `isResumed`: to go on with a download that was begun. */
export const exportDownloadSchema = stockRequestIdSchema.extend({ isResumed: z.boolean().optional() });
export const stockRequestListInputSchema = pageInputSchema;
