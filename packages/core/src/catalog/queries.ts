import { NIL_UUID } from '@keyfall/contracts';
import type { CategoryDto, CategoryInput, ProductInput, ProductRowDto } from '@keyfall/contracts/catalog-schemas';
import type { ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { idPositionOf, pageOf } from '../page-cursor.ts';

const NOW = sql<Date>`app.now()`;

export async function insertCategory(tx: ServiceTx, input: CategoryInput): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('catalog.category')
    .values({ id, slug: input.slug, name_zh: input.nameZh, name_en: input.nameEn, position: input.position })
    .execute();
  return id;
}

export async function updateCategory(tx: ServiceTx, id: string, input: CategoryInput): Promise<boolean> {
  const result = await tx
    .updateTable('catalog.category')
    .set({ slug: input.slug, name_zh: input.nameZh, name_en: input.nameEn, position: input.position, updated_at: NOW })
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteCategory(tx: ServiceTx, id: string): Promise<boolean> {
  const result = await tx.deleteFrom('catalog.category').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** All categories in their order, with how many products each has. */
export async function listCategories(tx: ReadTx<'admin'>): Promise<readonly CategoryDto[]> {
  return await tx
    .selectFrom('catalog.category as c')
    .select((eb) => [
      'c.id',
      'c.slug',
      'c.name_zh as nameZh',
      'c.name_en as nameEn',
      'c.position',
      eb
        .selectFrom('catalog.product as p')
        .whereRef('p.tenant_id', '=', 'c.tenant_id')
        .whereRef('p.category_id', '=', 'c.id')
        .select(sql<number>`count(*)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('products'),
    ])
    .orderBy('c.position')
    .orderBy('c.slug')
    .limit(500)
    .execute();
}

function productColumns(input: ProductInput) {
  return {
    category_id: input.categoryId,
    slug: input.slug,
    name_zh: input.nameZh,
    name_en: input.nameEn,
    description_zh: input.descriptionZh,
    description_en: input.descriptionEn,
    howto_zh: input.howtoZh,
    howto_en: input.howtoEn,
    image_id: input.imageIds[0] ?? null,
    publish_at: input.publishAt === null ? null : new Date(input.publishAt),
    unpublish_at: input.unpublishAt === null ? null : new Date(input.unpublishAt),
    position: input.position,
  };
}

export async function insertProduct(tx: ServiceTx, input: ProductInput): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('catalog.product')
    .values({ id, ...productColumns(input) })
    .execute();
  return id;
}

/** Writes a product that still has the version the editor saw; false when it has moved on or does not exist. */
export async function updateProduct(tx: ServiceTx, id: string, version: string, input: ProductInput): Promise<boolean> {
  const result = await tx
    .updateTable('catalog.product')
    .set({ ...productColumns(input), updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', id)
    .where('version', '=', BigInt(version))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function setProductStatus(
  tx: ServiceTx,
  ids: readonly string[],
  status: 'draft' | 'published' | 'unpublished',
): Promise<number> {
  const result = await tx
    .updateTable('catalog.product')
    .set({ status, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', 'in', [...ids])
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export interface ProductFilter {
  readonly productIds?: readonly string[] | undefined;
  readonly categoryId?: string | undefined;
  readonly status?: 'draft' | 'published' | 'unpublished' | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** A page of products, newest first, with the number of SKUs and codes at hand. */
export async function listProducts(
  tx: ReadTx<'admin'>,
  filter: ProductFilter,
): Promise<{ readonly items: readonly ProductRowDto[]; readonly nextCursor: string | null }> {
  let query = tx
    .selectFrom('catalog.product as p')
    .select((eb) => [
      'p.id',
      'p.slug',
      'p.name_zh as nameZh',
      'p.name_en as nameEn',
      'p.category_id as categoryId',
      'p.status',
      'p.publish_at',
      'p.unpublish_at',
      'p.image_id as imageId',
      'p.updated_at',
      eb
        .selectFrom('catalog.sku as s')
        .whereRef('s.tenant_id', '=', 'p.tenant_id')
        .whereRef('s.product_id', '=', 'p.id')
        .select(sql<number>`count(*)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('skus'),
      eb
        .selectFrom('catalog.sku as s')
        .innerJoin('inventory.stock as k', (join) =>
          join.onRef('k.tenant_id', '=', 's.tenant_id').onRef('k.sku_id', '=', 's.id'),
        )
        .whereRef('s.tenant_id', '=', 'p.tenant_id')
        .whereRef('s.product_id', '=', 'p.id')
        .select(sql<number>`coalesce(sum(k.available), 0)::integer`.as('n'))
        .$asScalar()
        .$notNull()
        .as('available'),
    ])
    .orderBy('p.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.categoryId) query = query.where('p.category_id', '=', filter.categoryId);
  if (filter.status) query = query.where('p.status', '=', filter.status);
  // An empty list must find nothing, and `in ()` is no SQL.
  if (filter.productIds) query = query.where('p.id', 'in', [NIL_UUID, ...filter.productIds]);
  const after = idPositionOf(filter.cursor);
  if (after) query = query.where('p.id', '<', after);
  const rows = await query.execute();
  const { page, nextCursor } = pageOf(rows, filter.limit, (last) => [last.id]);
  const items = page.map(({ publish_at, unpublish_at, updated_at, ...row }) => ({
    ...row,
    publishAt: publish_at?.toISOString() ?? null,
    unpublishAt: unpublish_at?.toISOString() ?? null,
    updatedAt: updated_at.toISOString(),
  }));
  return { items, nextCursor };
}

/** A product's texts as they are searched, by ids. */
export async function readProductTexts(
  tx: ServiceTx,
  productIds: readonly string[],
): Promise<
  readonly { id: string; name_zh: string; name_en: string; category_zh: string; category_en: string; skus: string }[]
> {
  if (productIds.length === 0) return [];
  return await tx
    .selectFrom('catalog.product as p')
    .innerJoin('catalog.category as c', (join) =>
      join.onRef('c.tenant_id', '=', 'p.tenant_id').onRef('c.id', '=', 'p.category_id'),
    )
    .where('p.id', 'in', [...productIds])
    .select((eb) => [
      'p.id',
      'p.name_zh',
      'p.name_en',
      'c.name_zh as category_zh',
      'c.name_en as category_en',
      eb
        .selectFrom('catalog.sku as s')
        .whereRef('s.tenant_id', '=', 'p.tenant_id')
        .whereRef('s.product_id', '=', 'p.id')
        .select(sql<string>`coalesce(string_agg(s.code || ' ' || s.name_zh || ' ' || s.name_en, ' '), '')`.as('t'))
        .$asScalar()
        .$notNull()
        .as('skus'),
    ])
    .execute();
}

/** Replaces the search tokens of products. */
export async function replaceSearchTokens(
  tx: ServiceTx,
  products: readonly { readonly productId: string; readonly tokens: ReadonlyMap<string, number> }[],
): Promise<void> {
  if (products.length === 0) return;
  await tx
    .deleteFrom('catalog.search_token')
    .where(
      'product_id',
      'in',
      products.map((product) => product.productId),
    )
    .execute();
  const rows = products.flatMap(({ productId, tokens }) =>
    [...tokens].map(([token, weight]) => ({ product_id: productId, token, weight })),
  );
  for (let start = 0; start < rows.length; start += 5000) {
    await tx
      .insertInto('catalog.search_token')
      .values(rows.slice(start, start + 5000))
      .execute();
  }
}

/** Products ranked by how much of the query's tokens they carry. `token = any` is what an index serves under RLS. */
export async function searchProductIds(
  tx: ReadTx,
  tokens: readonly string[],
  limit: number,
): Promise<readonly { readonly productId: string; readonly matched: number }[]> {
  if (tokens.length === 0) return [];
  return await tx
    .selectFrom('catalog.search_token')
    .select(['product_id as productId', sql<number>`count(*)::integer`.as('matched')])
    .where('token', 'in', [...tokens])
    .groupBy('product_id')
    .orderBy('matched', 'desc')
    .orderBy('product_id')
    .limit(limit)
    .execute();
}

export async function findCategoryByName(tx: ServiceTx, nameZh: string): Promise<string | undefined> {
  const row = await tx.selectFrom('catalog.category').select('id').where('name_zh', '=', nameZh).executeTakeFirst();
  return row?.id;
}

export async function findProductByName(
  tx: ServiceTx,
  categoryId: string,
  nameZh: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('catalog.product')
    .select('id')
    .where('category_id', '=', categoryId)
    .where('name_zh', '=', nameZh)
    .executeTakeFirst();
  return row?.id;
}

/** Slugs that begin like the wanted one. */
export async function findProductSlugs(tx: ServiceTx, base: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('catalog.product')
    .select('slug')
    .where(sql<boolean>`slug ^@ ${base}`)
    .limit(1000)
    .execute();
  return rows.map((row) => row.slug);
}

/** Slugs of categories that begin like the wanted one. */
export async function findCategorySlugs(tx: ServiceTx, base: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('catalog.category')
    .select('slug')
    .where(sql<boolean>`slug ^@ ${base}`)
    .limit(1000)
    .execute();
  return rows.map((row) => row.slug);
}

/** Products that have a SKU whose code begins with the text. */
export async function findProductIdsBySkuCode(
  tx: ReadTx<'admin'>,
  prefix: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('catalog.sku')
    .select('product_id')
    .distinct()
    .where(sql<boolean>`code ^@ ${prefix}`)
    .limit(limit)
    .execute();
  return rows.map((row) => row.product_id);
}
