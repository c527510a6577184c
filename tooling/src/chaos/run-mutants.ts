import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { copyCheckout } from './copy-checkout.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const TIMEOUT_MS = 300_000;
const MAIN = 'tooling/src/chaos/main.ts';
const RUNS = {
  // Enough payments reported twice, and the database killed in the middle of them.
  run: [MAIN, '--seed', '1162', '--orders', '40', '--blows', '6', '--no-points'],
  points: [MAIN, '--orders', '0', '--blows', '0'],
} as const;

/** Plants each bug in a copy of the checkout and looks whether it is found there. Answers those that were not. */
export function runMutants(say: (line: string) => void): readonly string[] {
  const missed: string[] = [];
  for (const mutant of MUTANTS) {
    const { isFound, output } = tryMutant(mutant);
    say(`${isFound ? 'found' : 'MISSED'}: ${mutant.name}`);
    if (isFound) continue;
    missed.push(mutant.name);
    say(output.split('\n').slice(-25).join('\n'));
  }
  return missed;
}

function tryMutant(mutant: Mutant): { readonly isFound: boolean; readonly output: string } {
  const copy = copyCheckout();
  try {
    const file = path.join(copy.root, mutant.file);
    const text = fs.readFileSync(file, 'utf8');
    if (!text.includes(mutant.from)) throw new Error(`"${mutant.name}" does not fit ${mutant.file} any more`);
    fs.writeFileSync(
      file,
      text.replaceAll(mutant.from, () => mutant.to),
    );
    const { foundBy } = mutant;
    const vitest = path.join(copy.root, 'node_modules/vitest/vitest.mjs');
    const args = typeof foundBy === 'string' ? RUNS[foundBy] : [vitest, 'run', foundBy.test];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: copy.root,
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
    const output = stdout + stderr;
    return { isFound: status !== 0 && mutant.says.test(output), output };
  } finally {
    copy.remove();
  }
}
