import type { DistributorId } from '@keyfall/contracts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { insertEvent } from './history-queries.ts';
import { findTenantRecruiting, lockDistributor } from './queries.ts';
import { setMayRecruit, setRecruiting } from './tree-queries.ts';

/** Whether distributors of this tenant may invite others at all. */
export async function readRecruiting(ctx: Ctx<StaffPrincipal>): Promise<{ readonly recruiting: boolean }> {
  return { recruiting: await asStaff(ctx, findTenantRecruiting) };
}

/** Lets distributors invite others, or stops all of them. Invitations that were sent stay good. */
export async function changeTenantRecruiting(ctx: Ctx<StaffPrincipal>, recruiting: boolean): Promise<void> {
  await asService(ctx, async (tx) => {
    await setRecruiting(tx, recruiting);
    await recordAudit(tx, ctx, { action: 'distributors.change_tenant_recruiting', data: { recruiting } });
  });
}

/** Lets one distributor invite others below itself, or stops it. @throws DomainError not_found, state_conflict (the house, closed) */
export async function changeMayRecruit(
  ctx: Ctx<StaffPrincipal>,
  id: DistributorId,
  mayRecruit: boolean,
): Promise<void> {
  await asService(ctx, async (tx) => {
    const node = await lockDistributor(tx, id);
    if (node === undefined) throw new DomainError('not_found', { what: 'distributor' });
    if (node.parent_id === null || node.status === 'closed') {
      throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: 'recruiting' });
    }
    await setMayRecruit(tx, id, mayRecruit);
    await insertEvent(tx, ctx, { distributorId: id, kind: 'recruiting_changed', reason: mayRecruit ? 'on' : 'off' });
    await recordAudit(tx, ctx, {
      action: 'distributors.change_recruiting',
      subjectKind: 'distributor',
      subjectId: id,
      data: { mayRecruit },
    });
  });
}
