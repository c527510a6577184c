import type { DistributorId, MembershipId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService } from '../context.ts';
import { DomainError } from '../errors.ts';
import { placeOf, type TeamCtx } from './team-place.ts';
import {
  deleteMember,
  endSessionsOfMember,
  lockMember,
  lockOwners,
  updateMember,
  type StaffRole,
  type TeamPlace,
} from './team-queries.ts';

/**
 * Gives a member another role. Its sessions end, since they carry the old one.
 *
 * @throws DomainError not_found, own_role, last_owner
 */
export async function changeRole(
  ctx: TeamCtx,
  membershipId: MembershipId,
  role: StaffRole,
  distributorId: DistributorId | null = null,
): Promise<void> {
  await onMember(ctx, membershipId, distributorId, async (tx, member, owners) => {
    if (member.role === 'owner' && role !== 'owner') assertAnotherOwner(owners, membershipId);
    await updateMember(tx, membershipId, { role });
    return { action: 'access.change_role', data: { from: member.role, to: role } };
  });
}

/** Locks a member out until further notice; its sessions end at once. @throws DomainError not_found, own_role, last_owner */
export async function suspendMember(
  ctx: TeamCtx,
  membershipId: MembershipId,
  distributorId: DistributorId | null = null,
): Promise<void> {
  await onMember(ctx, membershipId, distributorId, async (tx, member, owners) => {
    if (member.role === 'owner') assertAnotherOwner(owners, membershipId);
    await updateMember(tx, membershipId, { status: 'suspended' });
    return { action: 'access.suspend' };
  });
}

/** Lets a suspended member in again. @throws DomainError not_found, own_role */
export async function reinstateMember(
  ctx: TeamCtx,
  membershipId: MembershipId,
  distributorId: DistributorId | null = null,
): Promise<void> {
  await onMember(ctx, membershipId, distributorId, async (tx) => {
    await updateMember(tx, membershipId, { status: 'active' });
    return { action: 'access.reinstate' };
  });
}

/** Takes a member out of the team; its login stays for other teams. @throws DomainError not_found, own_role, last_owner */
export async function removeMember(
  ctx: TeamCtx,
  membershipId: MembershipId,
  distributorId: DistributorId | null = null,
): Promise<void> {
  await onMember(ctx, membershipId, distributorId, async (tx, member, owners) => {
    if (member.role === 'owner') assertAnotherOwner(owners, membershipId);
    await deleteMember(tx, membershipId);
    return { action: 'access.remove_member', data: { role: member.role } };
  });
}

/**
 * A member whose login is to be reset: ends its sessions and answers whose it is.
 *
 * @throws DomainError not_found
 */
export async function lockTeamMember(
  tx: ServiceTx,
  ctx: TeamCtx,
  membershipId: MembershipId,
  distributorId: DistributorId | null,
): Promise<{ readonly loginKey: string; readonly audience: TeamPlace['audience'] }> {
  const place = placeOf(ctx, distributorId);
  const member = await lockMember(tx, membershipId, place);
  if (member === undefined) throw new DomainError('not_found', { what: 'member' });
  await endSessionsOfMember(tx, membershipId);
  return { loginKey: member.login_key, audience: place.audience };
}

type Member = NonNullable<Awaited<ReturnType<typeof lockMember>>>;

async function onMember(
  ctx: TeamCtx,
  membershipId: MembershipId,
  distributorId: DistributorId | null,
  change: (
    tx: ServiceTx,
    member: Member,
    owners: readonly string[],
  ) => Promise<{ readonly action: string; readonly data?: Readonly<Record<string, unknown>> }>,
): Promise<void> {
  // Nobody raises, suspends or removes itself: with one owner that would be a way out of the guard, or out of the house.
  if (membershipId === ctx.principal.membershipId) throw new DomainError('own_role');
  const place = placeOf(ctx, distributorId);
  await asService(ctx, async (tx) => {
    // The owners first, in one order for everybody: two owners who turn on each other must not wait for each other.
    const owners = await lockOwners(tx, place);
    const member = await lockMember(tx, membershipId, place);
    if (member === undefined) throw new DomainError('not_found', { what: 'member' });
    const { action, data } = await change(tx, member, owners);
    await endSessionsOfMember(tx, membershipId);
    await recordAudit(tx, ctx, {
      action,
      subjectKind: 'membership',
      subjectId: membershipId,
      ...(data === undefined ? {} : { data }),
    });
  });
}

function assertAnotherOwner(owners: readonly string[], membershipId: string): void {
  if (owners.every((id) => id === membershipId)) throw new DomainError('last_owner');
}
