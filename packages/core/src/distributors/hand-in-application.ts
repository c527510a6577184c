import type { Application, ApplicationState } from '@keyfall/contracts/distributor-schemas';
import { recordAudit } from '../audit/index.ts';
import { asDistributor, asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { assertDistributorMove } from './distributor.rules.ts';
import { findLatestEvent, insertEvent } from './history-queries.ts';
import { presentApplication } from './present-application.ts';
import { findOwnNode, findProfile, lockDistributor, setStatus, upsertProfile } from './queries.ts';
import { tellDeciders } from './tell-deciders.ts';
import { setName } from './tree-queries.ts';

/** What an applicant has said so far and how it stands. @throws DomainError unauthenticated */
export async function readApplication(ctx: Ctx<DistributorPrincipal>): Promise<ApplicationState> {
  const { distributorId, role } = ctx.principal;
  return await asDistributor(ctx, async (tx) => {
    const [node, profile, sentBack, submitted] = await Promise.all([
      findOwnNode(tx, distributorId),
      findProfile(tx, distributorId),
      findLatestEvent(tx, distributorId, 'sent_back'),
      findLatestEvent(tx, distributorId, 'submitted'),
    ]);
    if (node === undefined) throw new DomainError('unauthenticated');
    return {
      status: node.status,
      application: presentApplication(node.name, profile),
      sentBackBecause: node.status === 'invited' ? (sentBack?.reason ?? null) : null,
      submittedAt: submitted?.created_at.toISOString() ?? null,
      mayHandIn: role === 'owner',
    };
  });
}

/**
 * Hands the company's data in: from now on the application waits for whoever decides about it, and they are told. Only the owner
 * of somebody invited may, which is why no permission of the portal covers it.
 *
 * @throws DomainError forbidden, state_conflict (handed in already, decided, frozen, closed)
 */
export async function handInApplication(ctx: Ctx<DistributorPrincipal>, input: Application): Promise<void> {
  const { distributorId, role } = ctx.principal;
  if (role !== 'owner') throw new DomainError('forbidden', { permission: 'distributors.hand_in' });
  await asService(ctx, async (tx) => {
    const node = await lockDistributor(tx, distributorId);
    if (node === undefined) throw new DomainError('unauthenticated');
    assertDistributorMove(node.status, 'pending');
    const { name, ...profile } = input;
    const present = await findProfile(tx, distributorId);
    await setName(tx, distributorId, name);
    // The note is the wholesaler's.
    await upsertProfile(tx, distributorId, { ...profile, note: present?.note ?? null });
    await setStatus(tx, distributorId, 'pending');
    await insertEvent(tx, ctx, { distributorId, kind: 'submitted' });
    await recordAudit(tx, ctx, {
      action: 'distributors.hand_in',
      subjectKind: 'distributor',
      subjectId: distributorId,
    });
    await tellDeciders(tx, ctx, { id: distributorId, name, contactName: profile.contactName });
  });
}
