import type { DistributorId, TenantId } from '@keyfall/contracts';
import { DomainError, systemCtx, asService } from '@keyfall/core';
import {
  hasMember,
  insertMembership,
  invitationOf,
  spendToken,
  type InvitationData,
  type TeamPlace,
} from '@keyfall/core/access';
import { recordAudit } from '@keyfall/core/audit';
import { uuidv7 } from 'uuidv7';
import type { Auth } from '../auth.ts';
import type { LoginStep, Origin } from './log-in.ts';
import { enterByLink, findLink, hasLogin, type FoundLink, type LinkAnswer } from './mailed-link.ts';
import { makeLogin } from './make-login.ts';
import { nameMemberships, type Membership, type StaffAudience } from './memberships.ts';

/** What the page of an invitation shows before it is accepted. */
export interface InvitationView {
  readonly mail: string;
  readonly name: string;
  readonly role: InvitationData['role'];
  readonly tenantName: string;
  readonly distributorName: string | null;
  /** The person has a login already and keeps its password. */
  readonly hasLogin: boolean;
}

/** @throws DomainError invitation_invalid, login_locked */
export async function viewInvitation(
  auth: Auth,
  audience: StaffAudience,
  token: string,
  origin: Origin,
): Promise<InvitationView> {
  const { tenantId, data, loginKey } = await findInvitation(auth, audience, token, origin);
  const [named] = await nameMemberships(auth, [placeOf(tenantId, data)]);
  if (named === undefined) throw new DomainError('invitation_invalid');
  return {
    mail: data.mail,
    name: data.name,
    role: data.role,
    tenantName: named.tenantName,
    distributorName: named.distributorName,
    hasLogin: await hasLogin(auth, loginKey),
  };
}

/**
 * Accepts an invitation. Somebody new chooses a password and is signed in; somebody who has a login gets one place more and
 * signs in as usual.
 *
 * @throws DomainError invitation_invalid, password_too_weak, validation_failed (no password), login_locked
 */
export async function acceptInvitation(
  auth: Auth,
  audience: StaffAudience,
  input: LinkAnswer,
  origin: Origin,
): Promise<LoginStep | { readonly next: 'log_in' }> {
  const { tenantId, data, loginKey } = await findInvitation(auth, audience, input.token, origin);
  const isNew = await makeLogin(
    auth,
    loginKey,
    { mail: data.mail, name: input.name ?? data.name, places: [placeOf(tenantId, data)] },
    input,
  );
  const ctx = systemCtx(auth.core, tenantId, 'operator', origin.requestId);
  const place: TeamPlace =
    data.audience === 'portal' && data.distributorId !== null
      ? { audience: 'portal', distributorId: data.distributorId }
      : { audience: 'admin', distributorId: null };
  await asService(ctx, async (tx) => {
    if ((await spendToken(tx, input.token, 'invitation')) === undefined) throw new DomainError('invitation_invalid');
    if (await hasMember(tx, loginKey, place)) return;
    const id = uuidv7();
    await insertMembership(tx, { id, tenantId, loginKey, place, role: data.role });
    await recordAudit(tx, ctx, {
      action: 'access.accept_invitation',
      subjectKind: 'membership',
      subjectId: id,
      data: { role: data.role, ...place },
    });
  });
  return await enterByLink(auth, audience, { loginKey, isNew }, origin);
}

async function findInvitation(
  auth: Auth,
  audience: StaffAudience,
  token: string,
  origin: Origin,
): Promise<FoundLink<InvitationData>> {
  const read = (row: unknown): InvitationData | undefined => {
    const data = invitationOf(row);
    return data?.audience === audience ? data : undefined;
  };
  return await findLink(auth, { token, purpose: 'invitation', read }, origin);
}

/** The place an invitation leads to, as if it were entered already. */
function placeOf(tenantId: TenantId, data: InvitationData): Membership {
  return { id: '', tenantId, distributorId: data.distributorId as DistributorId | null, role: data.role };
}
