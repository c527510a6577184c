import type { DistributorId, MembershipId } from '@keyfall/contracts';
import { DomainError, asService } from '@keyfall/core';
import { lockTeamMember, type TeamCtx } from '@keyfall/core/access';
import { recordAudit } from '@keyfall/core/audit';
import { identityTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { findLoginByKey, listAllMemberships } from './login-queries.ts';
import { mailPasswordReset } from './passwords.ts';

/**
 * Helps a member who lost password or phone: ends the member's sessions and mails a link that sets a new password and takes
 * the second factor away. A login that also belongs to another tenant keeps its second factor: one tenant's owner must not
 * weaken another's.
 *
 * @throws DomainError not_found, own_role
 */
export async function resetMemberLogin(
  auth: Auth,
  ctx: TeamCtx,
  membershipId: MembershipId,
  distributorId: DistributorId | null = null,
): Promise<{ readonly clearsSecondFactor: boolean }> {
  if (membershipId === ctx.principal.membershipId) throw new DomainError('own_role');
  const { db } = auth.core;
  const { tenantId } = ctx.principal;
  const { loginKey, audience } = await asService(ctx, (tx) => lockTeamMember(tx, ctx, membershipId, distributorId));
  const { login, places } = await identityTx(db, { presented: loginKey }, async (tx) => {
    const [found, all] = await Promise.all([findLoginByKey(tx, loginKey), listAllMemberships(tx, loginKey)]);
    return { login: found, places: all };
  });
  if (login === undefined) throw new DomainError('not_found', { what: 'member' });
  const clearsSecondFactor = places.every((place) => place.tenant_ref === tenantId);
  await mailPasswordReset(auth, audience, tenantId, login, ctx.requestId, clearsSecondFactor);
  await asService(ctx, async (tx) => {
    await recordAudit(tx, ctx, {
      action: 'access.reset_login',
      subjectKind: 'membership',
      subjectId: membershipId,
      data: { clearsSecondFactor },
    });
  });
  return { clearsSecondFactor };
}
