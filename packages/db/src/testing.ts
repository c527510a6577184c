/** A database per test file, cloned from the migrated template, reached as the application reaches its own. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { urlAs } from './connection-url.ts';
import { createDatabase, type Database, type DatabaseOptions } from './database.ts';
import type { LoginRole } from './role-names.ts';
import { grantDatabase } from './roles.ts';
import { TEMPLATE_DATABASE } from './testing-context.ts';
import { wireTypes } from './wire-types.ts';

export interface TestDatabase {
  /** Connected with the real roles and pool sizes: what the code under test gets. */
  readonly db: Database;
  readonly owner: OwnerAccess;
  readonly name: string;
  /** The database as the superuser. */
  readonly superuserUrl: string;
  /** The database as one of the application's roles, for tests that connect by themselves. */
  urlOf(role: LoginRole): string;
  /** Moves `app.now()` forwards (or back), for example by `8 days`. */
  advanceClock(interval: string): Promise<void>;
  /** Ends the connections. The database goes with the run's server; on a server that stays, it is dropped. */
  close(): Promise<void>;
}

/** Arranging and inspecting rows past row-level security. Only tests have this. */
export interface OwnerAccess {
  query<Row = Record<string, unknown>>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** Clones the template (some 50 ms). Call it in `beforeAll` and `close` it in `afterAll`. */
export async function createTestDatabase(options: Pick<DatabaseOptions, 'poolSizes'> = {}): Promise<TestDatabase> {
  const { superuserUrl: serverUrl, passwords, outlivesRun } = inject('keyfallCluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, async (admin) => {
    await admin.query(`create database ${name} template ${TEMPLATE_DATABASE}`);
    await grantDatabase(admin, name, '', true);
  });
  const superuserUrl = urlAs(serverUrl, 'postgres', decodeURIComponent(new URL(serverUrl).password), name);
  const ownerPool = new pg.Pool({ connectionString: superuserUrl, max: 2, types: wireTypes });
  ownerPool.on('error', () => {});
  const db = createDatabase({ url: superuserUrl, passwords, ...options });
  const owner: OwnerAccess = {
    query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await ownerPool.query(text, [...parameters])).rows as Row[],
  };
  return {
    db,
    owner,
    name,
    superuserUrl,
    urlOf: (role) => urlAs(superuserUrl, role, passwords[role]),
    advanceClock: async (interval) => {
      await owner.query('update ops.clock set shift = shift + $1::interval', [interval]);
    },
    close: async () => {
      await db.close();
      await owner.query(END_OTHER_CONNECTIONS);
      await ownerPool.end();
      if (outlivesRun) await onServer(serverUrl, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

/**
 * In place of dropping the database with its 900 files. That asks for a checkpoint each time, and ext4 does not give out
 * an inode again in the first minutes: it passes over all of them for every file of the databases that are made next.
 */
const END_OTHER_CONNECTIONS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

async function onServer(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
