import type { ShopChange, ShopInput } from '@keyfall/contracts/tenancy-schemas';
import type { Brand, CollectedBy, Locale, ShopState } from '@keyfall/contracts';
import type { AnyTenantTx, IdentityTx, ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/** Whose a host is, unless it was released. */
export async function findHost(tx: IdentityTx, host: string) {
  return await tx
    .selectFrom('identity.host')
    .select(['tenant_ref', 'shop_ref', 'kind'])
    .where('host', '=', host)
    .where('released_at', 'is', null)
    .executeTakeFirst();
}

export async function findShopForHost(tx: ServiceTx, shopId: string) {
  return await tx
    .selectFrom('tenancy.shop as shop')
    .innerJoin('tenancy.distributor as distributor', (join) =>
      join.onRef('distributor.tenant_id', '=', 'shop.tenant_id').onRef('distributor.id', '=', 'shop.distributor_id'),
    )
    .innerJoin('tenancy.tenant as tenant', 'tenant.tenant_id', 'shop.tenant_id')
    .select([
      'shop.id',
      'shop.distributor_id',
      'shop.slug',
      'shop.status',
      'shop.name',
      'shop.default_locale',
      'shop.brand',
      'shop.notice',
      'shop.support_contact',
      'shop.version',
      'distributor.status as distributor_status',
      'tenant.status as tenant_status',
      'tenant.currency',
      'tenant.timezone',
    ])
    .where('shop.id', '=', shopId)
    .executeTakeFirst();
}

/** The seller a shop is made for; the lock keeps it from being closed meanwhile. */
export async function lockSeller(tx: ServiceTx, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'status', 'name'])
    .where('id', '=', distributorId)
    .forShare()
    .executeTakeFirst();
}

export async function insertShop(
  tx: ServiceTx,
  shop: ShopInput & { readonly id: string; readonly distributorId: string; readonly brand: Brand },
): Promise<void> {
  await tx
    .insertInto('tenancy.shop')
    .values({
      id: shop.id,
      distributor_id: shop.distributorId,
      slug: shop.slug,
      name: shop.name,
      default_locale: shop.defaultLocale,
      brand: JSON.stringify(shop.brand),
    })
    .execute();
}

/** Points a host to a shop. A host the shop had before comes back; one of anybody else breaks `host_pkey`. */
export async function claimHost(
  tx: ServiceTx,
  host: { readonly host: string; readonly tenantId: string; readonly shopId: string; readonly kind: 'slug' | 'custom' },
): Promise<void> {
  const back = await tx
    .updateTable('identity.host')
    .set({ released_at: null })
    .where('host', '=', host.host)
    .where('shop_ref', '=', host.shopId)
    .executeTakeFirst();
  if (back.numUpdatedRows === 1n) return;
  await tx
    .insertInto('identity.host')
    .values({ host: host.host, tenant_ref: host.tenantId, shop_ref: host.shopId, kind: host.kind })
    .execute();
}

/** Takes a host off its shop. For 30 days nobody else can have it, so a mistake can be undone. */
export async function releaseHost(tx: ServiceTx, host: string, shopId: string): Promise<void> {
  await tx
    .updateTable('identity.host')
    .set({ released_at: NOW })
    .where('host', '=', host)
    .where('shop_ref', '=', shopId)
    .where('kind', '=', 'custom')
    .where('released_at', 'is', null)
    .execute();
}

const HOST_KEPT_DAYS = 30;

/** Forgets hosts that were released long ago: from now on anybody may claim them. */
export async function forgetReleasedHosts(tx: ServiceTx): Promise<number> {
  const result = await tx
    .deleteFrom('identity.host')
    .where('released_at', '<', sql<Date>`app.now() - make_interval(days => ${HOST_KEPT_DAYS})`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** A shop as its writer addresses it; `distributorId` narrows to the caller's own. */
export async function lockShop(tx: ServiceTx, shopId: string, distributorId: string | undefined) {
  let query = tx
    .selectFrom('tenancy.shop')
    .select(['id', 'distributor_id', 'slug', 'status', 'version'])
    .where('id', '=', shopId);
  if (distributorId !== undefined) query = query.where('distributor_id', '=', distributorId);
  return await query.forNoKeyUpdate().executeTakeFirst();
}

/** False when the shop has moved on from `version`. */
export async function updateShop(tx: ServiceTx, shopId: string, version: bigint, change: ShopChange): Promise<boolean> {
  const result = await tx
    .updateTable('tenancy.shop')
    .set({
      name: change.name,
      default_locale: change.defaultLocale,
      notice: change.notice,
      support_contact: change.supportContact,
      brand: JSON.stringify(change.brand),
      updated_at: NOW,
      version: sql<bigint>`version + 1`,
    })
    .where('id', '=', shopId)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function setShopStatus(tx: ServiceTx, shopId: string, status: ShopState): Promise<void> {
  await tx
    .updateTable('tenancy.shop')
    .set({ status, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', shopId)
    .execute();
}

/** Says who takes a shop's money from now on. */
export async function setShopCollection(tx: ServiceTx, shopId: string, collectedBy: CollectedBy): Promise<void> {
  await tx
    .updateTable('tenancy.shop')
    .set({ collected_by: collectedBy, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('id', '=', shopId)
    .where('collected_by', '<>', collectedBy)
    .execute();
}

/** Hands the shops of a distributor back to the wholesaler's gateways; answers how many collected themselves. */
export async function returnShopsToPlatform(tx: ServiceTx, distributorId: string): Promise<number> {
  const result = await tx
    .updateTable('tenancy.shop')
    .set({ collected_by: 'platform', updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('distributor_id', '=', distributorId)
    .where('collected_by', '=', 'distributor')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Stops all selling of a distributor that is being closed; answers how many shops it had open or in the making. */
export async function closeShopsOf(tx: ServiceTx, distributorId: string): Promise<number> {
  const result = await tx
    .updateTable('tenancy.shop')
    .set({ status: 'closed', updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('distributor_id', '=', distributorId)
    .where('status', '<>', 'closed')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Gives back the hosts of distributors that were closed a month ago: until then their buyers reach what they bought. */
export async function forgetHostsOfClosed(tx: ServiceTx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with over as (
      select s.tenant_id, s.id from tenancy.shop s
        join tenancy.distributor d on d.tenant_id = s.tenant_id and d.id = s.distributor_id
       where s.tenant_id = app.tenant_id() and d.status = 'closed'
         and d.closed_at < app.now() - make_interval(days => ${HOST_KEPT_DAYS})),
    domains as (delete from tenancy.shop_domain x using over where x.tenant_id = over.tenant_id and x.shop_id = over.id),
    hosts as (delete from identity.host h using over where h.tenant_ref = over.tenant_id and h.shop_ref = over.id returning 1)
    select count(*)::integer as n from hosts`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Whether a picture may be a shop's logo: the distributor's own or the wholesaler's. */
export async function isUsableImage(tx: ServiceTx, imageId: string, distributorId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('catalog.image')
    .select('id')
    .where('id', '=', imageId)
    .where((eb) => eb.or([eb('owner_distributor_id', 'is', null), eb('owner_distributor_id', '=', distributorId)]))
    .executeTakeFirst();
  return row !== undefined;
}

function selectShops(tx: AnyTenantTx) {
  return tx
    .selectFrom('tenancy.shop as shop')
    .innerJoin('tenancy.distributor as seller', (join) =>
      join.onRef('seller.tenant_id', '=', 'shop.tenant_id').onRef('seller.id', '=', 'shop.distributor_id'),
    )
    .select([
      'shop.id',
      'shop.distributor_id',
      'seller.code as seller_code',
      'seller.name as seller_name',
      'shop.slug',
      'shop.name',
      'shop.status',
      'shop.collected_by',
      'shop.default_locale',
      'shop.notice',
      'shop.support_contact',
      'shop.brand',
      'shop.created_at',
      'shop.version',
    ]);
}

export interface ShopTableRow {
  readonly id: string;
  readonly distributor_id: string;
  readonly seller_code: string;
  readonly seller_name: string;
  readonly slug: string;
  readonly name: string;
  readonly status: ShopState;
  readonly collected_by: CollectedBy;
  readonly default_locale: Locale;
  readonly notice: string | null;
  readonly support_contact: string | null;
  readonly brand: unknown;
  readonly created_at: Date;
  readonly version: bigint;
}

export interface ShopFilter {
  readonly distributorId?: string | null | undefined;
  readonly status?: ShopState | null | undefined;
  readonly search?: string | null | undefined;
  readonly after: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}

export async function listShops(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  filter: ShopFilter,
): Promise<readonly ShopTableRow[]> {
  let query = selectShops(tx as AnyTenantTx);
  if (filter.distributorId) query = query.where('shop.distributor_id', '=', filter.distributorId);
  if (filter.status) query = query.where('shop.status', '=', filter.status);
  if (filter.search) {
    const part = `%${filter.search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where((eb) => eb.or([eb('shop.name', 'ilike', part), eb('shop.slug', 'ilike', part)]));
  }
  if (filter.after !== undefined) {
    const { name, id } = filter.after;
    query = query.where(sql<boolean>`(shop.name, shop.id) > (${name}, ${id}::uuid)`);
  }
  return await query.orderBy('shop.name').orderBy('shop.id').limit(filter.limit).execute();
}

export async function findShop(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  shopId: string,
): Promise<ShopTableRow | undefined> {
  return await selectShops(tx as AnyTenantTx)
    .where('shop.id', '=', shopId)
    .executeTakeFirst();
}

/** Hosts that lead to the shops now, slugs first. */
export async function hostsOfShops(tx: ServiceTx, shopIds: readonly string[]) {
  if (shopIds.length === 0) return [];
  return await tx
    .selectFrom('identity.host')
    .select(['host', 'shop_ref'])
    .where('shop_ref', 'in', [...shopIds])
    .where('released_at', 'is', null)
    .orderBy('kind', 'desc')
    .orderBy('host')
    .execute();
}

export async function findPublicShop(tx: ReadTx<'shop'>, shopId: string) {
  return await tx
    .selectFrom('tenancy.shop')
    .select(['name', 'slug', 'default_locale', 'notice', 'support_contact', 'brand'])
    .where('id', '=', shopId)
    .executeTakeFirst();
}
