export { consumerKeyOf, keyOf, loginKeyOf, newToken, normaliseMail, unusedKey } from './keys.ts';
export { getDistributorStanding, getOwnProfile, getStaffStanding } from './get-own-standing.ts';
