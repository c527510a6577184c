/** Creates the installation's roles and their rights on the database; run by the migrator as an administrator. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { urlAs } from './connection-url.ts';
import { ALL_ROLES, LOGIN_ROLES, roleOnServer, type LoginRole, type RoleName } from './role-names.ts';

export interface RoleOptions {
  readonly passwords: Readonly<Record<LoginRole, string>>;
  readonly prefix: string;
  /** Gives roles that exist already the passwords at hand, instead of refusing when they differ. */
  readonly resetPasswords?: boolean;
}

/** What the administrator of DATABASE_URL may do, asked once before anything is changed. */
interface ServerFacts {
  readonly version: number;
  readonly versionText: string;
  readonly encoding: string;
  readonly database: string;
  readonly user: string;
  readonly superuser: boolean;
  readonly createRole: boolean;
  readonly ownsDatabase: boolean;
  readonly grantsCreate: boolean;
}

const OLDEST_VERSION = 15;
const NEWEST_VERSION = 18;

/** Reads what this server and this user offer and throws one line that names what is missing. */
export async function checkServer(admin: pg.Client): Promise<ServerFacts> {
  const { rows } = await admin.query<ServerFacts>(`
    select current_setting('server_version_num')::int / 10000 as version, current_setting('server_version') as "versionText",
           pg_encoding_to_char(d.encoding) as encoding, d.datname as database, current_user as "user",
           r.rolsuper as superuser, r.rolcreaterole or r.rolsuper as "createRole",
           pg_has_role(current_user, d.datdba, 'USAGE') as "ownsDatabase",
           has_database_privilege(current_user, d.oid, 'CREATE WITH GRANT OPTION') as "grantsCreate"
      from pg_database d, pg_roles r
     where d.datname = current_database() and r.rolname = current_user`);
  const [facts] = rows;
  if (facts === undefined) throw new Error('the server does not know its own database');
  if (facts.version < OLDEST_VERSION || facts.version > NEWEST_VERSION) {
    throw new Error(`PostgreSQL ${facts.versionText} is not supported: use ${OLDEST_VERSION} to ${NEWEST_VERSION}`);
  }
  if (facts.encoding !== 'UTF8')
    throw new Error(`database ${facts.database} has encoding ${facts.encoding}: create it with encoding UTF8`);
  const missing = [
    ...(facts.createRole ? [] : [`the attribute CREATEROLE (alter role "${facts.user}" createrole)`]),
    ...(facts.grantsCreate
      ? []
      : [
          `CREATE with grant option on database ${facts.database} (alter database "${facts.database}" owner to "${facts.user}")`,
        ]),
  ];
  if (missing.length > 0) throw new Error(`user ${facts.user} of DATABASE_URL lacks ${missing.join(' and ')}`);
  return facts;
}

/**
 * Creates the missing roles in one transaction, with passwords as SCRAM verifiers (a plain password never reaches the
 * server or its log), and checks that none of them could pass row-level security. Existing roles keep their passwords.
 */
export async function ensureRoles(admin: pg.Client, adminUrl: string, options: RoleOptions): Promise<void> {
  const facts = await checkServer(admin);
  const nameOf = (role: RoleName): string => roleOnServer(role, options.prefix);
  const { rows: existing } = await admin.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any($1)',
    [ALL_ROLES.map(nameOf)],
  );
  const known = new Set(existing.map((row) => row.rolname));

  await admin.query('begin');
  try {
    for (const role of ALL_ROLES) {
      const name = pg.escapeIdentifier(nameOf(role));
      if (!isLoginRole(role)) {
        if (!known.has(nameOf(role))) await admin.query(`create role ${name} nologin`);
        continue;
      }
      const password = `password ${pg.escapeLiteral(scramVerifier(options.passwords[role]))}`;
      // noinherit: the migrator holds nothing until it says "set role".
      if (!known.has(nameOf(role))) await admin.query(`create role ${name} login noinherit ${password}`);
      else if (options.resetPasswords) await admin.query(`alter role ${name} ${password}`);
      // Names are written with their schema; nothing a user could create may ever shadow one.
      await admin.query(`alter role ${name} set search_path = pg_catalog`);
    }
    await admin.query(
      `grant ${pg.escapeIdentifier(nameOf('kf_owner'))} to ${pg.escapeIdentifier(nameOf('kf_migrator'))}`,
    );
    // The owner re-creates functions that belong to kf_fn.
    await admin.query(`grant ${pg.escapeIdentifier(nameOf('kf_fn'))} to ${pg.escapeIdentifier(nameOf('kf_owner'))}`);
    await grantDatabase(admin, facts.database, options.prefix, facts.ownsDatabase);
    await assertRolesAreHarmless(admin, ALL_ROLES.map(nameOf));
    await admin.query('commit');
  } catch (error) {
    await admin.query('rollback');
    throw error;
  }
  if (known.size > 0) await assertPasswordFits(adminUrl, nameOf('kf_migrator'), options.passwords.kf_migrator);
}

/**
 * Rights on the database itself. They are not copied from a template, so every clone needs them again. An owner also
 * takes the rights of PUBLIC away; without ownership PUBLIC's CONNECT and TEMPORARY stay, as the server's owner left them.
 */
export async function grantDatabase(
  admin: pg.Client,
  database: string,
  prefix: string,
  ownsDatabase: boolean,
): Promise<void> {
  const on = `on database ${pg.escapeIdentifier(database)}`;
  const role = (name: RoleName): string => pg.escapeIdentifier(roleOnServer(name, prefix));
  const statements = [`grant create ${on} to ${role('kf_owner')}`];
  if (ownsDatabase) {
    statements.push(
      `revoke all ${on} from public`,
      `grant connect ${on} to ${LOGIN_ROLES.map(role).join(', ')}`,
      // Staging tables of imports.
      `grant temporary ${on} to ${role('kf_service')}`,
      `grant temporary ${on} to ${role('kf_owner')}`,
    );
  }
  await admin.query(statements.join('; '));
}

async function assertRolesAreHarmless(admin: pg.Client, names: readonly string[]): Promise<void> {
  const { rows } = await admin.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)',
    [names],
  );
  if (rows[0] !== undefined)
    throw new Error(
      `role ${rows[0].rolname} exists with rights that pass row-level security: drop it or set KEYFALL_ROLE_PREFIX`,
    );
}

async function assertPasswordFits(adminUrl: string, user: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlAs(adminUrl, user, password) });
  try {
    await client.connect();
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') throw error;
    throw new Error(
      `role ${user} exists with another password: use the state folder it was made with, set KEYFALL_ROLE_PREFIX, or reset the passwords`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

const isLoginRole = (role: RoleName): role is LoginRole => (LOGIN_ROLES as readonly string[]).includes(role);

/** RFC 5803: what the server stores for a password under scram-sha-256. The password must be ASCII, as generated ones are. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${keyed('Server Key').toString('base64')}`;
}
