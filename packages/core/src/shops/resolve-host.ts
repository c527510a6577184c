import type { Brand, DistributorId, Locale, ShopId, ShopState, TenantId } from '@keyfall/contracts';
import { identityTx, serviceTx, type Database } from '@keyfall/db';
import { brandOf } from './brand-of.ts';
import { findHost, findShopForHost } from './queries.ts';

/** A shop as its host's visitors meet it. Nothing of the upline is in here but the seller's id, which never leaves. */
export interface ShopOfHost {
  readonly tenantId: TenantId;
  readonly shopId: ShopId;
  readonly distributorId: DistributorId;
  readonly host: string;
  readonly slug: string;
  /** `open` only while the shop, its distributor and the tenant all are. */
  readonly status: ShopState;
  readonly name: string;
  readonly defaultLocale: Locale;
  readonly brand: Brand;
  readonly notice: string | null;
  readonly supportContact: string | null;
  readonly currency: string;
  /** The IANA zone the wholesaler lives in; times are named in it. */
  readonly timeZone: string;
  /** Moves with every change of name or brand: part of the style sheet's address. */
  readonly version: string;
}

/**
 * The shop a host belongs to: one look-up by the host alone, one in the tenant it names. Undefined for a host nobody has
 * (or no longer has).
 */
export async function resolveHost(db: Database, host: string): Promise<ShopOfHost | undefined> {
  const found = await identityTx(db, { presented: host }, (tx) => findHost(tx, host));
  if (found === undefined) return undefined;
  const row = await serviceTx(db, { tenantId: found.tenant_ref }, (tx) => findShopForHost(tx, found.shop_ref));
  if (row === undefined) return undefined;
  const isUp = row.tenant_status === 'active' && row.distributor_status === 'active';
  return {
    tenantId: found.tenant_ref as TenantId,
    shopId: row.id as ShopId,
    distributorId: row.distributor_id as DistributorId,
    host,
    slug: row.slug,
    status: isUp || row.status === 'draft' ? row.status : 'closed',
    name: row.name,
    defaultLocale: row.default_locale,
    brand: brandOf(row.brand),
    notice: row.notice,
    supportContact: row.support_contact,
    currency: row.currency,
    timeZone: row.timezone,
    version: row.version.toString(),
  };
}

/** Whether the host belongs to a shop, without looking at the shop: what decides over a certificate. */
export async function isKnownHost(db: Database, host: string): Promise<boolean> {
  return (await identityTx(db, { presented: host }, (tx) => findHost(tx, host))) !== undefined;
}
