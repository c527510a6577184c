import type { DistributorId, InvitationId, Locale } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { queueMail } from '../notifications/index.ts';
import { loginKeyOf } from './keys.ts';
import { insertOneTimeToken } from './one-time-token-queries.ts';
import { findLogin, findOwnDistributor, findOwnTenant } from './queries.ts';
import { placeOf, type TeamCtx } from './team-place.ts';
import {
  deleteInvitations,
  distributorExists,
  endSessionsOfPlace,
  findInvitation,
  hasMember,
  listInvitations,
  prolongToken,
  type InvitationData,
  type StaffRole,
  type TeamPlace,
} from './team-queries.ts';

export interface Invitation {
  readonly mail: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly locale: Locale;
}

const VALID_SECONDS = 7 * 24 * 3600;

/**
 * Invites somebody into a team by mail. An earlier invitation of the same person into the same team is replaced.
 *
 * @param distributorId whose portal, when staff invite a distributor's people
 * @throws DomainError not_found (distributor), already_exists (a member already)
 */
export async function inviteMember(
  ctx: TeamCtx,
  invitation: Invitation,
  distributorId: DistributorId | null = null,
): Promise<{ readonly id: InvitationId }> {
  const place = placeOf(ctx, distributorId);
  return await asService(ctx, async (tx) => {
    if (place.distributorId !== null && !(await distributorExists(tx, place.distributorId))) {
      throw new DomainError('not_found', { what: 'distributor' });
    }
    return await inviteToPlace(tx, ctx, place, invitation);
  });
}

/**
 * Invites somebody into a team that the caller has already found to be theirs to fill. An earlier invitation of the same
 * person into the same team is replaced.
 *
 * @throws DomainError already_exists (a member already)
 */
export async function inviteToPlace(
  tx: ServiceTx,
  ctx: TeamCtx,
  place: TeamPlace,
  invitation: Invitation,
): Promise<{ readonly id: InvitationId }> {
  if (await hasMember(tx, loginKeyOf(invitation.mail), place)) {
    throw new DomainError('already_exists', { what: 'member', field: 'mail' });
  }
  const earlier = (await listInvitations(tx, place)).filter(({ data }) => data.mail === invitation.mail);
  await deleteInvitations(
    tx,
    earlier.map(({ id }) => id),
  );
  const data: InvitationData = { ...place, ...invitation };
  const { id } = await insertOneTimeToken(tx, {
    purpose: 'invitation',
    tenantId: ctx.principal.tenantId,
    validSeconds: VALID_SECONDS,
    loginKey: loginKeyOf(invitation.mail),
    data: { ...data },
  });
  await mailInvitation(tx, ctx, id, data);
  await recordAudit(tx, ctx, {
    action: 'access.invite',
    subjectKind: 'invitation',
    subjectId: id,
    data: { role: invitation.role, ...place },
  });
  return { id: id as InvitationId };
}

/** Shuts a team: nobody of it is signed in any more, and no invitation into it opens anything. */
export async function shutTeam(tx: ServiceTx, place: TeamPlace): Promise<void> {
  await endSessionsOfPlace(tx, place);
  const open = await listInvitations(tx, place);
  await deleteInvitations(
    tx,
    open.map(({ id }) => id),
  );
}

/** Sends an invitation again, good for another week; the link sent before stops working. @throws DomainError not_found */
export async function resendInvitation(
  ctx: TeamCtx,
  id: InvitationId,
  distributorId: DistributorId | null = null,
): Promise<void> {
  await asService(ctx, async (tx) => {
    const found = await findInvitation(tx, id, placeOf(ctx, distributorId));
    if (found === undefined) throw new DomainError('not_found', { what: 'invitation' });
    await prolongToken(tx, id, VALID_SECONDS);
    await mailInvitation(tx, ctx, id, found.data);
    await recordAudit(tx, ctx, { action: 'access.resend_invitation', subjectKind: 'invitation', subjectId: id });
  });
}

/** Takes an invitation back. @throws DomainError not_found */
export async function cancelInvitation(
  ctx: TeamCtx,
  id: InvitationId,
  distributorId: DistributorId | null = null,
): Promise<void> {
  await asService(ctx, async (tx) => {
    const found = await findInvitation(tx, id, placeOf(ctx, distributorId));
    if (found === undefined) throw new DomainError('not_found', { what: 'invitation' });
    await deleteInvitations(tx, [id]);
    await recordAudit(tx, ctx, { action: 'access.cancel_invitation', subjectKind: 'invitation', subjectId: id });
  });
}

// The request is part of the name: asking again sends again, a repeated transaction does not.
async function mailInvitation(tx: ServiceTx, ctx: TeamCtx, id: string, data: InvitationData): Promise<void> {
  const [inviter, tenant, distributor] = await Promise.all([
    findLogin(tx, ctx.principal.loginId),
    findOwnTenant(tx),
    data.distributorId === null ? undefined : findOwnDistributor(tx, data.distributorId),
  ]);
  assert(inviter !== undefined && tenant !== undefined, 'a session names a login or a tenant that does not exist');
  await queueMail(tx, ctx.principal.tenantId, {
    template: 'invitation',
    recipient: data.mail,
    locale: data.locale,
    params: { tokenId: id, inviterName: inviter.name, organisationName: distributor?.name ?? tenant.name },
    dedupe: `invitation:${id}:${ctx.requestId}`,
  });
}
