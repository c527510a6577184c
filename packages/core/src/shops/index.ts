export { brandOf } from './brand-of.ts';
export { checkDomain, sweepDomains } from './check-domain.ts';
export { createShop } from './create-shop.ts';
export { addDomain, readDomains, removeDomain } from './domains.ts';
export { getPublicShop, type PublicShop } from './get-public-shop.ts';
export { closeShop, openShop } from './open-shop.ts';
export {
  closeShopsOf,
  forgetHostsOfClosed,
  forgetReleasedHosts,
  lockShop,
  returnShopsToPlatform,
  setShopCollection,
} from './queries.ts';
export { getShop, readShops, type ShopListFilter } from './read-shops.ts';
export { isKnownHost, resolveHost, type ShopOfHost } from './resolve-host.ts';
export { RESERVED_SLUGS, assertSlugIsFree } from './slug.rules.ts';
export { updateShop } from './update-shop.ts';
