/**
 * Backup and restore of a whole installation's database, table by table, by COPY in one snapshot. The connection must see
 * past row-level security (the embedded superuser, or a role with BYPASSRLS): under FORCE an owner's COPY would silently
 * write no row. The master key is never part of a backup; without it the codes in one are of no use to anybody.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export interface BackupOptions {
  /** The database, as a role that sees past row-level security. */
  readonly url: string;
  readonly dir: string;
  readonly log?: (line: string) => void;
}

export interface BackedUpTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly sha256: string;
}

export interface BackupManifest {
  readonly format: 1;
  readonly takenAt: string;
  readonly mode: string;
  /** Migrations the schema had; a restore needs exactly these. */
  readonly migrations: readonly string[];
  readonly tables: readonly BackedUpTable[];
}

/** A backup or restore that cannot go on; its message is one line with the remedy. */
export class BackupError extends Error {}

const MANIFEST = 'manifest.json';
// The installation's own rows are made by the migration of the target.
const NOT_COPIED = new Set(['ops.installation', 'ops.clock']);

/** Writes every table into a new folder and answers the manifest. Refuses a folder that is not empty. */
export async function backupDatabase({ url, dir, log = () => {} }: BackupOptions): Promise<BackupManifest> {
  await fs.mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await fs.readdir(dir)).length > 0) throw new BackupError(`${dir} is not empty: name a new folder`);
  return await connected(url, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    await assertSeesEverything(client);
    const tables: BackedUpTable[] = [];
    for (const { table, columns } of await listTables(client)) {
      if (NOT_COPIED.has(table)) continue;
      const meter = new Meter();
      const source = client.query(
        copyTo(`copy ${quoted(table)} (${columns.map(pg.escapeIdentifier).join(', ')}) to stdout (format binary)`),
      );
      await pipeline(
        source,
        meter,
        createGzip({ level: 6 }),
        createWriteStream(fileOf(dir, table), { mode: 0o600, flags: 'wx' }),
      );
      tables.push({ table, columns, rows: source.rowCount, sha256: meter.digest() });
      log(`${table}: ${source.rowCount} rows`);
    }
    const { rows } = await client.query<{ at: Date; mode: string }>(
      'select app.now() as at, mode from ops.installation',
    );
    const manifest: BackupManifest = {
      format: 1,
      takenAt: (rows[0]?.at ?? new Date(0)).toISOString(),
      mode: rows[0]?.mode ?? '',
      migrations: await listMigrations(client),
      tables,
    };
    await client.query('commit');
    // Written last: a folder without it is no backup.
    await fs.writeFile(path.join(dir, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600, flag: 'wx' });
    return manifest;
  });
}

/**
 * Fills a freshly migrated, empty database of the same schema and mode from a backup, in one transaction: either every row
 * of every table is there with its checksum, or nothing. Answers what was restored.
 */
export async function restoreDatabase({ url, dir, log = () => {} }: BackupOptions): Promise<BackupManifest> {
  const manifest = await readManifest(dir);
  return await connected(url, async (client) => {
    await client.query('begin');
    await assertSeesEverything(client);
    await assertFits(client, manifest);
    for (const table of await inOrderOfReferences(client, manifest.tables)) {
      const meter = new Meter();
      const columns = table.columns.map(pg.escapeIdentifier).join(', ');
      const target = client.query(copyFrom(`copy ${quoted(table.table)} (${columns}) from stdin (format binary)`));
      await pipeline(createReadStream(fileOf(dir, table.table)), createGunzip(), meter, target);
      if (target.rowCount !== table.rows || meter.digest() !== table.sha256) {
        throw new BackupError(`${table.table}: the file of the backup is damaged, nothing was restored`);
      }
      log(`${table.table}: ${table.rows} rows`);
    }
    await continueSequences(client);
    await client.query('commit');
    return manifest;
  });
}

async function readManifest(dir: string): Promise<BackupManifest> {
  let manifest: BackupManifest;
  try {
    manifest = JSON.parse(await fs.readFile(path.join(dir, MANIFEST), 'utf8')) as BackupManifest;
  } catch (error) {
    throw new BackupError(`${dir} holds no finished backup`, { cause: error });
  }
  if (manifest.format !== 1) throw new BackupError(`${dir} was made by another release`);
  return manifest;
}

async function assertFits(client: pg.Client, manifest: BackupManifest): Promise<void> {
  const { rows } = await client.query<{ mode: string }>('select mode from ops.installation');
  if (rows[0]?.mode !== manifest.mode) {
    throw new BackupError(
      `the backup is of a ${manifest.mode} installation, this one is ${rows[0]?.mode ?? 'not set up'}`,
    );
  }
  const present = await listMigrations(client);
  if (present.join() !== manifest.migrations.join()) {
    throw new BackupError(
      'the backup was made with another schema: restore it with the release that made it, then upgrade',
    );
  }
  const tables = await listTables(client);
  const known = new Set(tables.map((table) => table.table));
  const unknown = manifest.tables.find((table) => !known.has(table.table));
  if (unknown) throw new BackupError(`the backup holds the unknown table ${unknown.table}`);
  for (const { table } of tables) {
    if (NOT_COPIED.has(table)) continue;
    const { rows: found } = await client.query(`select 1 from ${quoted(table)} limit 1`);
    if (found.length > 0) throw new BackupError(`the database is not empty (${table}): restore into a fresh one`);
  }
}

async function assertSeesEverything(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sees: boolean }>(
    'select rolsuper or rolbypassrls as sees from pg_roles where rolname = current_user',
  );
  if (rows[0]?.sees !== true) {
    throw new BackupError(
      'the database user does not see past row-level security: grant it BYPASSRLS, or use a superuser',
    );
  }
}

interface Table {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Every ordinary table of ours; the migrator's own notes are not part of a backup. */
async function listTables(client: pg.Client): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname || '.' || c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'migrations', 'public')
        and n.nspname not like 'pg_temp%' and a.attgenerated = ''
      group by n.nspname, c.relname order by 1`,
  );
  return rows;
}

async function listMigrations(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migrations.applied order by name');
  return rows.map((row) => row.name);
}

/** Tables behind those they refer to, so that every reference is there when its row arrives. */
async function inOrderOfReferences(
  client: pg.Client,
  tables: readonly BackedUpTable[],
): Promise<readonly BackedUpTable[]> {
  const { rows } = await client.query<{ source: string; target: string }>(
    `select sn.nspname || '.' || s.relname as source, tn.nspname || '.' || t.relname as target
       from pg_constraint k join pg_class s on s.oid = k.conrelid join pg_namespace sn on sn.oid = s.relnamespace
       join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
      where k.contype = 'f' and k.conrelid <> k.confrelid`,
  );
  const left = new Map(tables.map((table) => [table.table, table]));
  const ordered: BackedUpTable[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      (table) => !rows.some((row) => row.source === table.table && left.has(row.target)),
    );
    if (free.length === 0)
      throw new BackupError(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of free) {
      left.delete(table.table);
      ordered.push(table);
    }
  }
  return ordered;
}

/** Identity columns go on behind the highest restored value. */
async function continueSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select n.nspname || '.' || c.relname as table, a.attname as column
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where a.attidentity <> '' and c.relkind = 'r'`,
  );
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce((select max(${pg.escapeIdentifier(column)}) from ${quoted(table)}), 0) + 1, false)`,
      [quoted(table), column],
    );
  }
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'keyfall backup' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    // Without a commit the server rolls back.
    await client.end();
  }
}

const quoted = (table: string): string => table.split('.').map(pg.escapeIdentifier).join('.');
const fileOf = (dir: string, table: string): string => path.join(dir, `${table}.copy.gz`);

/** Lets bytes through and keeps their checksum. */
class Meter extends Transform {
  readonly #hash = createHash('sha256');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
