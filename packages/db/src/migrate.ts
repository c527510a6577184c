/**
 * Brings a database to the state this code needs: roles, migrations, functions, the installation's mode.
 * Forward only; run by one process at a time (an advisory lock makes others wait); safe to repeat.
 */
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { urlAs } from './connection-url.ts';
import { assertRolePrefix, prefixRolesInSql, roleOnServer, type LoginRole } from './role-names.ts';
import { ensureRoles } from './roles.ts';
import { refreshFunctions } from './sql-functions.ts';
import {
  FUNCTIONS_DIR,
  MIGRATIONS_DIR,
  readFunctionFiles,
  readMigrationFiles,
  type InstallationMode,
  type SqlFile,
} from './sql-files.ts';

export { ALL_ROLES, LOGIN_ROLES, type LoginRole } from './role-names.ts';
export { deriveRolePasswords, loadOrCreateSecrets, readSecrets, secretsPath, type DatabaseSecrets } from './secrets.ts';
export type { InstallationMode } from './sql-files.ts';
export { urlAs } from './connection-url.ts';

export interface MigrateOptions {
  /** The database, as a superuser or as its owner with CREATEROLE. */
  readonly adminUrl: string;
  readonly passwords: Readonly<Record<LoginRole, string>>;
  /** Written once into `ops.installation`; a later run with another mode is refused. */
  readonly mode: InstallationMode;
  /** KEYFALL_ROLE_PREFIX; empty by default. */
  readonly rolePrefix?: string;
  /** Sets the passwords of roles that exist already. */
  readonly resetPasswords?: boolean;
  /** Other folders than this package's own: for tests of the migrator. */
  readonly migrationsDir?: string;
  readonly functionsDir?: string;
  readonly log?: (line: string) => void;
}

export interface MigrateResult {
  readonly migrations: readonly string[];
  readonly functions: readonly string[];
}

/** Any number, as long as every version of the migrator uses the same. */
const MIGRATOR_LOCK = 7_205_759_403;

/** Migrates to the latest state and returns what ran. Throws one line that says what is missing or wrong. */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const prefix = options.rolePrefix ?? '';
  const log = options.log ?? (() => {});
  assertRolePrefix(prefix);
  const admin = new pg.Client({ connectionString: options.adminUrl, application_name: 'keyfall migrate' });
  await admin.connect();
  try {
    // Held by the session: released even when this process is killed.
    await admin.query('select pg_advisory_lock($1)', [MIGRATOR_LOCK]);
    await ensureRoles(admin, options.adminUrl, {
      passwords: options.passwords,
      prefix,
      resetPasswords: options.resetPasswords ?? false,
    });
    const ownerUrl = urlAs(options.adminUrl, roleOnServer('kf_migrator', prefix), options.passwords.kf_migrator);
    const migrations = await runMigrations(
      ownerUrl,
      prefix,
      readMigrationFiles(options.migrationsDir ?? MIGRATIONS_DIR),
    );
    for (const name of migrations) log(`migration ${name}`);
    const functions = await finishAsOwner(ownerUrl, prefix, options);
    for (const name of functions) log(`functions ${name}`);
    return { migrations, functions };
  } finally {
    await admin.end();
  }
}

/** What this database is, or undefined when it was never migrated. */
export async function readInstallationMode(adminUrl: string): Promise<InstallationMode | undefined> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: boolean }>(
      `select to_regclass('ops.installation') is not null as found`,
    );
    if (!rows[0]?.found) return undefined;
    const installation = await client.query<{ mode: InstallationMode }>('select mode from ops.installation');
    return installation.rows[0]?.mode;
  } finally {
    await client.end();
  }
}

const asOwner = (prefix: string): string => `set role ${pg.escapeIdentifier(roleOnServer('kf_owner', prefix))}`;

async function runMigrations(ownerUrl: string, prefix: string, files: readonly SqlFile[]): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  pool.on('error', () => {});
  const db = new Kysely<MigrationTables>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(asOwner(prefix)));
      },
    }),
  });
  try {
    await sql.raw(BOOKKEEPING).execute(db);
    await assertHistoryUnchanged(db, files);
    const migrator = new Migrator({
      db,
      migrationTableSchema: 'migrations',
      migrationTableName: 'applied',
      migrationLockTableName: 'applied_lock',
      provider: {
        getMigrations: async () =>
          Object.fromEntries(
            files.map((file) => [file.name, { up: (tx: Kysely<MigrationTables>) => applyFile(tx, file, prefix) }]),
          ),
      },
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName;
      throw new Error(`migration ${failed ?? ''} failed: ${describePgError(error)}`, { cause: error });
    }
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

interface MigrationTables {
  'migrations.migration_file': { name: string; sha256: string };
}

/** The migrator's own notes; no role but the owner sees them. */
const BOOKKEEPING = `
  create schema if not exists migrations;
  create table if not exists migrations.migration_file (name text primary key, sha256 text not null, applied_at timestamptz not null default now());
  create table if not exists migrations.function_file (name text primary key, sha256 text not null, applied_at timestamptz not null default now());`;

async function applyFile(tx: Kysely<MigrationTables>, file: SqlFile, prefix: string): Promise<void> {
  // A migration waits briefly for its locks: queued behind a long query it would block everything that comes after it.
  await sql.raw(`set local lock_timeout = '5s'; ${prefixRolesInSql(file.text, prefix)}`).execute(tx);
  await tx.insertInto('migrations.migration_file').values({ name: file.name, sha256: file.sha256 }).execute();
}

async function assertHistoryUnchanged(db: Kysely<MigrationTables>, files: readonly SqlFile[]): Promise<void> {
  const known = new Map(files.map((file) => [file.name, file.sha256]));
  for (const applied of await db.selectFrom('migrations.migration_file').selectAll().execute()) {
    const sha256 = known.get(applied.name);
    if (sha256 === undefined)
      throw new Error(
        `the database has migration ${applied.name}, which this version does not know: run the newer version`,
      );
    if (sha256 !== applied.sha256)
      throw new Error(`migration ${applied.name} was changed after it ran: restore the file and write a new one`);
  }
}

async function finishAsOwner(ownerUrl: string, prefix: string, options: MigrateOptions): Promise<string[]> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'keyfall migrate' });
  await owner.connect();
  try {
    await owner.query(asOwner(prefix));
    await writeMode(owner, options.mode);
    return await refreshFunctions(
      owner,
      readFunctionFiles(options.mode, options.functionsDir ?? FUNCTIONS_DIR),
      prefix,
    );
  } finally {
    await owner.end();
  }
}

async function writeMode(owner: pg.Client, mode: InstallationMode): Promise<void> {
  const { rows: found } = await owner.query<{ found: boolean }>(
    `select to_regclass('ops.installation') is not null as found`,
  );
  if (!found[0]?.found) return; // A test's own migrations need not have one.
  await owner.query('insert into ops.installation (mode) values ($1) on conflict do nothing', [mode]);
  const { rows } = await owner.query<{ mode: string }>('select mode from ops.installation');
  if (rows[0]?.mode !== mode)
    throw new Error(
      `this database is a ${rows[0]?.mode} installation and cannot become a ${mode} one: use another database`,
    );
}

function describePgError(error: unknown): string {
  const { message, where, hint } = error as { message?: string; where?: string; hint?: string };
  return [message, hint, where?.split('\n')[0]].filter((part) => part !== undefined).join(' · ');
}
