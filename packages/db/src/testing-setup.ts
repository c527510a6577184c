/** vitest globalSetup: one throw-away cluster and one migrated template for the whole run. Used by the root configuration only. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { sharedTemporaryFolder } from './cluster-binaries.ts';
import { isProcessAlive } from './cluster-process.ts';
import { removeCluster, startCluster } from './cluster.ts';
import { migrate } from './migrate.ts';
import { loadOrCreateSecrets } from './secrets.ts';
import { TEMPLATE_DATABASE, type TestCluster } from './testing-context.ts';

const FOLDER_PREFIX = 'keyfall-test-';
/** A folder that a dropped user id can reach; ordinary users keep theirs. */
const root = process.getuid?.() === 0 ? sharedTemporaryFolder() : os.tmpdir();

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepLeftovers();
  const dir = fs.mkdtempSync(path.join(root, FOLDER_PREFIX));
  fs.chmodSync(dir, 0o755);
  fs.writeFileSync(path.join(dir, 'owner'), String(process.pid));
  const cluster = await startCluster({ dir, durable: false, dieWithParent: true });
  const { roles: passwords } = loadOrCreateSecrets(dir);
  const admin = new pg.Client({ connectionString: cluster.superuserUrl() });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE_DATABASE}`);
  await migrate({ adminUrl: cluster.superuserUrl(TEMPLATE_DATABASE), passwords, mode: 'test' });
  // Nobody connects to the template any more: a connection would make every clone fail.
  await admin.query(`alter database ${TEMPLATE_DATABASE} allow_connections false is_template true`);
  await admin.end();
  const context: TestCluster = { superuserUrl: cluster.superuserUrl(), passwords };
  project.provide('keyfallCluster', context);
  return async () => {
    await removeCluster(dir);
    fs.rmSync(dir, { recursive: true, force: true });
  };
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
