import { listImageIds } from './image-queries.ts';
import type { ProductDto, SkuDto, SkuInput } from '@keyfall/contracts/catalog-schemas';
import { formatAccountTemplate, parseAccountTemplate, type AccountTemplate } from '@keyfall/contracts';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { DomainError } from '../errors.ts';

const NOW = sql<Date>`app.now()`;

function skuColumns(input: SkuInput) {
  return {
    code: input.code,
    name_zh: input.nameZh,
    name_en: input.nameEn,
    kind: input.kind,
    face_value: input.faceValue,
    face_min: input.faceMin,
    face_max: input.faceMax,
    face_currency: input.faceCurrency,
    period_days: input.periodDays,
    region: input.region,
    currency: input.currency,
    account_template: input.accountTemplate === null ? null : JSON.stringify(templateOf(input.accountTemplate)),
    min_per_order: input.minPerOrder,
    max_per_order: input.maxPerOrder,
    max_per_buyer: input.maxPerBuyer,
    buyer_limit_days: input.buyerLimitDays,
    warranty_days: input.warrantyDays,
    when_empty: input.whenEmpty,
    backorder_hours: input.backorderHours,
    allocation: input.allocation,
    delivery_delay_seconds: input.deliveryDelaySeconds,
    low_stock_at: input.lowStockAt,
    status: input.status,
    publish_at: input.publishAt === null ? null : new Date(input.publishAt),
    unpublish_at: input.unpublishAt === null ? null : new Date(input.unpublishAt),
    position: input.position,
  };
}

/** @throws DomainError account_template_invalid */
function templateOf(text: string): AccountTemplate {
  const result = parseAccountTemplate(text);
  if (!result.ok) {
    throw new DomainError('account_template_invalid', { field: result.problem.field, reason: result.problem.reason });
  }
  return result.template;
}

export async function insertSku(tx: ServiceTx, productId: string, input: SkuInput): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('catalog.sku')
    .values({ id, product_id: productId, ...skuColumns(input) })
    .execute();
  await tx.insertInto('inventory.stock').values({ sku_id: id }).execute();
  return id;
}

/** Writes a SKU that still has the version the editor saw; false when it has moved on or does not exist. */
export async function updateSku(tx: ServiceTx, id: string, version: string, input: SkuInput): Promise<boolean> {
  const result = await tx
    .updateTable('catalog.sku')
    .set({ ...skuColumns(input), updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', id)
    .where('version', '=', BigInt(version))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Whether codes of the SKU were ever held or sold; kind, currency and face value are fixed from then on. */
export async function readSkuUse(
  tx: ServiceTx,
  id: string,
): Promise<{ kind: string; currency: string; faceMin: string | null; productId: string; used: boolean } | undefined> {
  return await tx
    .selectFrom('catalog.sku as s')
    .where('s.id', '=', id)
    .select((eb) => [
      's.kind',
      's.currency',
      's.face_min as faceMin',
      's.product_id as productId',
      eb
        .or([
          eb.exists(
            eb
              .selectFrom('inventory.batch as b')
              .whereRef('b.tenant_id', '=', 's.tenant_id')
              .whereRef('b.sku_id', '=', 's.id')
              .select(eb.lit(1).as('one')),
          ),
          eb.exists(
            eb
              .selectFrom('orders.order_line as l')
              .whereRef('l.tenant_id', '=', 's.tenant_id')
              .whereRef('l.sku_id', '=', 's.id')
              .select(eb.lit(1).as('one')),
          ),
        ])
        .$castTo<boolean>()
        .as('used'),
    ])
    .executeTakeFirst();
}

export async function findSkuIdsByCode(
  tx: ServiceTx,
  codes: readonly string[],
): Promise<ReadonlyMap<string, { id: string; version: string; productId: string }>> {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('catalog.sku')
    .select(['id', 'code', 'version', 'product_id'])
    .where('code', 'in', [...codes])
    .execute();
  return new Map(
    rows.map((row) => [row.code, { id: row.id, version: row.version.toString(), productId: row.product_id }]),
  );
}

/** A product with its SKUs, prices, usual costs and stock, for the editor. */
export async function readProduct(tx: ReadTx<'admin'>, id: string, withCost: boolean): Promise<ProductDto | undefined> {
  const product = await tx.selectFrom('catalog.product').selectAll().where('id', '=', id).executeTakeFirst();
  if (product === undefined) return undefined;
  const rows = await tx
    .selectFrom('catalog.sku as s')
    .leftJoin('pricing.sku_price as p', (join) =>
      join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.sku_id', '=', 's.id'),
    )
    .leftJoin('pricing.sku_cost as c', (join) =>
      join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.sku_id', '=', 's.id'),
    )
    .leftJoin('inventory.stock as k', (join) =>
      join.onRef('k.tenant_id', '=', 's.tenant_id').onRef('k.sku_id', '=', 's.id'),
    )
    .selectAll('s')
    .select(['p.suggested', 'p.floor', 'p.ceiling', 'c.unit_cost', 'k.available', 'k.reserved'])
    .where('s.product_id', '=', id)
    .orderBy('s.position')
    .orderBy('s.id')
    .limit(500)
    .execute();
  return {
    id: product.id,
    categoryId: product.category_id,
    slug: product.slug,
    nameZh: product.name_zh,
    nameEn: product.name_en,
    descriptionZh: product.description_zh,
    descriptionEn: product.description_en,
    howtoZh: product.howto_zh,
    howtoEn: product.howto_en,
    imageIds: await listImageIds(tx, product),
    status: product.status,
    publishAt: product.publish_at?.toISOString() ?? null,
    unpublishAt: product.unpublish_at?.toISOString() ?? null,
    position: product.position,
    updatedAt: product.updated_at.toISOString(),
    version: product.version.toString(),
    skus: rows.map((row) => presentSku(row, withCost)),
  };
}

interface SkuRow {
  id: string;
  product_id: string;
  code: string;
  name_zh: string;
  name_en: string;
  kind: SkuDto['kind'];
  face_value: string;
  face_min: string | null;
  face_max: string | null;
  face_currency: string | null;
  period_days: number | null;
  region: string;
  currency: string;
  account_template: unknown;
  min_per_order: number;
  max_per_order: number;
  max_per_buyer: number | null;
  buyer_limit_days: number | null;
  warranty_days: number;
  when_empty: SkuDto['whenEmpty'];
  backorder_hours: number;
  allocation: SkuDto['allocation'];
  delivery_delay_seconds: number;
  low_stock_at: number;
  status: SkuDto['status'];
  publish_at: Date | null;
  unpublish_at: Date | null;
  position: number;
  updated_at: Date;
  version: bigint;
  suggested: string | null;
  floor: string | null;
  ceiling: string | null;
  unit_cost: string | null;
  available: bigint | null;
  reserved: bigint | null;
}

function presentSku(row: SkuRow, withCost: boolean): SkuDto {
  return {
    id: row.id,
    productId: row.product_id,
    code: row.code,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    kind: row.kind,
    faceValue: row.face_value,
    faceMin: shortDecimal(row.face_min),
    faceMax: shortDecimal(row.face_max),
    faceCurrency: row.face_currency,
    periodDays: row.period_days,
    region: row.region,
    currency: row.currency as CurrencyCode,
    accountTemplate: templateText(row.account_template),
    minPerOrder: row.min_per_order,
    maxPerOrder: row.max_per_order,
    maxPerBuyer: row.max_per_buyer,
    buyerLimitDays: row.buyer_limit_days,
    warrantyDays: row.warranty_days,
    whenEmpty: row.when_empty,
    backorderHours: row.backorder_hours,
    allocation: row.allocation,
    deliveryDelaySeconds: row.delivery_delay_seconds,
    lowStockAt: row.low_stock_at,
    status: row.status,
    publishAt: row.publish_at?.toISOString() ?? null,
    unpublishAt: row.unpublish_at?.toISOString() ?? null,
    position: row.position,
    suggested: shortDecimal(row.suggested),
    floor: shortDecimal(row.floor),
    ceiling: shortDecimal(row.ceiling),
    unitCost: withCost ? shortDecimal(row.unit_cost) : null,
    stock: { available: Number(row.available ?? 0n), reserved: Number(row.reserved ?? 0n) },
    updatedAt: row.updated_at.toISOString(),
    version: row.version.toString(),
  };
}

/** A numeric of the database without the zeros it pads: `24.00000000` is `24`. */
export function shortDecimal(text: string): string;
export function shortDecimal(text: string | null): string | null;
export function shortDecimal(text: string | null): string | null {
  if (text === null || !text.includes('.')) return text;
  return text.replace(/0+$/, '').replace(/\.$/, '');
}

/** The stored template as its text; null for SKUs without one. */
export function templateText(stored: unknown): string | null {
  return Array.isArray(stored) ? formatAccountTemplate(stored as AccountTemplate) : null;
}
