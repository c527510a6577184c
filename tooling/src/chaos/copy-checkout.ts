import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../run/root.ts';

export interface CheckoutCopy {
  readonly root: string;
  remove(): void;
}

const GIT_BYTES_MAX = 64 * 1024 * 1024;
/** Neither is part of what is installed. */
const LEFT_OUT = new Set(['.pnpm', '.cache', '.vite', '.vite-temp', '.vitest-cache']);

/**
 * Another checkout beside this one, for programs of another version or with a planted bug: the files of a commit, or those of
 * the working tree, over the modules installed here. A commit that needs other modules will not start.
 */
export function copyCheckout(commit?: string): CheckoutCopy {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-copy-'));
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: GIT_BYTES_MAX });
  if (commit === undefined) {
    for (const file of git('ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0')) {
      const from = path.join(ROOT, file);
      // What was deleted and not yet committed is still listed.
      if (file !== '' && fs.existsSync(from)) fs.cpSync(from, path.join(root, file), { recursive: true });
    }
  } else {
    const archive = path.join(root, '.archive.tar');
    git('archive', '--format=tar', `--output=${archive}`, commit);
    execFileSync('tar', ['-xf', archive, '-C', root]);
    fs.rmSync(archive);
  }
  linkModules(root);
  return { root, remove: () => fs.rmSync(root, { recursive: true, force: true }) };
}

/** Packages find each other in the copy and everything else here: links are copied as they are, relative ones. */
function linkModules(root: string): void {
  const folders = ['apps', 'packages'].flatMap((group) =>
    fs.readdirSync(path.join(ROOT, group)).map((name) => path.join(group, name)),
  );
  for (const folder of ['.', 'tooling', ...folders]) {
    const from = path.join(ROOT, folder, 'node_modules');
    if (!fs.existsSync(from) || !fs.existsSync(path.join(root, folder))) continue;
    const to = path.join(root, folder, 'node_modules');
    const filter = (file: string): boolean => !LEFT_OUT.has(path.basename(file));
    fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter });
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules/.pnpm'), path.join(root, 'node_modules/.pnpm'));
}
