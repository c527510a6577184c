import type { DistributorId } from '@keyfall/contracts';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { assertDistributorMove } from './distributor.rules.ts';
import { insertEvent } from './history-queries.ts';
import { lockDistributor, setStatus } from './queries.ts';
import { tellNews } from './tell-news.ts';

/**
 * Freezes a distributor: from the next request on its people may look and not act, and its shops show that they are
 * closed. What it is owed goes on becoming available, and its downline sells on.
 *
 * @throws DomainError not_found, state_conflict (already frozen, closed, or the house)
 */
export async function freezeDistributor(ctx: Ctx<StaffPrincipal>, id: DistributorId, reason: string): Promise<void> {
  await changeStatus(ctx, id, { from: 'active', to: 'frozen', action: 'distributors.freeze', reason });
}

/** Ends a freeze. @throws DomainError not_found, state_conflict */
export async function unfreezeDistributor(ctx: Ctx<StaffPrincipal>, id: DistributorId, reason: string): Promise<void> {
  await changeStatus(ctx, id, { from: 'frozen', to: 'active', action: 'distributors.unfreeze', reason });
}

interface StatusChange {
  readonly from: 'active' | 'frozen';
  readonly to: 'active' | 'frozen';
  readonly action: string;
  readonly reason: string;
}

async function changeStatus(ctx: Ctx<StaffPrincipal>, id: DistributorId, change: StatusChange): Promise<void> {
  await asService(ctx, async (tx) => {
    const node = await lockDistributor(tx, id);
    if (node === undefined) throw new DomainError('not_found', { what: 'distributor' });
    // Frozen, the house would take the whole tree's shops and its own back office with it.
    if (node.status !== change.from || node.parent_id === null) {
      throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: change.to });
    }
    assertDistributorMove(change.from, change.to);
    await setStatus(tx, id, change.to);
    const kind = change.to === 'frozen' ? 'frozen' : 'unfrozen';
    await insertEvent(tx, ctx, { distributorId: id, kind, reason: change.reason });
    await tellNews(tx, ctx, { id, name: node.name }, kind, change.reason);
    await recordAudit(tx, ctx, {
      action: change.action,
      subjectKind: 'distributor',
      subjectId: id,
      data: { reason: change.reason },
    });
  });
}
