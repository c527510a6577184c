// `npm test`: the checks, the builds of the three apps and every test, summed in the last line.
//
//   npm test                       everything
//   npm run test:fast              checks and unit tests
//   npm run check                  checks only
//   npm test -- packages/money     only the tests whose path contains this; further words and options go to vitest
import { APPS, buildApps } from './run/build-apps.ts';
import { CHECKS, type Check } from './run/checks.ts';
import { endRunningProcesses } from './run/run-process.ts';
import { runVitest, type Tally } from './run/run-vitest.ts';
import { stopWithParent } from './run/stop-with-parent.ts';

const AT_ONCE = 2;

let passed = 0;
let failed = 0;

function add(tally: Tally): void {
  passed += tally.passed;
  failed += tally.failed;
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

async function runCheck(check: Check): Promise<void> {
  const result = await check.run();
  const ok = result.code === 0;
  add({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
  console.log(`${ok ? '✓' : '✗'} ${check.name} (${seconds(result.durationMs)})`);
  if (!ok) console.log(result.output.trimEnd());
}

async function runChecks(): Promise<void> {
  const waiting = [...CHECKS];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) await runCheck(check);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function runBuilds(): Promise<void> {
  const result = await buildApps();
  add({ passed: APPS.length - result.failed.length, failed: result.failed.length });
  for (const app of APPS) console.log(`${result.failed.includes(app) ? '✗' : '✓'} build of apps/${app}`);
  console.log(`  (${seconds(result.durationMs)})`);
  if (result.failed.length > 0) console.log(result.output.trimEnd());
}

stopWithParent(() => {
  void endRunningProcesses().then(() => process.exit(130));
});

const args = process.argv.slice(2);
const fast = args.includes('--fast');
const checksOnly = args.includes('--checks');
const vitestArgs = args.filter((arg) => arg !== '--fast' && arg !== '--checks');
const narrowed = vitestArgs.length > 0;

if (!narrowed) await runChecks();
if (!checksOnly) {
  if (!narrowed && !fast) await runBuilds();
  add(await runVitest([...(fast ? ['--project', 'unit'] : []), ...vitestArgs], narrowed));
}

console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
