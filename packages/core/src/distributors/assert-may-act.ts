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
  const status = await readStatus(ctx);
  if (status === 'frozen') throw new DomainError('distributor_frozen');
  assertIsIn(status);
}

/**
 * Lets a distributor's query through while it is active or frozen. Somebody who is still invited or waiting for approval
 * sees no prices and no catalog, only its own application; whoever was closed sees nothing.
 *
 * @throws DomainError distributor_closed, distributor_not_active, tenant_suspended
 */
export async function assertMayLook(ctx: Ctx<DistributorPrincipal>): Promise<void> {
  assertIsIn(await readStatus(ctx));
}

async function readStatus(ctx: Ctx<DistributorPrincipal>) {
  const standing = await asDistributor(ctx, (tx) => findOwnStanding(tx, ctx.principal.distributorId));
  if (standing === undefined) throw new DomainError('unauthenticated');
  if (standing.tenant_status !== 'active') throw new DomainError('tenant_suspended');
  return standing.status;
}

function assertIsIn(status: Awaited<ReturnType<typeof readStatus>>): void {
  if (status === 'closed') throw new DomainError('distributor_closed');
  if (status === 'invited' || status === 'pending') throw new DomainError('distributor_not_active', { state: status });
}
