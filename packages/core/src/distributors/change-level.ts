import type { DistributorId, LevelId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { TeamCtx } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService } from '../context.ts';
import { DomainError } from '../errors.ts';
import { followChange } from '../pricing/index.ts';
import { refusing } from './errors.ts';
import { findLevel, insertEvent } from './history-queries.ts';
import { lockDistributor } from './queries.ts';
import { lockChild, setLevel } from './tree-queries.ts';

/**
 * Puts a distributor into another level, or into none, from the next price on; orders that were placed keep their split.
 * Staff change anybody's, a distributor its direct children's. Who, when, from, to and why stay in the history.
 *
 * @throws DomainError not_found (distributor, level), state_conflict (the house, closed, or it has that level)
 */
export async function changeLevel(
  ctx: TeamCtx,
  id: DistributorId,
  change: { readonly levelId: LevelId | null; readonly reason: string },
): Promise<void> {
  const { levelId, reason } = change;
  const work = asService(ctx, async (tx) => {
    const node = await lockOwn(tx, ctx, id);
    if (node.status === 'closed' || node.level_id === levelId) {
      throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: 'level' });
    }
    const [from, to] = await Promise.all([findLevel(tx, node.level_id), findLevel(tx, levelId)]);
    if (levelId !== null && to === null) throw new DomainError('not_found', { what: 'level' });
    await followChange(tx, ctx.principal.tenantId, { ownerId: id, skuIds: null }, () => setLevel(tx, id, levelId));
    await insertEvent(tx, ctx, { distributorId: id, kind: 'level_changed', from, to, reason });
    await recordAudit(tx, ctx, {
      action: 'distributors.change_level',
      subjectKind: 'distributor',
      subjectId: id,
      data: { from: node.level_id, to: levelId, reason },
    });
  });
  // Also where the level was retired a moment ago.
  await refusing(work);
}

async function lockOwn(tx: ServiceTx, { principal }: TeamCtx, id: DistributorId) {
  if (principal.kind === 'distributor') {
    const child = await lockChild(tx, principal.distributorId, id);
    if (child === undefined) throw new DomainError('not_found', { what: 'distributor' });
    return child;
  }
  const node = await lockDistributor(tx, id);
  if (node === undefined) throw new DomainError('not_found', { what: 'distributor' });
  if (node.parent_id === null) {
    throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: 'level' });
  }
  return node;
}
