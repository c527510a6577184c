import { type DistributorId, type ShopId, type ShopState } from '@keyfall/contracts';
import type { ShopDto, ShopRow } from '@keyfall/contracts/tenancy-schemas';
import {
  asDistributor,
  asService,
  asStaff,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { namedPositionOf, pageOf } from '../page-cursor.ts';
import { brandOf } from './brand-of.ts';
import { findShop, hostsOfShops, listShops, type ShopTableRow } from './queries.ts';

type Reader = Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>;

export interface ShopListFilter {
  readonly distributorId?: DistributorId | null | undefined;
  readonly status?: ShopState | null | undefined;
  readonly search?: string | null | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

/** A page of shops by name: the tenant's for staff, a distributor's own for its people. @throws cursor_invalid */
export async function readShops(
  ctx: Reader,
  filter: ShopListFilter,
): Promise<{ readonly items: readonly ShopRow[]; readonly nextCursor: string | null }> {
  const { cursor, limit, ...rest } = filter;
  const query = { ...rest, after: namedPositionOf(cursor), limit: limit + 1 };
  const rows = isStaff(ctx)
    ? await asStaff(ctx, (tx) => listShops(tx, query))
    : await asDistributor(ctx, (tx) => listShops(tx, query));
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.name, last.id]);
  const hosts = await hostsOf(ctx, page);
  return {
    items: page.map((row) => present(row, hosts)),
    nextCursor,
  };
}

/** One shop with its brand. @throws DomainError not_found */
export async function getShop(ctx: Reader, shopId: ShopId): Promise<ShopDto> {
  const row = isStaff(ctx)
    ? await asStaff(ctx, (tx) => findShop(tx, shopId))
    : await asDistributor(ctx, (tx) => findShop(tx, shopId));
  if (row === undefined) throw new DomainError('not_found', { what: 'shop' });
  const { addresses } = ctx.core.ports;
  return {
    ...present(row, await hostsOf(ctx, [row])),
    version: row.version.toString(),
    defaultLocale: row.default_locale,
    notice: row.notice,
    supportContact: row.support_contact,
    brand: brandOf(row.brand),
    origin: addresses.shopOrigin(addresses.slugHost(row.slug)),
  };
}

function isStaff(ctx: Reader): ctx is Ctx<StaffPrincipal> {
  return ctx.principal.kind === 'staff';
}

async function hostsOf(ctx: Reader, rows: readonly ShopTableRow[]): Promise<ReadonlyMap<string, string[]>> {
  const ids = rows.map((row) => row.id);
  const found = await asService(ctx, (tx) => hostsOfShops(tx, ids));
  const byShop = new Map<string, string[]>();
  for (const { shop_ref: shopId, host } of found) byShop.set(shopId, [...(byShop.get(shopId) ?? []), host]);
  return byShop;
}

function present(row: ShopTableRow, hosts: ReadonlyMap<string, string[]>): ShopRow {
  return {
    id: row.id as ShopId,
    distributor: { id: row.distributor_id as DistributorId, code: row.seller_code, name: row.seller_name },
    slug: row.slug,
    name: row.name,
    status: row.status,
    hosts: hosts.get(row.id) ?? [],
    collectedBy: row.collected_by,
    createdAt: row.created_at.toISOString(),
  };
}
