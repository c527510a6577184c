import type { Locale } from '@keyfall/contracts';
import type {
  ShopCategoryDto,
  ShopProductDto,
  ShopProductRowDto,
  ShopSkuDto,
} from '@keyfall/contracts/catalog-schemas';
import { compareUnitPrices, formatUnitPrice, type CurrencyCode, type UnitPrice } from '@keyfall/money';
import { asService, asShop, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { offerOf, readChainPrices } from '../pricing/index.ts';
import { listImageIds } from './image-queries.ts';
import { searchIds } from './search-products.ts';
import {
  listShopCategories,
  listShopProductRows,
  listShopSkus,
  readShopProductBySlug,
  type ShopProductRow,
  type ShopSkuRow,
} from './shop-queries.ts';
import { shortDecimal, templateText } from './sku-queries.ts';

type ShopCtx = Ctx<BuyerPrincipal | VisitorPrincipal>;

/** Above this number a shop says "in stock" and no figure: exact stock is the wholesaler's business. */
const STOCK_TOLD_MAX = 99;
const LOW_STOCK_DEFAULT = 10;

/** The categories that have something to show. */
export async function browseCategories(ctx: ShopCtx): Promise<readonly ShopCategoryDto[]> {
  return await asShop(ctx, (tx) => listShopCategories(tx, ctx.locale));
}

/**
 * A page of what the shop sells: published, priced within the shop's bounds, not hidden. A search finds Chinese by
 * characters and by pinyin and forgives typing errors; its hits come as one page, best first.
 */
export async function browseProducts(
  ctx: ShopCtx,
  filter: { readonly q?: string; readonly category?: string; readonly cursor?: string | null; readonly limit: number },
): Promise<{ readonly items: readonly ShopProductRowDto[]; readonly nextCursor: string | null }> {
  const { found, skus } = await asShop(ctx, async (tx) => {
    const ids = filter.q ? await searchIds(tx, filter.q, filter.limit) : undefined;
    const page = await listShopProductRows(tx, {
      ...(filter.category === undefined ? {} : { category: filter.category }),
      productIds: ids,
      cursor: ids ? null : filter.cursor,
      limit: filter.limit,
    });
    const rows = ids ? inOrder(page.rows, ids) : page.rows;
    return {
      found: { rows, nextCursor: ids ? null : page.nextCursor },
      skus: await listShopSkus(
        tx,
        rows.map((row) => row.id),
      ),
    };
  });
  const offered = await offeredSkus(ctx, skus);
  const items = found.rows.flatMap((product) => {
    const own = offered.filter((sku) => sku.productId === product.id).map((sku) => sku.dto);
    return own.length === 0 ? [] : [presentRow(product, own, ctx.locale)];
  });
  return { items, nextCursor: found.nextCursor };
}

/** One product with the SKUs this shop sells. @throws DomainError not_found */
export async function viewProduct(ctx: ShopCtx, slug: string): Promise<ShopProductDto> {
  const { product, skus, imageIds } = await asShop(ctx, async (tx) => {
    const row = await readShopProductBySlug(tx, slug);
    if (row === undefined) return { product: undefined, skus: [], imageIds: [] };
    // Independent of each other: they travel together.
    const [found, images] = await Promise.all([listShopSkus(tx, [row.id]), listImageIds(tx, row)]);
    return { product: row, skus: found, imageIds: images };
  });
  const offered = await offeredSkus(ctx, skus);
  if (product === undefined || offered.length === 0) throw new DomainError('not_found', { what: 'product' });
  const isEnglish = ctx.locale === 'en';
  return {
    id: product.id,
    slug: product.slug,
    name: isEnglish ? product.name_en : product.name_zh,
    categoryId: product.category_id,
    description: isEnglish ? product.description_en : product.description_zh,
    howto: isEnglish ? product.howto_en : product.howto_zh,
    imageIds,
    skus: offered.map((sku) => sku.dto),
  };
}

interface OfferedSku {
  readonly productId: string;
  readonly dto: ShopSkuDto;
}

/** Prices SKUs along the shop's chain and keeps those it can sell. Costs stay in here. */
async function offeredSkus(ctx: ShopCtx, rows: readonly ShopSkuRow[]): Promise<readonly OfferedSku[]> {
  if (rows.length === 0) return [];
  const { distributorId, shopId } = ctx.principal;
  const prices = await asService(ctx, (tx) =>
    readChainPrices(
      tx,
      { distributorId, shopId },
      rows.map((row) => row.id),
    ),
  );
  const offers = new Map(prices.map((price) => [price.skuId, offerOf(price)]));
  return rows.flatMap((row) => {
    const offer = offers.get(row.id);
    if (offer === undefined || offer.problem !== null || offer.retail === null) return [];
    const available = Number(row.available ?? 0n);
    if (row.when_empty === 'hide' && row.kind !== 'top_up' && available === 0) return [];
    return [{ productId: row.product_id, dto: presentSku(row, offer.retail, available, ctx.locale) }];
  });
}

function presentSku(row: ShopSkuRow, retail: UnitPrice, available: number, locale: Locale): ShopSkuDto {
  const currency = row.currency as CurrencyCode;
  return {
    id: row.id,
    code: row.code,
    name: locale === 'en' ? row.name_en : row.name_zh,
    kind: row.kind,
    faceValue: row.face_value,
    range:
      row.face_min === null || row.face_max === null
        ? null
        : { min: shortDecimal(row.face_min), max: shortDecimal(row.face_max), currency: row.face_currency ?? '' },
    faceValues: faceValuesOf(row.by_face),
    periodDays: row.period_days,
    region: row.region,
    currency,
    unitPrice: formatUnitPrice(retail, currency),
    available: Math.min(available, STOCK_TOLD_MAX),
    stock: stockWord(row, available),
    minPerOrder: row.min_per_order,
    maxPerOrder: row.max_per_order,
    maxPerBuyer: row.max_per_buyer,
    warrantyDays: row.warranty_days,
    deliveryDelaySeconds: row.delivery_delay_seconds,
    accountTemplate: templateText(row.account_template),
  };
}

function stockWord(row: ShopSkuRow, available: number): ShopSkuDto['stock'] {
  if (row.kind === 'top_up') return 'manual';
  if (available === 0) return row.when_empty === 'backorder' ? 'backorder' : 'out';
  return available <= (row.low_stock_at || LOW_STOCK_DEFAULT) ? 'low' : 'in_stock';
}

function faceValuesOf(byFace: unknown): ShopSkuDto['faceValues'] {
  if (typeof byFace !== 'object' || byFace === null) return [];
  return Object.entries(byFace)
    .map(([value, count]) => ({ value: shortDecimal(value), available: Math.min(Number(count), STOCK_TOLD_MAX) }))
    .filter((face) => face.available > 0)
    .sort((a, b) => compareUnitPrices(a.value as UnitPrice, b.value as UnitPrice));
}

const BEST_FIRST: readonly ShopSkuDto['stock'][] = ['in_stock', 'low', 'manual', 'backorder', 'out'];

function presentRow(product: ShopProductRow, skus: readonly ShopSkuDto[], locale: Locale): ShopProductRowDto {
  const cheapest = skus.reduce((least, sku) =>
    compareUnitPrices(sku.unitPrice as UnitPrice, least.unitPrice as UnitPrice) < 0 ? sku : least,
  );
  const stock = BEST_FIRST.find((word) => skus.some((sku) => sku.stock === word)) ?? 'out';
  return {
    id: product.id,
    slug: product.slug,
    name: locale === 'en' ? product.name_en : product.name_zh,
    categoryId: product.category_id,
    imageId: product.image_id,
    currency: cheapest.currency,
    priceFrom: cheapest.unitPrice,
    skus: skus.length,
    stock,
    kind: cheapest.kind,
    faceValue: cheapest.faceValue,
  };
}

function inOrder<Row extends { readonly id: string }>(rows: readonly Row[], ids: readonly string[]): readonly Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
