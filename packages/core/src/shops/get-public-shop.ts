import type { Brand, Locale } from '@keyfall/contracts';
import { asShop, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { brandOf } from './brand-of.ts';
import { findPublicShop } from './queries.ts';

/** What a shop tells every visitor about itself, read with a visitor's rights. */
export interface PublicShop {
  readonly name: string;
  readonly slug: string;
  readonly defaultLocale: Locale;
  readonly notice: string | null;
  readonly supportContact: string | null;
  readonly brand: Brand;
}

/** @throws DomainError shop_not_found */
export async function getPublicShop(ctx: Ctx<BuyerPrincipal | VisitorPrincipal>): Promise<PublicShop> {
  const row = await asShop(ctx, (tx) => findPublicShop(tx, ctx.principal.shopId));
  if (row === undefined) throw new DomainError('shop_not_found');
  return {
    name: row.name,
    slug: row.slug,
    defaultLocale: row.default_locale,
    notice: row.notice,
    supportContact: row.support_contact,
    brand: brandOf(row.brand),
  };
}
