import type { DistributorState } from '@keyfall/contracts';
import type { Downline } from '@keyfall/contracts/distributor-schemas';
import { depthMaxOf } from './distributor.rules.ts';

/** What decides whether a distributor may invite somebody below itself. */
export interface RecruitStanding {
  readonly recruiting: boolean;
  readonly income_depth: number;
  readonly may_recruit: boolean;
  readonly depth: number;
  readonly status: DistributorState;
}

/** Why a distributor may not invite anybody below itself, or null. Nobody is ever paid for inviting. */
export function recruitHindrance(standing: RecruitStanding): Downline['inviteHindrance'] {
  if (!standing.recruiting) return 'tenant';
  if (!standing.may_recruit || standing.status !== 'active') return 'distributor';
  return standing.depth + 1 > depthMaxOf(standing.income_depth) ? 'depth' : null;
}

/** Why nobody may apply over its public link, or null. The wholesaler recruits for itself whatever its distributors may. */
export function applyHindrance(standing: RecruitStanding): Downline['inviteHindrance'] {
  return standing.depth === 0 ? null : recruitHindrance(standing);
}
