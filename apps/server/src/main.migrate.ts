// Brings the database of DATABASE_URL to the schema of this release, then ends. Run before a new release serves;
// `npm start` does it by itself.
import { migrate } from '@keyfall/db/migrate';
import { ensureRolePasswords } from './database-settings.ts';
import { EnvError, readEnv } from './env.ts';

try {
  const env = readEnv(process.env);
  if (env.databaseUrl === undefined) throw new EnvError('DATABASE_URL is not set: it names the database to migrate');
  const { migrations, functions } = await migrate({
    adminUrl: env.databaseUrl,
    passwords: ensureRolePasswords(env),
    rolePrefix: env.rolePrefix,
    mode: env.mode,
    // Passwords that follow from KEYFALL_SECRET may have been changed with it.
    resetPasswords: env.installationSecret !== undefined,
    log: (line) => console.log(line),
  });
  console.log(`${migrations.length} migrations, ${functions.length} functions`);
} catch (error) {
  console.error(`keyfall migrate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
