import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';

/** A login that belongs to the tenant, without its secrets. */
export async function findLogin(tx: ServiceTx, loginId: string) {
  return await tx
    .selectFrom('identity.login')
    .select(['key', 'id', 'mail', 'name', 'locale', 'totp_enabled_at', 'created_at'])
    .where('id', '=', loginId)
    .executeTakeFirst();
}

/** What everybody of a tenant may know of it. */
export async function findOwnTenant(tx: AnyTenantTx) {
  return await tx
    .selectFrom('tenancy.tenant')
    .select(['tenant_id', 'slug', 'name', 'currency', 'timezone', 'default_locale', 'status'])
    .executeTakeFirst();
}

export async function findOwnDistributor(tx: AnyTenantTx, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor')
    .select(['id', 'code', 'name', 'status', 'created_at'])
    .where('id', '=', distributorId)
    .executeTakeFirst();
}

/** The buyer's own profile, as its shop shows it. */
export async function findOwnBuyer(tx: ReadTx<'shop'>, buyerId: string) {
  return await tx
    .selectFrom('people.buyer')
    .select(['id', 'kind', 'mail', 'phone', 'name', 'locale', 'mail_verified_at', 'created_at'])
    .where('id', '=', buyerId)
    .executeTakeFirst();
}
