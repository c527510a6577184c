/** Income models, rates of the percentage model, referral codes. Percentages are decimal texts in percent, money decimal texts. */
import { z } from 'zod';
import { levelIdSchema, skuIdSchema } from './id-schemas.ts';
import { INCOME_MODELS } from './kinds.ts';
import { moneyDtoSchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { versionSchema } from './tenancy-schemas.ts';

const at = z.string();
/** 0 to 100. */
export const percentSchema = z
  .string()
  .regex(/^(100(\.0{1,8})?|[1-9]?[0-9](\.[0-9]{1,8})?)$/, { error: 'bad_percent' });

export const incomePolicySchema = z.object({
  model: z.enum(INCOME_MODELS),
  /** Percent of a sale that must be left after commissions, cost and expected fee. */
  marginMin: z.string().regex(/^[1-9]?[0-9](\.[0-9]{1,8})?$/, { error: 'bad_percent' }),
  /** Whether distributors earn on what their own people buy. */
  ownPurchaseEarns: z.boolean(),
});
export type IncomePolicy = z.infer<typeof incomePolicySchema>;
export const saveIncomePolicyInputSchema = incomePolicySchema.extend({ version: versionSchema });

export const incomeRateSchema = z.object({
  /** Null: every level without a rate of its own at that distance. */
  levelId: levelIdSchema.nullable(),
  distance: z.int().min(0).max(20),
  percent: percentSchema,
});
export type IncomeRateDto = z.infer<typeof incomeRateSchema>;
export const rateCardInputSchema = z.object({
  rates: z.array(incomeRateSchema).max(500),
  /** Left out: from now on. */
  validFrom: z.iso.datetime({ offset: true }).optional(),
});
export type RateCardInput = z.infer<typeof rateCardInputSchema>;
export const rateCardSchema = z.object({ id: z.string(), validFrom: at, rates: z.array(incomeRateSchema) });
export type RateCardDto = z.infer<typeof rateCardSchema>;

export const incomeRulesSchema = z.object({
  policy: incomePolicySchema,
  version: z.string(),
  /** Uplines above who brought the sale that may earn. */
  depth: z.int(),
  levels: z.array(z.object({ id: levelIdSchema, name: z.string(), rank: z.int() })),
  /** The rates that hold now; null where none were ever set. */
  present: rateCardSchema.nullable(),
  /** Rates that begin later, the next first. */
  coming: z.array(rateCardSchema),
});
export type IncomeRulesDto = z.infer<typeof incomeRulesSchema>;

export const skuModelListInputSchema = pageInputSchema.extend({
  q: z.string().trim().max(120).optional(),
  /** Only SKUs with a model of their own. */
  overridden: z.boolean().optional(),
});
export const skuModelRowSchema = z.object({
  skuId: z.string(),
  code: z.string(),
  productNameZh: z.string(),
  productNameEn: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  /** Its own; null: the tenant's. */
  own: z.enum(INCOME_MODELS).nullable(),
  model: z.enum(INCOME_MODELS),
});
export type SkuModelRowDto = z.infer<typeof skuModelRowSchema>;
export const setSkuModelsInputSchema = z.object({
  skuIds: z.array(skuIdSchema).min(1).max(200),
  model: z.enum(INCOME_MODELS).nullable(),
});

export const marginCheckInputSchema = z.object({
  /** Rates and least margin to try; the present ones where left out. */
  rates: z.array(incomeRateSchema).max(500).optional(),
  marginMin: incomePolicySchema.shape.marginMin.optional(),
  /** Treat every published SKU as one of the percentage model. */
  everySku: z.boolean().default(false),
});
export const marginRowSchema = z.object({
  skuId: z.string(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  /** The lowest price at which a shop sells it. */
  retail: moneyDtoSchema,
  cost: moneyDtoSchema.nullable(),
  fee: moneyDtoSchema,
  commission: moneyDtoSchema,
  margin: moneyDtoSchema,
  marginMin: moneyDtoSchema,
  /** False: orders of it are refused. */
  passes: z.boolean(),
});
export type MarginRowDto = z.infer<typeof marginRowSchema>;
export const marginCheckSchema = z.object({
  /** The chain that earns most: its percentage in all, and at whose shop. */
  worst: z.object({ percent: z.string(), distributorName: z.string() }).nullable(),
  checked: z.int(),
  failing: z.int(),
  unknownCost: z.int(),
  /** Failing ones first, then the thinnest; at most 100. */
  rows: z.array(marginRowSchema),
});
export type MarginCheckDto = z.infer<typeof marginCheckSchema>;

export const referralCodeInputSchema = z.object({
  name: z.string().trim().min(1).max(60),
  /** Left out: eight letters and digits by chance. */
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9-]{3,31}$/, { error: 'bad_code' })
    .optional(),
});
export type ReferralCodeInput = z.infer<typeof referralCodeInputSchema>;
export const referralCodeSchema = z.object({
  code: z.string(),
  name: z.string(),
  createdAt: at,
  endedAt: at.nullable(),
  /** Paid orders that counted, and what they earned the reader less what was taken back. */
  orders: z.int(),
  income: moneyDtoSchema,
});
export type ReferralCodeDto = z.infer<typeof referralCodeSchema>;
export const referralPageSchema = z.object({
  codes: z.array(referralCodeSchema),
  /** Open shops where the codes count: the reader's own and its uplines', by address and name. */
  shops: z.array(z.object({ name: z.string(), origin: z.string() })),
  /** Whether anything is sold at a percentage at present. */
  isUsed: z.boolean(),
});
export type ReferralPageDto = z.infer<typeof referralPageSchema>;
