import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Env } from '@keyfall/server/env';
import { withLock } from '../run/with-lock.ts';
import { startDatabase } from '../start/database.ts';

const READY = 'ready';

/**
 * Lays an empty, migrated, stopped database into a stack's new state folder, so that starting it costs a copy and not
 * another initdb and every migration. It is made once a test run, in the run's own folder (KEYFALL_TEST_FOLDER, which ends
 * with the run); outside of one, nothing is done and the stack makes its database itself.
 */
export async function layDatabase(env: Env): Promise<void> {
  const folder = process.env.KEYFALL_TEST_FOLDER;
  if (folder === undefined) return;
  const template = path.join(folder, 'stack');
  await withLock(`${template}.lock`, async () => {
    if (fs.existsSync(path.join(template, READY))) return;
    fs.rmSync(template, { recursive: true, force: true });
    fs.mkdirSync(template, { mode: 0o755 });
    const database = await startDatabase({ ...env, stateDir: template }, () => {});
    await database.stop();
    fs.writeFileSync(path.join(template, READY), '');
  });
  // Data that had to lie elsewhere is not in the folder; such a stack makes its own.
  if (fs.existsSync(path.join(template, 'state.json'))) return;
  // With owners and rights, which node's own copying leaves behind: PostgreSQL insists on them.
  const parts = ['postgres', 'secrets.json'].map((name) => path.join(template, name));
  const copied = spawnSync('cp', ['-a', ...parts, env.stateDir], { encoding: 'utf8' });
  if (copied.status !== 0) throw new Error(`the database was not copied: ${copied.error?.message ?? copied.stderr}`);
}
