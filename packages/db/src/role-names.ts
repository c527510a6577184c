/** The database roles of an installation. What each may see is decided by grants and policies, not here. */

/** Roles that log in: one connection pool each at run time, plus the migrator. */
export const LOGIN_ROLES = [
  'kf_identity',
  'kf_admin',
  'kf_portal',
  'kf_shop',
  'kf_service',
  'kf_vault',
  'kf_scheduler',
  'kf_platform',
  'kf_migrator',
] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** Roles that only own: `kf_fn` the SQL functions, `kf_owner` everything else. Neither can log in. */
export const OWNER_ROLES = ['kf_fn', 'kf_owner'] as const;
export type OwnerRole = (typeof OWNER_ROLES)[number];

export type RoleName = LoginRole | OwnerRole;
export const ALL_ROLES: readonly RoleName[] = [...LOGIN_ROLES, ...OWNER_ROLES];

const PREFIX_PATTERN = /^(?:[a-z][a-z0-9_]{0,20})?$/;

/** Throws unless `prefix` may stand before role names; it goes into SQL text. The empty prefix is the default. */
export function assertRolePrefix(prefix: string): void {
  if (!PREFIX_PATTERN.test(prefix)) throw new Error(`KEYFALL_ROLE_PREFIX must match ${PREFIX_PATTERN.source}`);
}

/** The name a role has on the server: roles are shared by all databases of a server, so installations may differ by prefix. */
export const roleOnServer = (role: RoleName, prefix: string): string => `${prefix}${role}`;

const ROLE_IN_TEXT = new RegExp(`\\b(?:${ALL_ROLES.join('|')})\\b`, 'g');

/** SQL files are written with the plain names; this puts the installation's prefix before each. */
export function prefixRolesInSql(text: string, prefix: string): string {
  assertRolePrefix(prefix);
  return prefix === '' ? text : text.replaceAll(ROLE_IN_TEXT, (role) => `${prefix}${role}`);
}
