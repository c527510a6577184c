import type { DistributorId, TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../context.ts';
import { DomainError } from '../errors.ts';

/** The distributor of a code, for the operator. @throws DomainError not_found */
export async function findDistributorId(core: Core, tenantId: TenantId, code: string): Promise<DistributorId> {
  const row = await serviceTx(core.db, { tenantId }, (tx) =>
    tx.selectFrom('tenancy.distributor').select('id').where('code', '=', code.toUpperCase()).executeTakeFirst(),
  );
  if (row === undefined) throw new DomainError('not_found', { what: 'distributor' });
  return row.id as DistributorId;
}
