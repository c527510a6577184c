import type { Locale } from '@keyfall/contracts';
import type { BuyerProfileInput } from '@keyfall/contracts/people-schemas';
import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

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

/** The host a shop's mails lead to: its own domain where it has one, else its slug's. Undefined when it has none now. */
export async function findHostOfShop(tx: ServiceTx, shopId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('identity.host')
    .select('host')
    .where('shop_ref', '=', shopId)
    .where('released_at', 'is', null)
    // 'custom' comes before 'slug'.
    .orderBy('kind')
    .orderBy('created_at')
    .orderBy('host')
    .limit(1)
    .executeTakeFirst();
  return row?.host;
}

export async function findBuyer(tx: ServiceTx, buyerId: string, shopId: string) {
  return await tx
    .selectFrom('people.buyer')
    .select(['id', 'kind', 'mail'])
    .where('id', '=', buyerId)
    .where('shop_id', '=', shopId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function updateBuyer(tx: ServiceTx, buyerId: string, profile: BuyerProfileInput): Promise<void> {
  await tx
    .updateTable('people.buyer')
    .set({ name: profile.name, phone: profile.phone, locale: profile.locale, updated_at: sql<Date>`app.now()` })
    .where('id', '=', buyerId)
    .execute();
}

export interface NewBuyer {
  readonly id: string;
  readonly shopId: string;
  readonly distributorId: string;
  readonly kind: 'guest' | 'account';
  readonly mail: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly locale: Locale;
}

/** A buyer of a shop. An account is made once its mail address is proved, so that is noted with it. */
export async function insertBuyer(tx: ServiceTx, buyer: NewBuyer): Promise<void> {
  await tx
    .insertInto('people.buyer')
    .values({
      id: buyer.id,
      shop_id: buyer.shopId,
      distributor_id: buyer.distributorId,
      kind: buyer.kind,
      mail: buyer.mail,
      phone: buyer.phone,
      name: buyer.name,
      locale: buyer.locale,
      mail_verified_at: buyer.kind === 'account' ? sql<Date>`app.now()` : null,
    })
    .execute();
}

/** Names of logins by their ids. */
export async function findLoginNames(tx: ServiceTx, ids: readonly string[]) {
  return await tx
    .selectFrom('identity.login')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
}
