import fs from 'node:fs';
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
  {
    name: 'types',
    run: () => runNode(inRoot('node_modules/tsgo/bin/tsc'), ['-b'], { output: 'keep' }),
  },
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
  const onDisk = ['packages', 'apps', 'tooling'].reduce((sum, folder) => sum + countSources(inRoot(folder)), 0);
  if (onDisk > 0 && seen >= onDisk) return result;
  return { ...result, code: 1, output: `only ${seen} of ${onDisk} source files were looked at\n${result.output}` };
}

const NOT_SOURCE = new Set(['node_modules', 'dist', '.types', '.turbo', 'test-output']);

function countSources(folder: string): number {
  let count = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !NOT_SOURCE.has(entry.name)) count += countSources(`${folder}/${entry.name}`);
    else if (entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) count += 1;
  }
  return count;
}
