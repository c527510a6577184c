import { z } from 'zod';
import {
  AUDIENCES,
  COLLECTED_BY,
  CONTENT_KINDS,
  FACE_VALUE_KINDS,
  FEE_BEARERS,
  INCOME_MODELS,
  ORDER_CHANNELS,
  PAYER_KINDS,
  PICK_ORDERS,
  REJECT_REASONS,
  SHORTAGE_POLICIES,
  SKU_KINDS,
} from './kinds.ts';
import { LOCALES } from './locales.ts';
import type { Localized } from './locales.ts';

export const localeSchema = z.enum(LOCALES);
export const audienceSchema = z.enum(AUDIENCES);
export const skuKindSchema = z.enum(SKU_KINDS);
export const contentKindSchema = z.enum(CONTENT_KINDS);
export const faceValueKindSchema = z.enum(FACE_VALUE_KINDS);
export const pickOrderSchema = z.enum(PICK_ORDERS);
export const shortagePolicySchema = z.enum(SHORTAGE_POLICIES);
export const orderChannelSchema = z.enum(ORDER_CHANNELS);
export const payerKindSchema = z.enum(PAYER_KINDS);
export const collectedBySchema = z.enum(COLLECTED_BY);
export const incomeModelSchema = z.enum(INCOME_MODELS);
export const feeBearerSchema = z.enum(FEE_BEARERS);
export const rejectReasonSchema = z.enum(REJECT_REASONS);

/** A text in every language, each trimmed and at most `lengthMax` characters. */
export function localizedSchema(lengthMax: number): z.ZodType<Localized, Localized> {
  return z.object({ 'zh-CN': z.string().trim().max(lengthMax), en: z.string().trim().max(lengthMax) });
}
