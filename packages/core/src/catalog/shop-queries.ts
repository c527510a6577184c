import { NIL_UUID, type Locale } from '@keyfall/contracts';
import type { ShopCategoryDto } from '@keyfall/contracts/catalog-schemas';
import type { ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import { numberedPositionOf, pageOf } from '../page-cursor.ts';

/** A SKU as the shop's role may read it, with the stock it may tell. */
export interface ShopSkuRow {
  readonly id: string;
  readonly product_id: string;
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly kind: 'card_code' | 'link' | 'link_password' | 'top_up';
  readonly face_value: string;
  readonly face_min: string | null;
  readonly face_max: string | null;
  readonly face_currency: string | null;
  readonly period_days: number | null;
  readonly region: string;
  readonly currency: string;
  readonly account_template: unknown;
  readonly min_per_order: number;
  readonly max_per_order: number;
  readonly max_per_buyer: number | null;
  readonly warranty_days: number;
  readonly when_empty: 'show' | 'hide' | 'backorder';
  readonly delivery_delay_seconds: number;
  readonly low_stock_at: number;
  readonly available: bigint | null;
  readonly by_face: unknown;
}

export interface ShopProductRow {
  readonly id: string;
  readonly slug: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly category_id: string;
  readonly image_id: string | null;
}

export async function listShopCategories(tx: ReadTx<'shop'>, locale: Locale): Promise<readonly ShopCategoryDto[]> {
  return await tx
    .selectFrom('catalog.category as c')
    .select(['c.id', 'c.slug', locale === 'en' ? 'c.name_en as name' : 'c.name_zh as name'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('catalog.product as p')
          .whereRef('p.tenant_id', '=', 'c.tenant_id')
          .whereRef('p.category_id', '=', 'c.id')
          .select(eb.lit(1).as('one')),
      ),
    )
    .orderBy('c.position')
    .orderBy('c.slug')
    .limit(200)
    .execute();
}

/** A page of the published products in the shop's order, or exactly those named. */
export async function listShopProductRows(
  tx: ReadTx<'shop'>,
  filter: {
    readonly category?: string | undefined;
    readonly productIds?: readonly string[] | undefined;
    readonly cursor?: string | null | undefined;
    readonly limit: number;
  },
): Promise<{ readonly rows: readonly ShopProductRow[]; readonly nextCursor: string | null }> {
  let query = tx
    .selectFrom('catalog.product as p')
    .select(['p.id', 'p.slug', 'p.name_zh', 'p.name_en', 'p.category_id', 'p.image_id', 'p.position'])
    .orderBy('p.position')
    .orderBy('p.id')
    .limit(filter.limit + 1);
  if (filter.category !== undefined) {
    const { category } = filter;
    query = query.where('p.category_id', 'in', (eb) =>
      eb.selectFrom('catalog.category as c').select('c.id').where('c.slug', '=', category),
    );
  }
  if (filter.productIds !== undefined) query = query.where('p.id', 'in', [NIL_UUID, ...filter.productIds]);
  const after = numberedPositionOf(filter.cursor);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(p.position, p.id) > (${after.number}::integer, ${after.id}::uuid)`);
  }
  const rows = await query.execute();
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [String(last.position), last.id]);
  return { rows: page, nextCursor };
}

export async function readShopProductBySlug(
  tx: ReadTx<'shop'>,
  slug: string,
): Promise<
  (ShopProductRow & { description_zh: string; description_en: string; howto_zh: string; howto_en: string }) | undefined
> {
  return await tx
    .selectFrom('catalog.product as p')
    .select(['p.id', 'p.slug', 'p.name_zh', 'p.name_en', 'p.category_id', 'p.image_id'])
    .select(['p.description_zh', 'p.description_en', 'p.howto_zh', 'p.howto_en'])
    .where('p.slug', '=', slug)
    .executeTakeFirst();
}

/** The published SKUs of products, with stock. */
export async function listShopSkus(tx: ReadTx<'shop'>, productIds: readonly string[]): Promise<readonly ShopSkuRow[]> {
  if (productIds.length === 0) return [];
  return await tx
    .selectFrom('catalog.sku as s')
    .leftJoin('inventory.stock as k', (join) =>
      join.onRef('k.tenant_id', '=', 's.tenant_id').onRef('k.sku_id', '=', 's.id'),
    )
    .select(['s.id', 's.product_id', 's.code', 's.name_zh', 's.name_en', 's.kind', 's.face_value', 's.face_min'])
    .select(['s.face_max', 's.face_currency', 's.period_days', 's.region', 's.currency', 's.account_template'])
    .select(['s.min_per_order', 's.max_per_order', 's.max_per_buyer', 's.warranty_days', 's.when_empty'])
    .select(['s.delivery_delay_seconds', 's.low_stock_at', 'k.available', 'k.by_face'])
    .where('s.product_id', 'in', [...productIds])
    .orderBy('s.position')
    .orderBy('s.id')
    .execute();
}

/** A picture the reader may see. */
export async function readImage(
  tx: ReadTx,
  id: string,
): Promise<{ readonly mime: string; readonly bytes: Buffer } | undefined> {
  return await tx.selectFrom('catalog.image').select(['mime', 'bytes']).where('id', '=', id).executeTakeFirst();
}
