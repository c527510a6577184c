import { can, type ProductId } from '@keyfall/contracts';
import type { CategoryDto, ProductDto, ProductRowDto } from '@keyfall/contracts/catalog-schemas';
import type { ReadTx } from '@keyfall/db';
import {
  asDistributor,
  asShop,
  asStaff,
  type BuyerPrincipal,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
  type VisitorPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { findProductIdsBySkuCode, listCategories, listProducts, type ProductFilter } from './queries.ts';
import { searchIds } from './search-products.ts';
import { readImage } from './shop-queries.ts';
import { readProduct } from './sku-queries.ts';

/** All categories of the tenant. */
export async function readCategories(ctx: Ctx<StaffPrincipal>): Promise<readonly CategoryDto[]> {
  return await asStaff(ctx, listCategories);
}

/** A page of products for the back office; a search answers one page, in no particular rank. */
export async function readProducts(
  ctx: Ctx<StaffPrincipal>,
  filter: ProductFilter & { readonly q?: string | undefined },
): Promise<{ readonly items: readonly ProductRowDto[]; readonly nextCursor: string | null }> {
  return await asStaff(ctx, async (tx) => {
    const productIds = filter.q ? await findProductIds(tx, filter.q, filter.limit) : undefined;
    return await listProducts(tx, { ...filter, productIds });
  });
}

/** Products whose SKU codes begin with the text, before those whose words fit it. */
async function findProductIds(tx: ReadTx<'admin'>, text: string, limit: number): Promise<readonly string[]> {
  const byCode = await findProductIdsBySkuCode(tx, text.toUpperCase(), limit);
  const byWords = await searchIds(tx, text, limit);
  return [...new Set([...byCode, ...byWords])].slice(0, limit);
}

/** A product with everything its editor shows; costs only for those who may see them. @throws DomainError not_found */
export async function readProductForEdit(ctx: Ctx<StaffPrincipal>, id: ProductId): Promise<ProductDto> {
  const withCost = can({ audience: 'admin', role: ctx.principal.role }, 'inventory.read_cost');
  const product = await asStaff(ctx, (tx) => readProduct(tx, id, withCost));
  if (product === undefined) throw new DomainError('not_found', { what: 'product' });
  return product;
}

/** A picture the reader may see: its bytes and type. @throws DomainError not_found */
export async function viewImage(
  ctx: Ctx<StaffPrincipal> | Ctx<DistributorPrincipal> | Ctx<BuyerPrincipal | VisitorPrincipal>,
  id: string,
): Promise<{ readonly mime: string; readonly bytes: Buffer }> {
  const image = await readByAudience(ctx as Ctx, id);
  if (image === undefined) throw new DomainError('not_found', { what: 'image' });
  return image;
}

async function readByAudience(ctx: Ctx, id: string): ReturnType<typeof readImage> {
  switch (ctx.principal.kind) {
    case 'staff':
      return await asStaff(ctx as Ctx<StaffPrincipal>, (tx) => readImage(tx, id));
    case 'distributor':
      return await asDistributor(ctx as Ctx<DistributorPrincipal>, (tx) => readImage(tx, id));
    case 'buyer':
    case 'visitor':
      return await asShop(ctx as Ctx<BuyerPrincipal | VisitorPrincipal>, (tx) => readImage(tx, id));
    case 'system':
      return undefined;
  }
}
