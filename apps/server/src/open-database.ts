import { createDatabase, type Database } from '@keyfall/db';
import { deriveRolePasswords, readSecrets, secretsPath } from '@keyfall/db/migrate';
import type { Logger } from 'pino';
import { databaseUrlOf } from './database-settings.ts';
import { EnvError, type Env } from './env.ts';

/** Opens the installation's database as the roles of a running program. Connections are made when first needed. */
export function openDatabase(env: Env, log: Logger, program: string): Database {
  return createDatabase({
    url: databaseUrlOf(env),
    passwords: rolePasswordsOf(env),
    rolePrefix: env.rolePrefix,
    applicationName: `keyfall ${program}`,
    onPoolError: (pool, error) => log.warn({ err: error, pool }, 'a database connection was lost'),
  });
}

function rolePasswordsOf(env: Env): ReturnType<typeof deriveRolePasswords> {
  if (env.installationSecret !== undefined) return deriveRolePasswords(env.installationSecret);
  const secrets = readSecrets(env.stateDir);
  if (secrets === undefined) {
    throw new EnvError(
      `${secretsPath(env.stateDir)} is missing: set the database up first (npm start, or the migrate command), or set KEYFALL_SECRET`,
    );
  }
  return secrets.roles;
}
