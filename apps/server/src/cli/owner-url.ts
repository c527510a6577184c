import { readSecrets, urlAs } from '@keyfall/db/migrate';
import { databaseUrlOf } from '../database-settings.ts';
import type { Env } from '../env.ts';
import { UsageError } from './command.ts';

/** The database as who may see every row: the embedded superuser, or the user of DATABASE_URL. */
export function ownerUrl(env: Env): string {
  if (env.databaseUrl !== undefined) return env.databaseUrl;
  const secrets = readSecrets(env.stateDir);
  if (secrets === undefined) throw new UsageError('this checkout has no database yet: run npm start first');
  return urlAs(databaseUrlOf(env), 'postgres', secrets.superuser);
}
