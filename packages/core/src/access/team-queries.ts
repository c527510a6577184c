import type { AdminRole, PortalRole } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** Whose team: the wholesaler's back office, or one distributor's portal. */
export type TeamPlace =
  | { readonly audience: 'admin'; readonly distributorId: null }
  | { readonly audience: 'portal'; readonly distributorId: string };

export type StaffRole = AdminRole | PortalRole;

/** The members of a team with their login and when they were last seen. */
export async function listMembers(tx: ServiceTx, place: TeamPlace) {
  return await tx
    .selectFrom('identity.membership as member')
    .innerJoin('identity.login as login', 'login.key', 'member.login_key')
    .select((eb) => [
      'member.id',
      'member.role',
      'member.status',
      'member.created_at',
      'login.id as login_id',
      'login.mail',
      'login.name',
      'login.totp_enabled_at',
      eb
        .selectFrom('identity.session as session')
        .whereRef('session.membership_ref', '=', 'member.id')
        .where('session.expires_at', '>', sql<Date>`app.now()`)
        .select((inner) => inner.fn.max('session.seen_at').as('seen_at'))
        .as('seen_at'),
    ])
    .where('member.audience', '=', place.audience)
    .where('member.distributor_ref', 'is not distinct from', place.distributorId)
    .orderBy('member.created_at')
    .limit(500)
    .execute();
}

/** Invitations into a team that can be accepted now. */
export async function listInvitations(tx: ServiceTx, place: TeamPlace) {
  const rows = await tx
    .selectFrom('identity.one_time_token')
    .select(['id', 'data', 'created_at', 'expires_at'])
    .where('purpose', '=', 'invitation')
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`app.now()`)
    .orderBy('created_at')
    .limit(500)
    .execute();
  return rows.flatMap((row) => {
    const data = invitationOf(row.data);
    return data !== undefined && isOfPlace(data, place) ? [{ ...row, data }] : [];
  });
}

/** What an invitation's row says. */
export interface InvitationData {
  readonly audience: 'admin' | 'portal';
  readonly distributorId: string | null;
  readonly mail: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly locale: 'zh-CN' | 'en';
}

/** The data of an invitation's row, as `inviteMember` wrote it. */
export function invitationOf(data: unknown): InvitationData | undefined {
  const isOurs = typeof data === 'object' && data !== null && 'role' in data && 'mail' in data;
  return isOurs ? (data as InvitationData) : undefined;
}

export function isOfPlace(data: InvitationData, place: TeamPlace): boolean {
  return data.audience === place.audience && (data.distributorId ?? null) === place.distributorId;
}

export async function findInvitation(tx: ServiceTx, id: string, place: TeamPlace) {
  const row = await tx
    .selectFrom('identity.one_time_token')
    .select(['id', 'data'])
    .where('id', '=', id)
    .where('purpose', '=', 'invitation')
    .where('used_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  const data = invitationOf(row?.data);
  return row !== undefined && data !== undefined && isOfPlace(data, place) ? { id: row.id, data } : undefined;
}

export async function deleteInvitations(tx: ServiceTx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom('identity.one_time_token')
    .where('id', 'in', [...ids])
    .execute();
}

/** An invitation that is sent again is good for as long as a new one. */
export async function prolongToken(tx: ServiceTx, id: string, validSeconds: number): Promise<void> {
  await tx
    .updateTable('identity.one_time_token')
    .set({ expires_at: sql<Date>`app.now() + make_interval(secs => ${validSeconds})` })
    .where('id', '=', id)
    .execute();
}

export async function hasMember(tx: ServiceTx, loginKey: string, place: TeamPlace): Promise<boolean> {
  const row = await tx
    .selectFrom('identity.membership')
    .select('id')
    .where('login_key', '=', loginKey)
    .where('audience', '=', place.audience)
    .where('distributor_ref', 'is not distinct from', place.distributorId)
    .executeTakeFirst();
  return row !== undefined;
}

/** A member of the team, locked; undefined when the id names nobody of it. */
export async function lockMember(tx: ServiceTx, membershipId: string, place: TeamPlace) {
  return await tx
    .selectFrom('identity.membership')
    .select(['id', 'login_key', 'role', 'status'])
    .where('id', '=', membershipId)
    .where('audience', '=', place.audience)
    .where('distributor_ref', 'is not distinct from', place.distributorId)
    .forUpdate()
    .executeTakeFirst();
}

/** Locks the team's active owners, so that two owners cannot take each other's place away at once. */
export async function lockOwners(tx: ServiceTx, place: TeamPlace): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('identity.membership')
    .select('id')
    .where('audience', '=', place.audience)
    .where('distributor_ref', 'is not distinct from', place.distributorId)
    .where('role', '=', 'owner')
    .where('status', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

export async function updateMember(
  tx: ServiceTx,
  membershipId: string,
  change: { readonly role?: StaffRole; readonly status?: 'active' | 'suspended' },
): Promise<void> {
  await tx.updateTable('identity.membership').set(change).where('id', '=', membershipId).execute();
}

export async function deleteMember(tx: ServiceTx, membershipId: string): Promise<void> {
  await tx.deleteFrom('identity.membership').where('id', '=', membershipId).execute();
}

/** Ends whatever the member has open: its rights are in its sessions. */
export async function endSessionsOfMember(tx: ServiceTx, membershipId: string): Promise<void> {
  await tx.deleteFrom('identity.session').where('membership_ref', '=', membershipId).execute();
}

/** Ends whatever anybody of a team has open. */
export async function endSessionsOfPlace(tx: ServiceTx, place: TeamPlace): Promise<void> {
  await tx
    .deleteFrom('identity.session')
    .where('audience', '=', place.audience)
    .where('distributor_ref', 'is not distinct from', place.distributorId)
    .execute();
}

/** The active people of a team in one of these roles, for mails. No team is told by more than fifty. */
export async function listPeople(tx: ServiceTx, place: TeamPlace, roles: readonly StaffRole[]) {
  return await tx
    .selectFrom('identity.membership as member')
    .innerJoin('identity.login as login', 'login.key', 'member.login_key')
    .select(['member.id', 'login.mail', 'login.locale'])
    .where('member.audience', '=', place.audience)
    .where('member.distributor_ref', 'is not distinct from', place.distributorId)
    .where('member.role', 'in', roles)
    .where('member.status', '=', 'active')
    .orderBy('member.id')
    .limit(50)
    .execute();
}

/** How many may sign in to a distributor's portal. */
export async function countMembers(tx: ServiceTx, distributorId: string): Promise<number> {
  const row = await tx
    .selectFrom('identity.membership')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('audience', '=', 'portal')
    .where('distributor_ref', '=', distributorId)
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Lets a login into a team. */
export async function insertMembership(
  tx: ServiceTx,
  membership: {
    readonly id: string;
    readonly tenantId: string;
    readonly loginKey: string;
    readonly place: TeamPlace;
    readonly role: StaffRole;
  },
): Promise<void> {
  await tx
    .insertInto('identity.membership')
    .values({
      id: membership.id,
      login_key: membership.loginKey,
      tenant_ref: membership.tenantId,
      audience: membership.place.audience,
      distributor_ref: membership.place.distributorId,
      role: membership.role,
    })
    .execute();
}

export async function distributorExists(tx: ServiceTx, distributorId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('tenancy.distributor')
    .select('id')
    .where('id', '=', distributorId)
    .where('status', '<>', 'closed')
    .executeTakeFirst();
  return row !== undefined;
}
