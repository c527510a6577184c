import type { CatalogImportResult } from '@keyfall/contracts/catalog-schemas';
import { productInputSchema } from '@keyfall/contracts/catalog-schemas';
import type { ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx } from '../context.ts';
import { setSkuCosts } from '../pricing/index.ts';
import { parseCatalogCsv, slugOf, type CatalogLine } from './csv/parse-catalog-csv.ts';
import { refusing } from './errors.ts';
import { indexProducts } from './index-products.ts';
import {
  findCategoryByName,
  findCategorySlugs,
  findProductByName,
  findProductSlugs,
  insertCategory,
  insertProduct,
  setProductStatus,
} from './queries.ts';
import { costsOf, writePrices } from './save-sku.ts';
import { findSkuIdsByCode, insertSku, updateSku } from './sku-queries.ts';

/**
 * Imports a catalog file: categories and products by their names, SKUs by their codes, made where they are new and
 * published, changed where they exist. Good lines are one commit; bad ones are named with line, column and reason.
 */
export async function importCatalog(ctx: Ctx, text: string): Promise<CatalogImportResult> {
  const { lines, rejected } = parseCatalogCsv(text);
  const counts = await refusing(
    asService(ctx, async (tx) => {
      const done = await importLines(tx, ctx.principal.tenantId, lines);
      await recordAudit(tx, ctx, { action: 'catalog.import', data: { ...done, rejected: rejected.length } });
      return done;
    }),
  );
  return { ...counts, rejected: rejected.map((line) => ({ ...line })) };
}

interface Counts {
  categories: number;
  products: number;
  skus: number;
  updated: number;
}

async function importLines(tx: ServiceTx, tenantId: string, lines: readonly CatalogLine[]): Promise<Counts> {
  const counts: Counts = { categories: 0, products: 0, skus: 0, updated: 0 };
  const known = await findSkuIdsByCode(
    tx,
    lines.map((line) => line.sku.code),
  );
  const categories = new Map<string, string>();
  const products = new Map<string, string>();
  const touched = new Set<string>();
  const costs = new Map<string, ReturnType<typeof costsOf>>();
  for (const [index, line] of lines.entries()) {
    const categoryId = await categoryOf(tx, line, categories, counts);
    const productId = await productOf(tx, line, categoryId, products, counts, index);
    const present = known.get(line.sku.code);
    const skuId = present?.id ?? (await insertSku(tx, productId, { ...line.sku, position: index }));
    if (present) {
      await updateSku(tx, present.id, present.version, { ...line.sku, position: index });
      counts.updated += 1;
    } else counts.skus += 1;
    await writePrices(tx, skuId, line.sku);
    costs.set(skuId, costsOf(skuId, line.sku));
    touched.add(present?.productId ?? productId);
  }
  await setSkuCosts(tx, tenantId, [...costs.values()].flat());
  await indexProducts(tx, [...touched]);
  return counts;
}

async function categoryOf(
  tx: ServiceTx,
  line: CatalogLine,
  cache: Map<string, string>,
  counts: Counts,
): Promise<string> {
  const cached = cache.get(line.categoryZh);
  if (cached !== undefined) return cached;
  const found = await findCategoryByName(tx, line.categoryZh);
  const id =
    found ??
    (await insertCategory(tx, {
      slug: await freeSlug(slugOf(line.categoryEn, 'category'), (base) => findCategorySlugs(tx, base)),
      nameZh: line.categoryZh,
      nameEn: line.categoryEn,
      position: cache.size,
    }));
  if (found === undefined) counts.categories += 1;
  cache.set(line.categoryZh, id);
  return id;
}

async function productOf(
  tx: ServiceTx,
  line: CatalogLine,
  categoryId: string,
  cache: Map<string, string>,
  counts: Counts,
  position: number,
): Promise<string> {
  const key = `${categoryId} ${line.productZh}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const found = await findProductByName(tx, categoryId, line.productZh);
  const id = found ?? (await makeProduct(tx, line, categoryId, position));
  if (found === undefined) counts.products += 1;
  cache.set(key, id);
  return id;
}

async function makeProduct(tx: ServiceTx, line: CatalogLine, categoryId: string, position: number): Promise<string> {
  const base = slugOf(line.productEn, slugOf(line.sku.code, 'product'));
  const slug = await freeSlug(base, (wanted) => findProductSlugs(tx, wanted));
  const input = productInputSchema.parse({
    categoryId,
    slug,
    nameZh: line.productZh,
    nameEn: line.productEn,
    position,
  });
  const id = await insertProduct(tx, input);
  await setProductStatus(tx, [id], 'published');
  return id;
}

/** The wanted slug, or with the lowest number behind it that nobody has. */
async function freeSlug(base: string, find: (base: string) => Promise<readonly string[]>): Promise<string> {
  const taken = new Set(await find(base));
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base}-${number}`;
  return slug;
}
