import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findOwnStanding } from './queries.ts';

/**
 * Lets a distributor's command through only while the distributor is active: a frozen one may look at everything and
 * change nothing. Asked before every mutation of the portal and the API, so a freeze acts at once.
 *
 * @throws DomainError distributor_frozen, distributor_closed, distributor_not_active, tenant_suspended
 */
export async function assertMayAct(ctx: Ctx<DistributorPrincipal>): Promise<void> {
  const standing = await asDistributor(ctx, (tx) => findOwnStanding(tx, ctx.principal.distributorId));
  if (standing === undefined) throw new DomainError('unauthenticated');
  if (standing.tenant_status !== 'active') throw new DomainError('tenant_suspended');
  switch (standing.status) {
    case 'active':
      return;
    case 'frozen':
      throw new DomainError('distributor_frozen');
    case 'closed':
      throw new DomainError('distributor_closed');
    case 'invited':
    case 'pending':
      throw new DomainError('distributor_not_active', { state: standing.status });
  }
}
