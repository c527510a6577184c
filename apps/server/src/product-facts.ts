import { DEFAULT_LOCALE, type Locale } from '@keyfall/contracts';
import type { ShopProductDto } from '@keyfall/contracts/catalog-schemas';
import { isDomainError, type Core, type Ctx, type VisitorPrincipal } from '@keyfall/core';
import { browseCategories, browseProducts, viewImage, viewProduct } from '@keyfall/core/catalog';
import type { ShopOfHost } from '@keyfall/core/shops';
import { iconAddress, type PageFacts } from './shop-head.ts';

/** Where the shop's app shows a product. */
const PRODUCT_PATH = /^\/p\/([a-z0-9][a-z0-9-]{0,80})$/;
const DESCRIPTION_LENGTH = 160;

/** The product a path of a shop names. */
export function productSlugOf(path: string): string | undefined {
  return PRODUCT_PATH.exec(path)?.[1];
}

/** What a product's page says about itself; undefined when the shop does not sell it. */
export async function productFacts(
  core: Core,
  shop: ShopOfHost,
  slug: string,
  page: { readonly origin: string; readonly locale: Locale; readonly requestId: string },
): Promise<PageFacts | undefined> {
  try {
    const product = await viewProduct(visitorCtx(core, shop, page.locale, page.requestId), slug);
    return factsOf(product, shop, page.origin);
  } catch (error) {
    if (isDomainError(error, 'not_found')) return undefined;
    throw error;
  }
}

/** What the page of a category says about itself; undefined when the shop shows no such category. */
export async function categoryFacts(
  core: Core,
  shop: ShopOfHost,
  slug: string,
  page: { readonly shopFacts: PageFacts; readonly origin: string; readonly locale: Locale; readonly requestId: string },
): Promise<PageFacts | undefined> {
  const categories = await browseCategories(visitorCtx(core, shop, page.locale, page.requestId));
  const found = categories.find((category) => category.slug === slug);
  if (found === undefined) return undefined;
  return { ...page.shopFacts, title: `${found.name} · ${shop.name}`, url: categoryAddress(page.origin, found.slug) };
}

function categoryAddress(origin: string, slug: string): string {
  return `${origin}/?category=${encodeURIComponent(slug)}`;
}

/** A shop's logo as everybody sees it; undefined without one. */
export async function readLogo(
  core: Core,
  shop: ShopOfHost,
): Promise<{ readonly mime: string; readonly bytes: Buffer } | undefined> {
  const { logoImageId } = shop.brand;
  if (logoImageId === null) return undefined;
  try {
    return await viewImage(visitorCtx(core, shop, shop.defaultLocale, 'icon'), logoImageId);
  } catch (error) {
    if (isDomainError(error, 'not_found')) return undefined;
    throw error;
  }
}

/** Somebody who looks at the shop: what a search engine is. */
function visitorCtx(core: Core, shop: ShopOfHost, locale: Locale, requestId: string): Ctx<VisitorPrincipal> {
  const { tenantId, shopId, distributorId } = shop;
  const principal: VisitorPrincipal = { kind: 'visitor', tenantId, shopId, distributorId };
  return { core, principal, requestId, ip: null, userAgent: null, locale };
}

const AVAILABILITY = {
  in_stock: 'https://schema.org/InStock',
  low: 'https://schema.org/LimitedAvailability',
  out: 'https://schema.org/OutOfStock',
  backorder: 'https://schema.org/BackOrder',
  manual: 'https://schema.org/InStock',
} as const;

function factsOf(product: ShopProductDto, shop: ShopOfHost, origin: string): PageFacts {
  const url = `${origin}/p/${product.slug}`;
  const description = plainText(product.description).slice(0, DESCRIPTION_LENGTH).trim();
  const pictures = product.imageIds.map((id) => `${origin}/img/${id}`);
  const image = pictures.length === 0 ? {} : { image: pictures };
  return {
    title: `${product.name} · ${shop.name}`,
    description,
    url,
    image: pictures[0] ?? iconAddress(shop, origin),
    structured: [
      {
        '@type': 'Product',
        name: product.name,
        url,
        ...(description === '' ? {} : { description }),
        ...image,
        offers: product.skus
          .filter((sku) => sku.range === null)
          .map((sku) => ({
            '@type': 'Offer',
            name: sku.name,
            price: sku.unitPrice,
            priceCurrency: sku.currency,
            availability: AVAILABILITY[sku.stock],
            url,
            seller: { '@type': 'Organization', name: shop.name },
          })),
      },
    ],
  };
}

/** Markdown's words without its signs: descriptions are written for the page, a search engine wants the sentence. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[#>*_`~|-]{1,6}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const PAGES_MAX = 10;
const PAGE_SIZE = 100;

/** Addresses of the shop's categories and of what it sells, at most a thousand products. */
export async function listedAddresses(
  core: Core,
  shop: ShopOfHost,
  origin: string,
  requestId: string,
): Promise<string[]> {
  const ctx = visitorCtx(core, shop, DEFAULT_LOCALE, requestId);
  const categories = await browseCategories(ctx);
  const found = categories.map(({ slug }) => categoryAddress(origin, slug));
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { items, nextCursor }: Awaited<ReturnType<typeof browseProducts>> = await browseProducts(ctx, {
      cursor,
      limit: PAGE_SIZE,
    });
    found.push(...items.map((item) => `${origin}/p/${item.slug}`));
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return found;
}
