import type { DistributorId } from '@keyfall/contracts';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '../context.ts';
import type { TeamPlace } from './team-queries.ts';

/** Who may work on a team: staff on the wholesaler's and on any distributor's, a distributor's people on their own. */
export type TeamCtx = Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>;

/** The team the caller means. A distributor's people have no other than their own, whatever they name. */
export function placeOf(ctx: TeamCtx, distributorId: DistributorId | null = null): TeamPlace {
  const { principal } = ctx;
  if (principal.kind === 'distributor') return { audience: 'portal', distributorId: principal.distributorId };
  return distributorId === null ? { audience: 'admin', distributorId: null } : { audience: 'portal', distributorId };
}
