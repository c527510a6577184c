import type { DistributorId, TenantId } from '@keyfall/contracts';
import type { StaffRole } from '@keyfall/core/access';
import { serviceTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';

export type StaffAudience = 'admin' | 'portal';

/** One place a login may enter. */
export interface Membership {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly distributorId: DistributorId | null;
  readonly role: StaffRole;
}

export interface NamedMembership {
  readonly membershipId: string;
  /** The wholesaler's name. */
  readonly tenantName: string;
  /** The distributor's, in the portal. */
  readonly distributorName: string | null;
  readonly role: Membership['role'];
}

export function membershipOf(row: {
  readonly id: string;
  readonly tenant_ref: string;
  readonly distributor_ref: string | null;
  readonly role: Membership['role'];
}): Membership {
  return {
    id: row.id,
    tenantId: row.tenant_ref as TenantId,
    distributorId: row.distributor_ref as DistributorId | null,
    role: row.role,
  };
}

/**
 * The places that can be entered now, with their names: a closed distributor or a suspended tenant is left out. Each is
 * looked up in its own tenant's transaction.
 */
export async function nameMemberships(
  auth: Auth,
  memberships: readonly Membership[],
): Promise<readonly NamedMembership[]> {
  const named = await Promise.all(memberships.map((membership) => nameMembership(auth, membership)));
  return named.filter((each) => each !== undefined);
}

async function nameMembership(auth: Auth, membership: Membership): Promise<NamedMembership | undefined> {
  const { tenantId, distributorId, id, role } = membership;
  return await serviceTx(auth.core.db, { tenantId }, async (tx) => {
    const [tenant, distributor] = await Promise.all([
      tx.selectFrom('tenancy.tenant').select('name').where('status', '=', 'active').executeTakeFirst(),
      distributorId === null
        ? undefined
        : tx
            .selectFrom('tenancy.distributor')
            .select('name')
            .where('id', '=', distributorId)
            .where('status', '<>', 'closed')
            .executeTakeFirst(),
    ]);
    if (tenant === undefined || (distributorId !== null && distributor === undefined)) return undefined;
    return { membershipId: id, tenantName: tenant.name, distributorName: distributor?.name ?? null, role };
  });
}

/** The names of the houses behind these places: what a password must not be made of. */
export async function houseNames(auth: Auth, memberships: readonly Membership[]): Promise<readonly string[]> {
  const named = await nameMemberships(auth, memberships);
  return [...new Set(named.flatMap(({ tenantName, distributorName }) => [tenantName, distributorName ?? '']))];
}
