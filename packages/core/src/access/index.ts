export { changeRole, lockTeamMember, reinstateMember, removeMember, suspendMember } from './change-member.ts';
export { getDistributorStanding, getOwnProfile, getStaffStanding } from './get-own-standing.ts';
export {
  cancelInvitation,
  inviteMember,
  inviteToPlace,
  resendInvitation,
  shutTeam,
  type Invitation,
} from './invite-member.ts';
export { sweepHousekeeping } from './jobs/sweep-housekeeping.ts';
export { consumerKeyOf, keyOf, loginKeyOf, newToken, normaliseMail, unusedKey } from './keys.ts';
export { mintLink, type MintedLink } from './mint-link.ts';
export {
  insertOneTimeToken,
  mintToken,
  spendToken,
  type NewOneTimeToken,
  type TokenPurpose,
} from './one-time-token-queries.ts';
export { namesOfLogins } from './names-of-logins.ts';
export { insertBuyer, type NewBuyer } from './queries.ts';
export { readTeam } from './read-team.ts';
export type { TeamCtx } from './team-place.ts';
export {
  countMembers,
  hasMember,
  insertMembership,
  invitationOf,
  type InvitationData,
  type StaffRole,
  type TeamPlace,
} from './team-queries.ts';
export { tellOwners, tellTeam, type TeamNews } from './tell-team.ts';
export { updateProfile } from './update-profile.ts';
