import type { DistributorId } from '@keyfall/contracts';
import type { NewDistributorInvitation } from '@keyfall/contracts/distributor-schemas';
import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { inviteToPlace, shutTeam, type TeamCtx } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { assertDepth, assertDistributorMove } from './distributor.rules.ts';
import { refusing } from './errors.ts';
import { findLevel, insertEvent } from './history-queries.ts';
import { newDistributorCode } from './new-code.ts';
import { findProfile, insertNode, lockDistributor, lockIncomeDepth, setStatus, upsertProfile } from './queries.ts';
import { recruitHindrance } from './recruiting.rules.ts';
import { findRecruiting, lockChild } from './tree-queries.ts';

/**
 * Invites somebody to become a distributor below another: the node exists from now on as `invited`, its first owner gets a
 * mailed link. Staff invite below anybody, a distributor below itself and only where tenant and wholesaler let it.
 *
 * @throws DomainError not_found (parent, level), distributor_not_active (parent), downline_not_allowed, depth_exceeded,
 *   already_exists (code)
 */
export async function inviteDistributor(
  ctx: TeamCtx,
  parentId: DistributorId,
  input: NewDistributorInvitation,
): Promise<{ readonly id: DistributorId }> {
  const id = uuidv7() as DistributorId;
  const work = asService(ctx, async (tx) => {
    const incomeDepth = await lockIncomeDepth(tx);
    assert(incomeDepth !== undefined, 'a principal’s tenant does not exist');
    const parent = await lockParent(tx, ctx, parentId);
    assertDepth(parent.depth + 1, incomeDepth);
    await insertNode(tx, {
      id,
      parent,
      code: input.code ?? newDistributorCode(),
      name: input.name,
      levelId: input.levelId,
      status: 'invited',
    });
    await upsertProfile(tx, id, { ...NO_PROFILE, contactName: input.owner.name, contactMail: input.owner.mail });
    await insertEvent(tx, ctx, { distributorId: id, kind: 'invited', to: parent });
    const level = await findLevel(tx, input.levelId);
    if (level !== null) await insertEvent(tx, ctx, { distributorId: id, kind: 'level_changed', to: level });
    await inviteToPlace(tx, ctx, { audience: 'portal', distributorId: id }, { ...input.owner, role: 'owner' });
    await recordAudit(tx, ctx, {
      action: 'distributors.invite',
      subjectKind: 'distributor',
      subjectId: id,
      data: { parentId },
    });
  });
  await refusing(work);
  return { id };
}

/** Sends the first owner's link again, good for another week. @throws DomainError not_found, state_conflict */
export async function resendDistributorInvitation(ctx: TeamCtx, id: DistributorId): Promise<void> {
  await asService(ctx, async (tx) => {
    await lockInvited(tx, ctx, id);
    const profile = await findProfile(tx, id);
    const mail = profile?.contact_mail ?? null;
    if (mail === null) throw new DomainError('not_found', { what: 'invitation' });
    const place = { audience: 'portal', distributorId: id } as const;
    await inviteToPlace(tx, ctx, place, {
      mail,
      name: profile?.contact_name ?? mail,
      role: 'owner',
      locale: ctx.locale,
    });
  });
}

/** Takes an invitation back: the node is closed and its link opens nothing. @throws DomainError not_found, state_conflict */
export async function withdrawDistributorInvitation(ctx: TeamCtx, id: DistributorId): Promise<void> {
  await asService(ctx, async (tx) => {
    await lockInvited(tx, ctx, id);
    assertDistributorMove('invited', 'closed');
    await setStatus(tx, id, 'closed');
    await shutTeam(tx, { audience: 'portal', distributorId: id });
    await insertEvent(tx, ctx, { distributorId: id, kind: 'closed' });
    await recordAudit(tx, ctx, {
      action: 'distributors.withdraw_invitation',
      subjectKind: 'distributor',
      subjectId: id,
    });
  });
}

async function lockInvited(tx: ServiceTx, ctx: TeamCtx, id: DistributorId): Promise<void> {
  const { principal } = ctx;
  const node =
    principal.kind === 'staff' ? await lockDistributor(tx, id) : await lockChild(tx, principal.distributorId, id);
  if (node === undefined) throw new DomainError('not_found', { what: 'distributor' });
  if (node.status !== 'invited') {
    throw new DomainError('state_conflict', { what: 'distributor', state: node.status, wanted: 'invited' });
  }
}

/** The node to invite below, locked, once it is sure that this caller may. */
async function lockParent(
  tx: ServiceTx,
  ctx: Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>,
  parentId: DistributorId,
): Promise<{ readonly id: string; readonly name: string; readonly path: string; readonly depth: number }> {
  const { principal } = ctx;
  if (principal.kind === 'distributor' && principal.distributorId !== parentId) {
    throw new DomainError('not_found', { what: 'distributor' });
  }
  const parent = await lockDistributor(tx, parentId);
  if (parent === undefined) throw new DomainError('not_found', { what: 'distributor' });
  if (parent.status !== 'active') throw new DomainError('distributor_not_active', { state: parent.status });
  if (principal.kind === 'distributor') {
    const standing = await findRecruiting(tx, parentId);
    const hindrance = standing === undefined ? 'distributor' : recruitHindrance(standing);
    if (hindrance === 'tenant' || hindrance === 'distributor') throw new DomainError('downline_not_allowed');
  }
  return parent;
}

const NO_PROFILE = {
  legalName: null,
  taxNumber: null,
  contactName: null,
  contactMail: null,
  contactPhone: null,
  note: null,
} as const;
