import type { DistributorId, DistributorState } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { shutTeam, type TeamCtx } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findDecider } from './application-queries.ts';
import { assertDistributorMove } from './distributor.rules.ts';
import { insertEvent } from './history-queries.ts';
import { lockDistributor, setStatus } from './queries.ts';
import { tellNews } from './tell-news.ts';
import { lockChild } from './tree-queries.ts';

/**
 * Lets an applicant in: from the next request on its people may act. Staff decide about anybody, a distributor about those who
 * would stand directly below it, where the wholesaler leaves that to it.
 *
 * @throws DomainError not_found, state_conflict, downline_not_allowed
 */
export async function approveApplication(ctx: TeamCtx, id: DistributorId): Promise<void> {
  await decide(ctx, id, { to: 'active', kind: 'approved', from: ['pending'] });
}

/**
 * Sends an application back for a correction; the applicant reads why.
 * @throws DomainError as {@link approveApplication}
 */
export async function sendBackApplication(ctx: TeamCtx, id: DistributorId, reason: string): Promise<void> {
  await decide(ctx, id, { to: 'invited', kind: 'sent_back', from: ['pending'], reason });
}

/**
 * Turns an applicant down for good: its people are signed out and its open invitations opens nothing.
 *
 * @throws DomainError as {@link approveApplication}
 */
export async function refuseApplication(ctx: TeamCtx, id: DistributorId, reason: string): Promise<void> {
  await decide(ctx, id, { to: 'closed', kind: 'refused', from: ['pending', 'invited'], reason });
}

interface Decision {
  readonly to: DistributorState;
  readonly kind: 'approved' | 'sent_back' | 'refused';
  readonly from: readonly DistributorState[];
  readonly reason?: string;
}

async function decide(ctx: TeamCtx, id: DistributorId, decision: Decision): Promise<void> {
  const { to, kind, from, reason } = decision;
  await asService(ctx, async (tx) => {
    const node = await lockApplicant(tx, ctx, id);
    if (!from.includes(node.status)) {
      throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: to });
    }
    assertDistributorMove(node.status, to);
    await setStatus(tx, id, to);
    await insertEvent(tx, ctx, { distributorId: id, kind, reason });
    await tellNews(tx, ctx, { id, name: node.name }, kind, reason);
    if (to === 'closed') await shutTeam(tx, { audience: 'portal', distributorId: id });
    await recordAudit(tx, ctx, {
      action: `distributors.${kind}`,
      subjectKind: 'distributor',
      subjectId: id,
      data: reason === undefined ? {} : { reason },
    });
  });
}

async function lockApplicant(tx: ServiceTx, { principal }: TeamCtx, id: DistributorId) {
  const node =
    principal.kind === 'staff' ? await lockDistributor(tx, id) : await lockChild(tx, principal.distributorId, id);
  if (node === undefined) throw new DomainError('not_found', { what: 'distributor' });
  if (principal.kind === 'distributor' && (await findDecider(tx)) !== 'parent') {
    throw new DomainError('downline_not_allowed');
  }
  return node;
}
