import { z } from 'zod';
import {
  categoryIdSchema,
  distributorIdSchema,
  levelIdSchema,
  priceListIdSchema,
  priceRuleIdSchema,
  productIdSchema,
  shopIdSchema,
  skuIdSchema,
} from './id-schemas.ts';
import { percentSchema, unitPriceSchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { versionSchema } from './tenancy-schemas.ts';

const name = z.string().trim().min(1).max(80);
const instant = z.iso.datetime({ offset: true });
const stepSchema = unitPriceSchema.refine((step) => /[1-9]/.test(step), { error: 'not_positive' });

export const QUANTITY_TIERS_MAX = 10;

/** The price of a unit from a quantity on. Tiers of one price begin at one and never rise. */
export const tierSchema = z.object({ minQuantity: z.int().min(1).max(100_000), unitPrice: unitPriceSchema });
export type TierDto = z.infer<typeof tierSchema>;
export const tiersSchema = z.array(tierSchema).max(QUANTITY_TIERS_MAX);

/** Whose prices. Left out: the wholesaler's own house. A distributor's staff always act for their own. */
const ownerShape = { ownerId: distributorIdSchema.optional() };
export const ownerInputSchema = z.object(ownerShape);

const isPeriod = (from: string | null, to: string | null): boolean =>
  from === null || to === null || Date.parse(from) < Date.parse(to);
export const priceListInputSchema = z
  .object({
    name,
    levelId: levelIdSchema,
    validFrom: instant,
    validTo: instant.nullable().default(null),
  })
  .refine((list) => isPeriod(list.validFrom, list.validTo), { error: 'bad_period', path: ['validTo'] });
export type PriceListInput = z.infer<typeof priceListInputSchema>;

export const PRICE_LIST_STATES = ['future', 'now', 'past'] as const;
export const priceListSchema = z.object({
  id: z.string(),
  ownerId: z.string(),
  name: z.string(),
  levelId: z.string(),
  levelName: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  state: z.enum(PRICE_LIST_STATES),
  skus: z.int(),
  version: z.string(),
});
export type PriceListDto = z.infer<typeof priceListSchema>;
export const savePriceListSchema = z.object({
  ...ownerShape,
  /** Changes this list; null makes one, with the lines of `copyOf` where that is given. */
  list: z.object({ id: priceListIdSchema, version: versionSchema }).nullable(),
  copyOf: priceListIdSchema.nullable().default(null),
  input: priceListInputSchema,
});
export const priceListRefSchema = z.object({
  ...ownerShape,
  id: priceListIdSchema,
  version: versionSchema,
  dryRun: z.boolean().default(false),
});

const atMostOne = (values: readonly unknown[]): boolean => values.filter((value) => value !== null).length <= 1;
export const priceRuleInputSchema = z
  .object({
    name,
    childId: distributorIdSchema.nullable().default(null),
    levelId: levelIdSchema.nullable().default(null),
    shopId: shopIdSchema.nullable().default(null),
    categoryId: categoryIdSchema.nullable().default(null),
    productId: productIdSchema.nullable().default(null),
    skuId: skuIdSchema.nullable().default(null),
    percent: percentSchema,
    fixed: unitPriceSchema,
    /** The price is rounded up to a multiple of it. */
    step: stepSchema,
  })
  .refine((rule) => atMostOne([rule.childId, rule.levelId, rule.shopId]), { error: 'one_target', path: ['levelId'] })
  .refine((rule) => atMostOne([rule.categoryId, rule.productId, rule.skuId]), { error: 'one_scope', path: ['skuId'] });
export type PriceRuleInput = z.infer<typeof priceRuleInputSchema>;

export const priceRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  childId: z.string().nullable(),
  levelId: z.string().nullable(),
  shopId: z.string().nullable(),
  categoryId: z.string().nullable(),
  productId: z.string().nullable(),
  skuId: z.string().nullable(),
  percent: z.string(),
  fixed: z.string(),
  step: z.string(),
  /** What it is for, as people call it: a distributor, level or shop; a category, product or SKU. Null: all of them. */
  targetName: z.string().nullable(),
  scopeNameZh: z.string().nullable(),
  scopeNameEn: z.string().nullable(),
  version: z.string(),
});
export type PriceRuleDto = z.infer<typeof priceRuleSchema>;
export const savePriceRuleSchema = z.object({
  ...ownerShape,
  rule: z.object({ id: priceRuleIdSchema, version: versionSchema }).nullable(),
  input: priceRuleInputSchema,
  /** Only says what would change, and changes nothing. */
  dryRun: z.boolean().default(false),
});
export const priceRuleRefSchema = z.object({
  ...ownerShape,
  id: priceRuleIdSchema,
  version: versionSchema,
  dryRun: z.boolean().default(false),
});

export const GRID_COLUMNS_MAX = 12;
export const GRID_CHANGES_MAX = 500;

/** A page of SKUs against the owner's price lists, or against its children. */
export const priceGridInputSchema = pageInputSchema.extend({
  ...ownerShape,
  by: z.enum(['lists', 'children']),
  /** Lists to show beside those valid now, or the children; left out: the first. */
  columns: z.array(z.string().max(36)).max(GRID_COLUMNS_MAX).optional(),
  q: z.string().trim().max(100).optional(),
});

export const priceSourceSchema = z.object({
  kind: z.enum(['override', 'list', 'rule']),
  name: z.string().nullable(),
});
export type PriceSourceDto = z.infer<typeof priceSourceSchema>;

export const priceGridSchema = z.object({
  columns: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Of a list: its level; of a child: its code. */
      note: z.string(),
      state: z.enum(PRICE_LIST_STATES),
      version: z.string(),
    }),
  ),
  items: z.array(
    z.object({
      skuId: z.string(),
      productId: z.string(),
      code: z.string(),
      productNameZh: z.string(),
      productNameEn: z.string(),
      nameZh: z.string(),
      nameEn: z.string(),
      currency: z.string(),
      /** What the owner pays for one; of the house, what it usually buys for. Null: not offered to it, or unknown. */
      ownCost: z.string().nullable(),
      suggested: z.string().nullable(),
      ceiling: z.string().nullable(),
      cells: z.array(
        z.object({
          tiers: tiersSchema,
          /** When the override holds; null: from ever, for ever. A list has its dates in its column. */
          validFrom: z.string().nullable(),
          validTo: z.string().nullable(),
          /** What the child pays in effect for one, and why; only in the grid of children. */
          effective: z.string().nullable(),
          source: priceSourceSchema.nullable(),
          lifted: z.boolean(),
        }),
      ),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type PriceGridDto = z.infer<typeof priceGridSchema>;

const cellChanges = z
  .array(z.object({ skuId: skuIdSchema, /** Empty takes the price away. */ tiers: tiersSchema }))
  .min(1)
  .max(GRID_CHANGES_MAX);
const period = { validFrom: instant.nullable().default(null), validTo: instant.nullable().default(null) };
const overrideChange = z
  .object({
    skuId: skuIdSchema,
    /** What the screen showed, prices and dates: another's edit meanwhile is not overwritten. */
    was: tiersSchema,
    wasValid: z.object(period).default({ validFrom: null, validTo: null }),
    tiers: tiersSchema,
    ...period,
  })
  .refine(({ validFrom, validTo }) => isPeriod(validFrom, validTo), { error: 'bad_period', path: ['validTo'] });
export const savePricesSchema = z
  .object({
    ...ownerShape,
    lists: z
      .array(z.object({ listId: priceListIdSchema, version: versionSchema, changes: cellChanges }))
      .max(GRID_COLUMNS_MAX)
      .default([]),
    children: z
      .array(
        z.object({
          childId: distributorIdSchema,
          changes: z.array(overrideChange).min(1).max(GRID_CHANGES_MAX),
        }),
      )
      .max(GRID_COLUMNS_MAX)
      .default([]),
    dryRun: z.boolean().default(false),
  })
  .refine(({ lists, children }) => lists.length + children.length > 0, { error: 'nothing_to_save' })
  .refine(
    ({ lists, children }) => [...lists, ...children].reduce((n, one) => n + one.changes.length, 0) <= GRID_CHANGES_MAX,
    { error: 'too_many_changes' },
  );
export type SavePricesInput = z.infer<typeof savePricesSchema>;

/** What a change of prices does to everybody below. Counts are of distributor and SKU, at single units. */
export const priceImpactSchema = z.object({
  raised: z.int(),
  lowered: z.int(),
  /** Begin to be offered, and end. */
  offered: z.int(),
  withdrawn: z.int(),
  /** Links whose own price would lie below their parent's cost, and which the parent then earns nothing on. */
  lifted: z.int(),
  liftedDistributors: z.int(),
  /** Shop and SKU: on sale before, hidden afterwards until repriced. */
  hidden: z.int(),
  shops: z.int(),
  /** The first of them, as far as the reader may know their figures. */
  sample: z.array(
    z.object({
      distributorName: z.string(),
      skuCode: z.string(),
      currency: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      lifted: z.boolean(),
    }),
  ),
  /** Too much hangs below to look at all of it now: the counts are of a part. */
  isPartial: z.boolean(),
});
export type PriceImpactDto = z.infer<typeof priceImpactSchema>;

export const explainPriceInputSchema = z.object({
  distributorId: distributorIdSchema,
  /** Sold in this shop of it; null: it buys for itself. */
  shopId: shopIdSchema.nullable().default(null),
  skuId: skuIdSchema,
  quantity: z.int().min(1).max(100_000).default(1),
  /** Null: now. */
  at: instant.nullable().default(null),
});

/** A unit costs this much from that many units on; null: not offered. */
const costTierSchema = z.object({ minQuantity: z.int(), cost: z.string().nullable() });
export type CostTierDto = z.infer<typeof costTierSchema>;

/** A price along its whole chain with every figure: for the wholesaler only. */
export const priceExplanationSchema = z.object({
  skuId: z.string(),
  currency: z.string(),
  quantity: z.int(),
  at: z.string().nullable(),
  model: z.enum(['price_difference', 'percentage']),
  links: z.array(
    z.object({
      distributorId: z.string(),
      name: z.string(),
      code: z.string(),
      levelName: z.string().nullable(),
      source: z
        .object({
          kind: z.enum(['override', 'list', 'rule']),
          name: z.string().nullable(),
          unitPrice: z.string().nullable(),
          minQuantity: z.int().nullable(),
          validFrom: z.string().nullable(),
          validTo: z.string().nullable(),
          percent: z.string().nullable(),
          fixed: z.string().nullable(),
          step: z.string().nullable(),
        })
        .nullable(),
      /** By override, list or rule, before a rise from above. */
      ownPrice: z.string().nullable(),
      cost: z.string().nullable(),
      lifted: z.boolean(),
      /** What it pays by quantity, at every quantity at which that changes. */
      tiers: z.array(costTierSchema),
      /** What it earns of the whole line; null where nothing is sold. */
      share: z.string().nullable(),
    }),
  ),
  houseName: z.string(),
  houseShare: z.string().nullable(),
  suggested: z.string().nullable(),
  floor: z.string().nullable(),
  ceiling: z.string().nullable(),
  retail: z.string().nullable(),
  retailSource: z.enum(['shop', 'rule', 'suggested']).nullable(),
  retailRuleName: z.string().nullable(),
  amount: z.string().nullable(),
  problem: z
    .enum(['hidden', 'not_collectable', 'no_cost', 'no_price', 'below_cost', 'below_floor', 'above_ceiling'])
    .nullable(),
});
export type PriceExplanationDto = z.infer<typeof priceExplanationSchema>;

/** Why a distributor pays what it pays: kind and name of the source, never a figure of anybody above. */
export const ownCostExplanationSchema = z.object({
  currency: z.string(),
  cost: z.string().nullable(),
  quantity: z.int(),
  source: priceSourceSchema.nullable(),
  /** What it pays itself by quantity, which any order would tell it too. */
  tiers: z.array(costTierSchema),
});
export type OwnCostExplanationDto = z.infer<typeof ownCostExplanationSchema>;

/** A link that a rise lifted, as whoever is to reprice it sees it. */
export const liftedLinkSchema = z.object({
  distributorId: z.string(),
  distributorName: z.string(),
  /** Whoever is to reprice it. */
  parentId: z.string(),
  parentName: z.string(),
  skuId: z.string(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  since: z.string(),
});
export type LiftedLinkDto = z.infer<typeof liftedLinkSchema>;

/** For whom and for what an owner can set prices. */
export const priceTargetsSchema = z.object({
  levels: z.array(z.object({ id: z.string(), name: z.string() })),
  children: z.array(z.object({ id: z.string(), name: z.string(), code: z.string() })),
  shops: z.array(z.object({ id: z.string(), name: z.string() })),
  categories: z.array(z.object({ id: z.string(), nameZh: z.string(), nameEn: z.string() })),
});
export type PriceTargetsDto = z.infer<typeof priceTargetsSchema>;
