import { deriveRolePasswords, loadOrCreateSecrets } from '@keyfall/db/migrate';
import type { Env } from './env.ts';

/** The database of the embedded server; one of one's own is named by DATABASE_URL. */
export const EMBEDDED_DATABASE = 'keyfall';

type DatabaseEnv = Pick<Env, 'databaseUrl' | 'port' | 'stateDir' | 'installationSecret'>;

/** Where the database is. User and password are added per role. */
export function databaseUrlOf(env: DatabaseEnv): string {
  return env.databaseUrl ?? `postgres://127.0.0.1:${env.port + 2}/${EMBEDDED_DATABASE}`;
}

/**
 * The passwords of the database roles, for who sets the database up: derived from KEYFALL_SECRET where several machines
 * share no state folder, otherwise generated once into the state folder.
 */
export function ensureRolePasswords(env: DatabaseEnv): ReturnType<typeof deriveRolePasswords> {
  return env.installationSecret === undefined
    ? loadOrCreateSecrets(env.stateDir).roles
    : deriveRolePasswords(env.installationSecret);
}
