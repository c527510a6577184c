import type { ReadTx } from '@keyfall/db';

/** The caller's own state and its tenant's. */
export async function findOwnStanding(tx: ReadTx<'portal'>, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor as distributor')
    .innerJoin('tenancy.tenant as tenant', 'tenant.tenant_id', 'distributor.tenant_id')
    .select(['distributor.status', 'tenant.status as tenant_status'])
    .where('distributor.id', '=', distributorId)
    .executeTakeFirst();
}
