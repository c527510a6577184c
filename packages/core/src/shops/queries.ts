import type { IdentityTx, ServiceTx } from '@keyfall/db';

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
    ])
    .where('shop.id', '=', shopId)
    .executeTakeFirst();
}
