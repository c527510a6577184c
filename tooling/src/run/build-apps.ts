import { inRoot } from './root.ts';
import { runProcess } from './run-process.ts';
import { withLock } from './with-lock.ts';

export const APPS = ['admin', 'portal', 'shop'] as const;
export type AppName = (typeof APPS)[number];

export interface BuildResult {
  readonly failed: readonly AppName[];
  /** What the build said; worth showing only when something failed. */
  readonly output: string;
  readonly durationMs: number;
}

/**
 * Builds the three apps into their `dist` folders, two at a time. turbo keeps what it built by the hash of everything an
 * app is made of, so a second call with nothing changed takes a fraction of a second. Two builds of a checkout at once would
 * empty each other's `dist`: a later one waits and then finds everything built.
 */
export async function buildApps(): Promise<BuildResult> {
  const filters = APPS.map((app) => `--filter=@keyfall/app-${app}`);
  const args = ['run', 'build', ...filters, '--concurrency=2', '--continue', '--no-color'];
  const result = await withLock(inRoot('node_modules/.cache/build-apps.lock'), () =>
    runProcess(inRoot('node_modules/.bin/turbo'), args, { output: 'keep' }),
  );
  if (result.code === 0) return { failed: [], output: result.output, durationMs: result.durationMs };
  const named = APPS.filter((app) => new RegExp(`^ *Failed:.*@keyfall/app-${app}#build`, 'm').test(result.output));
  return { failed: named.length > 0 ? named : APPS, output: result.output, durationMs: result.durationMs };
}
