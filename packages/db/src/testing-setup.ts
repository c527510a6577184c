/** vitest globalSetup: one throw-away cluster and one migrated template for the whole run. Used by the root configuration only. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { sharedTemporaryFolder } from './cluster-binaries.ts';
import { isProcessAlive } from './cluster-process.ts';
import { removeCluster, startCluster } from './cluster.ts';
import { urlAs } from './connection-url.ts';
import { migrate } from './migrate.ts';
import { loadOrCreateSecrets } from './secrets.ts';
import { TEMPLATE_DATABASE, type TestCluster } from './testing-context.ts';

const FOLDER_PREFIX = 'keyfall-test-';
/** A folder that a dropped user id can reach; ordinary users keep theirs. */
const root = process.getuid?.() === 0 ? sharedTemporaryFolder() : os.tmpdir();

const settings = {
  // A file is done before autovacuum gets to its database, and those of files that are done stay: it would only go round.
  autovacuum: 'off',
};

/**
 * KEYFALL_TEST_SERVER_URL (a superuser's) runs the tests on another server, for example on PostgreSQL 15. It must be one
 * made for this: its kf_ roles get new passwords.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepLeftovers();
  const dir = fs.mkdtempSync(path.join(root, FOLDER_PREFIX));
  fs.chmodSync(dir, 0o755);
  fs.writeFileSync(path.join(dir, 'owner'), String(process.pid));
  // Whatever else a run makes once and throws away lies here too; the workers inherit it.
  process.env.KEYFALL_TEST_FOLDER = dir;
  const given = process.env.KEYFALL_TEST_SERVER_URL;
  const superuserUrl =
    given ?? (await startCluster({ dir, durable: false, dieWithParent: true, settings })).superuserUrl();
  const { roles: passwords } = loadOrCreateSecrets(dir);
  await makeTemplate(superuserUrl, passwords, given !== undefined);
  const context: TestCluster = { superuserUrl, passwords, outlivesRun: given !== undefined };
  project.provide('keyfallCluster', context);
  return async () => {
    await removeCluster(dir);
    fs.rmSync(dir, { recursive: true, force: true });
  };
}

async function makeTemplate(superuserUrl: string, passwords: TestCluster['passwords'], again: boolean): Promise<void> {
  const admin = new pg.Client({ connectionString: superuserUrl });
  await admin.connect();
  if (again) {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [TEMPLATE_DATABASE]);
    if (rowCount === 1) await admin.query(`alter database ${TEMPLATE_DATABASE} is_template false`);
    await admin.query(`drop database if exists ${TEMPLATE_DATABASE} with (force)`);
  }
  await admin.query(`create database ${TEMPLATE_DATABASE}`);
  const { username, password } = new URL(superuserUrl);
  const adminUrl = urlAs(superuserUrl, decodeURIComponent(username), decodeURIComponent(password), TEMPLATE_DATABASE);
  await migrate({ adminUrl, passwords, mode: 'test', resetPasswords: again });
  // Nobody connects to the template any more: a connection would make every clone fail.
  await admin.query(`alter database ${TEMPLATE_DATABASE} allow_connections false is_template true`);
  await admin.end();
}

/** A run that was killed skips its teardown: its server dies with it, its folder stays until the next run. */
async function sweepLeftovers(): Promise<void> {
  for (const name of fs.readdirSync(root).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const dir = path.join(root, name);
    try {
      const owner = Number(fs.readFileSync(path.join(dir, 'owner'), 'utf8'));
      if (!Number.isInteger(owner) || isProcessAlive(owner)) continue;
      await removeCluster(dir);
      fs.rmSync(dir, { recursive: true, force: true });
    } catch {
      // Another user's folder, or one that another run is just making or removing.
    }
  }
}
