import type { DistributorId, InvitationId, LoginId, MembershipId } from '@keyfall/contracts';
import type { TeamDto } from '@keyfall/contracts/people-schemas';
import { asService } from '../context.ts';
import { placeOf, type TeamCtx } from './team-place.ts';
import { listInvitations, listMembers } from './team-queries.ts';

/** The people of a team and the invitations under way. */
export async function readTeam(ctx: TeamCtx, distributorId: DistributorId | null = null): Promise<TeamDto> {
  const place = placeOf(ctx, distributorId);
  const [members, invitations] = await asService(
    ctx,
    async (tx) => await Promise.all([listMembers(tx, place), listInvitations(tx, place)]),
  );
  return {
    members: members.map((row) => ({
      membershipId: row.id as MembershipId,
      loginId: row.login_id as LoginId,
      mail: row.mail,
      name: row.name,
      role: row.role,
      status: row.status,
      hasTotp: row.totp_enabled_at !== null,
      isSelf: row.id === ctx.principal.membershipId,
      joinedAt: row.created_at.toISOString(),
      seenAt: row.seen_at?.toISOString() ?? null,
    })),
    invitations: invitations.map(({ id, data, created_at, expires_at }) => ({
      id: id as InvitationId,
      mail: data.mail,
      name: data.name,
      role: data.role,
      invitedAt: created_at.toISOString(),
      expiresAt: expires_at.toISOString(),
    })),
  };
}
