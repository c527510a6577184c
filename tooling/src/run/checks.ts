import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from './root.ts';
import { runNode, runProcess, type ProcessResult } from './run-process.ts';

/** A rule of the repository that is checked as a whole; each counts as one in the sum of `npm test`. */
export interface Check {
  readonly name: string;
  run(): Promise<ProcessResult>;
}

const bin = (name: string): string => inRoot('node_modules/.bin', name);

/** The checks, slowest first so that two at a time end together. */
export const CHECKS: readonly Check[] = [
  { name: 'types', run: checkTypes },
  {
    name: 'lint',
    run: () => runProcess(bin('oxlint'), ['--type-aware', '--deny-warnings'], { output: 'keep' }),
  },
  { name: 'import directions', run: cruise },
  {
    name: 'package boundaries',
    run: () => runProcess(bin('turbo'), ['boundaries'], { output: 'keep' }),
  },
  {
    name: 'format (npm run format repairs it)',
    run: () => runProcess(bin('oxfmt'), ['--check'], { output: 'keep' }),
  },
];

/**
 * Project references, so only what changed is checked. The compiler does not notice that a setting changed (only that a
 * source did), so changed settings begin anew.
 */
async function checkTypes(): Promise<ProcessResult> {
  const settings = findFiles('', (name) => /^tsconfig.*\.json$/.test(name));
  const hash = createHash('sha256');
  for (const file of settings) hash.update(`${file}\n`).update(fs.readFileSync(inRoot(file)));
  const digest = hash.digest('hex');
  const stamp = inRoot('node_modules/.cache/keyfall-tsconfig');
  const same = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === digest;
  // Projects are built side by side, so one checker each: several would look at the same libraries several times.
  const result = await runNode(
    inRoot('node_modules/tsgo/bin/tsc'),
    ['-b', '--checkers', '1', ...(same ? [] : ['--force'])],
    { output: 'keep' },
  );
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, digest);
  return result;
}

/**
 * dependency-cruiser without a TypeScript it understands, or with a wrong path, cruises nothing and says "no violations".
 * So the number of modules it saw is held against the number of source files on disk.
 */
async function cruise(): Promise<ProcessResult> {
  const result = await runProcess(
    bin('depcruise'),
    ['--config', '.dependency-cruiser.cjs', 'packages', 'apps', 'tooling'],
    { output: 'keep' },
  );
  if (result.code !== 0) return result;
  const seen = Number(/\((\d+) modules/.exec(result.output)?.[1] ?? 0);
  const isSource = (name: string): boolean => /\.tsx?$/.test(name) && !name.endsWith('.d.ts');
  const onDisk = ['packages', 'apps', 'tooling'].flatMap((folder) => findFiles(folder, isSource)).length;
  if (onDisk > 0 && seen >= onDisk) return result;
  return { ...result, code: 1, output: `only ${seen} of ${onDisk} source files were looked at\n${result.output}` };
}

const NOT_SOURCE = new Set(['node_modules', 'dist', '.types', '.turbo', '.git', '.keyfall', 'test-output']);

/** Paths from the checkout's folder of the files whose name is wanted. */
function findFiles(folder: string, isWanted: (name: string) => boolean): string[] {
  return fs.readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_SOURCE.has(entry.name) ? [] : findFiles(file, isWanted);
    return entry.isFile() && isWanted(entry.name) ? [file] : [];
  });
}
