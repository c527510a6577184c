import { serviceTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import type { Membership } from './memberships.ts';

/** Whether one of these places belongs to a tenant that is suspended: why somebody whose password is right stays outside. */
export async function isAnySuspended(auth: Auth, memberships: readonly Membership[]): Promise<boolean> {
  const found = await Promise.all(
    [...new Set(memberships.map(({ tenantId }) => tenantId))].map(
      async (tenantId) =>
        await serviceTx(auth.core.db, { tenantId }, (tx) =>
          tx.selectFrom('tenancy.tenant').select('tenant_id').where('status', '=', 'suspended').executeTakeFirst(),
        ),
    ),
  );
  return found.some((tenant) => tenant !== undefined);
}
