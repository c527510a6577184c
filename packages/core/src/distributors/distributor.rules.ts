import type { DistributorState } from '@keyfall/contracts';
import { DomainError } from '../errors.ts';
import { canMove, type Moves } from '../state-machine.ts';

/**
 * The life of a distributor. Somebody invited hands in an application (`pending`), which is approved, sent back for a
 * correction (`invited` again) or refused (`closed`). The database's trigger `distributor_move` holds the same pairs.
 */
export const DISTRIBUTOR_MOVES: Moves<DistributorState> = {
  invited: ['pending', 'closed'],
  pending: ['active', 'invited', 'closed'],
  active: ['frozen', 'closed'],
  frozen: ['active', 'closed'],
  closed: [],
};

/** @throws DomainError state_conflict */
export function assertDistributorMove(from: DistributorState, to: DistributorState): void {
  if (!canMove(DISTRIBUTOR_MOVES, from, to)) {
    throw new DomainError('state_conflict', { what: 'distributor', state: from, wanted: to });
  }
}

/**
 * The deepest a node may stand: below it somebody would sell for whom the uplines cannot all earn. The house stands at 0.
 */
export function depthMaxOf(incomeDepth: number): number {
  return incomeDepth + 1;
}

/** @throws DomainError depth_exceeded */
export function assertDepth(depth: number, incomeDepth: number): void {
  const depthMax = depthMaxOf(incomeDepth);
  if (depth > depthMax) throw new DomainError('depth_exceeded', { depthMax });
}

/** A node as a move sees it. */
export interface MovingNode {
  readonly id: string;
  readonly parent_id: string | null;
  readonly status: DistributorState;
}

/**
 * Whether a node may be put below another. The target must be able to have children; the depth is judged by the caller,
 * which knows how high the subtree is.
 *
 * @param targetChain ids from the target up to the house, the target itself first
 * @throws DomainError state_conflict (the house, or it stands there already), distributor_not_active, tree_cycle
 */
export function assertMovable(
  node: MovingNode,
  target: { readonly id: string; readonly status: DistributorState },
  targetChain: readonly string[],
): void {
  if (node.parent_id === null || node.parent_id === target.id || node.status === 'closed') {
    throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: 'moved' });
  }
  if (targetChain.includes(node.id)) throw new DomainError('tree_cycle');
  if (target.status !== 'active' && target.status !== 'frozen') {
    throw new DomainError('distributor_not_active', { state: target.status });
  }
}
