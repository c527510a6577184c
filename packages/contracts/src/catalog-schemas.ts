import { z } from 'zod';
import { ACCOUNT_TEMPLATE_LENGTH_MAX } from './account-template.ts';
import { categoryIdSchema, imageIdSchema, productIdSchema, skuIdSchema } from './id-schemas.ts';
import { PICK_ORDERS, SKU_KINDS } from './kinds.ts';
import { currencySchema, faceRangeSchema, unitPriceSchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';

const name = (max: number) => z.string().trim().min(1).max(max);
const instant = z.iso.datetime({ offset: true });

export const PUBLISH_STATES = ['draft', 'published', 'unpublished'] as const;
export const WHEN_EMPTY = ['show', 'hide', 'backorder'] as const;
export const publishStateSchema = z.enum(PUBLISH_STATES);

export const categoryInputSchema = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, { error: 'bad_slug' }),
  nameZh: name(120),
  nameEn: name(120),
  position: z.int().min(0).max(10_000).default(0),
});
export type CategoryInput = z.infer<typeof categoryInputSchema>;
export const categorySchema = z.object({
  id: z.string(),
  slug: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  position: z.int(),
  products: z.int(),
});
export type CategoryDto = z.infer<typeof categorySchema>;

/** The cover and nine more. */
export const PRODUCT_IMAGES_MAX = 10;

export const productInputSchema = z
  .object({
    categoryId: categoryIdSchema,
    slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/, { error: 'bad_slug' }),
    nameZh: name(200),
    nameEn: name(200),
    descriptionZh: z.string().max(20_000).default(''),
    descriptionEn: z.string().max(20_000).default(''),
    howtoZh: z.string().max(10_000).default(''),
    howtoEn: z.string().max(10_000).default(''),
    /** In their order; the first is the cover. */
    imageIds: z
      .array(imageIdSchema)
      .max(PRODUCT_IMAGES_MAX)
      .refine((ids) => new Set(ids).size === ids.length, { error: 'duplicate' })
      .default([]),
    publishAt: instant.nullable().default(null),
    unpublishAt: instant.nullable().default(null),
    position: z.int().min(0).max(1_000_000).default(0),
  })
  .refine((product) => !product.publishAt || !product.unpublishAt || product.publishAt < product.unpublishAt, {
    error: 'bad_period',
    path: ['unpublishAt'],
  });
export type ProductInput = z.infer<typeof productInputSchema>;

const skuInputFields = z.object({
  code: z.string().regex(/^[A-Z0-9][A-Z0-9._-]{0,59}$/, { error: 'bad_sku_code' }),
  nameZh: name(120),
  nameEn: name(120),
  kind: z.enum(SKU_KINDS),
  faceValue: z.string().max(60).default(''),
  faceMin: unitPriceSchema.nullable().default(null),
  faceMax: unitPriceSchema.nullable().default(null),
  faceCurrency: z
    .string()
    .regex(/^[A-Z0-9]{3,12}$/, { error: 'bad_currency' })
    .nullable()
    .default(null),
  periodDays: z.int().min(1).max(36_500).nullable().default(null),
  region: z.string().max(20).default(''),
  currency: currencySchema,
  /** Text of the account template; only for direct top-ups. */
  accountTemplate: z.string().max(ACCOUNT_TEMPLATE_LENGTH_MAX).nullable().default(null),
  minPerOrder: z.int().min(1).max(100_000).default(1),
  maxPerOrder: z.int().min(1).max(100_000).default(100),
  maxPerBuyer: z.int().min(1).max(1_000_000).nullable().default(null),
  buyerLimitDays: z.int().min(1).max(3650).nullable().default(null),
  warrantyDays: z.int().min(0).max(3650).default(0),
  whenEmpty: z.enum(WHEN_EMPTY).default('show'),
  backorderHours: z.int().min(1).max(2160).default(72),
  allocation: z.enum(PICK_ORDERS).default('fefo'),
  deliveryDelaySeconds: z.int().min(0).max(2_592_000).default(0),
  lowStockAt: z.int().min(0).max(1_000_000).default(0),
  status: publishStateSchema.default('published'),
  publishAt: instant.nullable().default(null),
  unpublishAt: instant.nullable().default(null),
  position: z.int().min(0).max(1_000_000).default(0),
  suggested: unitPriceSchema.nullable().default(null),
  floor: unitPriceSchema.nullable().default(null),
  ceiling: unitPriceSchema.nullable().default(null),
  unitCost: unitPriceSchema.nullable().default(null),
});
export const skuInputSchema = skuInputFields
  .refine((sku) => (sku.kind === 'top_up') === (sku.accountTemplate !== null), {
    error: 'template_only_for_top_up',
    path: ['accountTemplate'],
  })
  .refine((sku) => (sku.faceMin === null) === (sku.faceMax === null), { error: 'bad_range', path: ['faceMax'] })
  .refine((sku) => sku.minPerOrder <= sku.maxPerOrder, { error: 'bad_range', path: ['maxPerOrder'] });
export type SkuInput = z.infer<typeof skuInputSchema>;

export const skuSchema = skuInputFields.extend({
  id: z.string(),
  productId: z.string(),
  stock: z.object({ available: z.int(), reserved: z.int() }),
  updatedAt: z.string(),
  version: z.string(),
});
export type SkuDto = z.infer<typeof skuSchema>;

export const productListInputSchema = pageInputSchema.extend({
  q: z.string().trim().max(100).optional(),
  categoryId: categoryIdSchema.optional(),
  status: publishStateSchema.optional(),
});
export const productRowSchema = z.object({
  id: z.string(),
  slug: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  categoryId: z.string(),
  status: publishStateSchema,
  publishAt: z.string().nullable(),
  unpublishAt: z.string().nullable(),
  imageId: z.string().nullable(),
  skus: z.int(),
  available: z.int(),
  updatedAt: z.string(),
});
export type ProductRowDto = z.infer<typeof productRowSchema>;

export const productSchema = z.object({
  id: z.string(),
  categoryId: z.string(),
  slug: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  descriptionZh: z.string(),
  descriptionEn: z.string(),
  howtoZh: z.string(),
  howtoEn: z.string(),
  /** In their order; the first is the cover. */
  imageIds: z.array(z.string()),
  status: publishStateSchema,
  publishAt: z.string().nullable(),
  unpublishAt: z.string().nullable(),
  position: z.int(),
  updatedAt: z.string(),
  version: z.string(),
  skus: z.array(skuSchema),
});
export type ProductDto = z.infer<typeof productSchema>;

/** What a consumer may know of a SKU: no cost, no supplier, no upline. */
export const shopSkuSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(SKU_KINDS),
  faceValue: z.string(),
  /** For a range: the buyer picks a face value between the two; the price is per unit of it. */
  range: faceRangeSchema.nullable(),
  /** Face values in stock, for a range SKU. */
  faceValues: z.array(z.object({ value: z.string(), available: z.int() })),
  periodDays: z.int().nullable(),
  region: z.string(),
  currency: z.string(),
  unitPrice: z.string(),
  available: z.int(),
  /** What the page says of stock: exact numbers above the cap are not told. */
  stock: z.enum(['in_stock', 'low', 'out', 'backorder', 'manual']),
  minPerOrder: z.int(),
  maxPerOrder: z.int(),
  maxPerBuyer: z.int().nullable(),
  warrantyDays: z.int(),
  deliveryDelaySeconds: z.int(),
  accountTemplate: z.string().nullable(),
});
export type ShopSkuDto = z.infer<typeof shopSkuSchema>;

export const shopProductRowSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  categoryId: z.string(),
  imageId: z.string().nullable(),
  currency: z.string(),
  priceFrom: z.string(),
  skus: z.int(),
  stock: z.enum(['in_stock', 'low', 'out', 'backorder', 'manual']),
  kind: z.enum(SKU_KINDS),
  faceValue: z.string(),
});
export type ShopProductRowDto = z.infer<typeof shopProductRowSchema>;

export const shopProductSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  categoryId: z.string(),
  description: z.string(),
  howto: z.string(),
  /** In their order; the first is the cover. */
  imageIds: z.array(z.string()),
  skus: z.array(shopSkuSchema),
});
export type ShopProductDto = z.infer<typeof shopProductSchema>;

export const shopCategorySchema = z.object({ id: z.string(), slug: z.string(), name: z.string() });
export type ShopCategoryDto = z.infer<typeof shopCategorySchema>;

export const shopListInputSchema = pageInputSchema.extend({
  q: z.string().trim().max(100).optional(),
  category: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,60}$/)
    .optional(),
});

export const catalogImportResultSchema = z.object({
  categories: z.int(),
  products: z.int(),
  skus: z.int(),
  updated: z.int(),
  rejected: z.array(z.object({ line: z.int(), reason: z.string(), column: z.string().nullable() })),
});
export type CatalogImportResult = z.infer<typeof catalogImportResultSchema>;

/** Portal: a SKU with what the distributor pays, may charge and charges. */
export const portalPriceRowSchema = z.object({
  skuId: z.string(),
  code: z.string(),
  productNameZh: z.string(),
  productNameEn: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  currency: z.string(),
  range: faceRangeSchema.nullable(),
  cost: z.string().nullable(),
  suggested: z.string().nullable(),
  floor: z.string().nullable(),
  ceiling: z.string().nullable(),
  retail: z.string().nullable(),
  ownRetail: z.string().nullable(),
  hidden: z.boolean(),
  /** Why the shop does not show it: no cost, no price, below cost or floor, above the ceiling, hidden by hand. */
  problem: z.enum(['not_collectable', 'no_cost', 'no_price', 'below_cost', 'below_floor', 'above_ceiling']).nullable(),
  available: z.int(),
});
export type PortalPriceRowDto = z.infer<typeof portalPriceRowSchema>;

export const costRowSchema = z.object({
  skuId: z.string(),
  code: z.string(),
  productNameZh: z.string(),
  productNameEn: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  currency: z.string(),
  range: faceRangeSchema.nullable(),
  suggested: z.string().nullable(),
  unitCost: z.string().nullable(),
  parentCost: z.string().nullable(),
  ownCost: z.string().nullable(),
  effectiveCost: z.string().nullable(),
  lifted: z.boolean(),
});
export type CostRowDto = z.infer<typeof costRowSchema>;

export const productIdInputSchema = z.object({ id: productIdSchema });
export const skuIdInputSchema = z.object({ id: skuIdSchema });
