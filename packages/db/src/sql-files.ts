/** The SQL files of this package as data: names, texts, checksums, headers. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ALL_ROLES, type RoleName } from './role-names.ts';

export type InstallationMode = 'demo' | 'production' | 'test';

export interface SqlFile {
  /** File name without `.sql`. */
  readonly name: string;
  readonly text: string;
  /** Hex SHA-256 of the text. */
  readonly sha256: string;
}

export interface FunctionFile extends SqlFile {
  /** Who owns the file's functions: `kf_owner` unless a line `-- owner: kf_fn` says otherwise. */
  readonly owner: 'kf_owner' | 'kf_fn';
  /** Who may call them, from `-- execute: kf_service, kf_fn`. Without that line functions of kf_fn are nobody's, others as PostgreSQL leaves them. */
  readonly execute: readonly RoleName[] | undefined;
}

export const MIGRATIONS_DIR = path.join(import.meta.dirname, '..', 'migrations');
export const FUNCTIONS_DIR = path.join(import.meta.dirname, '..', 'functions');

const MIGRATION_NAME = /^\d{4}_[a-z0-9_]+$/;

/** Migrations in the order in which they run. */
export function readMigrationFiles(folder = MIGRATIONS_DIR): SqlFile[] {
  const files = readSqlFiles(folder);
  const numbers = new Set<string>();
  for (const { name } of files) {
    if (!MIGRATION_NAME.test(name)) throw new Error(`migration ${name} must be named 0001_some_words.sql`);
    const number = name.slice(0, 4);
    if (numbers.has(number)) throw new Error(`two migrations have number ${number}`);
    numbers.add(number);
  }
  return files;
}

const VARIANT = /^(.+)\.(production|demo)$/;

/**
 * The functions of an installation. Of a pair `x.production.sql` and `x.demo.sql` a production installation gets the
 * first, a demo or test installation the second.
 */
export function readFunctionFiles(mode: InstallationMode, folder = FUNCTIONS_DIR): FunctionFile[] {
  const wanted = mode === 'production' ? 'production' : 'demo';
  return readSqlFiles(folder)
    .filter(({ name }) => (VARIANT.exec(name)?.[2] ?? wanted) === wanted)
    .map((file) => ({ ...file, name: VARIANT.exec(file.name)?.[1] ?? file.name, ...readHeader(file) }));
}

function readSqlFiles(folder: string): SqlFile[] {
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      // Line endings must not change a checksum between checkouts.
      const text = fs.readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n');
      return { name: name.slice(0, -'.sql'.length), text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

function readHeader({ name, text }: SqlFile): Pick<FunctionFile, 'owner' | 'execute'> {
  const header = (key: string): string | undefined => new RegExp(`^-- ${key}:(.*)$`, 'm').exec(text)?.[1]?.trim();
  const owner = header('owner') ?? 'kf_owner';
  if (owner !== 'kf_owner' && owner !== 'kf_fn')
    throw new Error(`${name}.sql: functions belong to kf_fn or kf_owner, not to ${owner}`);
  const execute = header('execute')
    ?.split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
  const unknown = execute?.find((role) => !(ALL_ROLES as readonly string[]).includes(role));
  if (unknown !== undefined) throw new Error(`${name}.sql: unknown role ${unknown} in its execute line`);
  return { owner, execute: (execute ?? (owner === 'kf_fn' ? [] : undefined)) as RoleName[] | undefined };
}
