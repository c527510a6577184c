// `npm run chaos -- --seed N`: the whole product under blows, then the books against what the gateway really did.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ROOT } from '../run/root.ts';
import { settleStack } from '../testing/settle-stack.ts';
import { startTestStack, type TestStack } from '../testing/stack.ts';
import { checkHistory } from './check-history.ts';
import { CHAOS_SKU } from './clients.ts';
import { copyCheckout } from './copy-checkout.ts';
import { installPoints } from './points.ts';
import { runChaos } from './run-chaos.ts';
import { runMutants } from './run-mutants.ts';
import { STRIKE_BUYERS, strikeEverywhere } from './strike-everywhere.ts';

const HELP = `npm run chaos -- [--seed N] [--orders N] [--blows N] [--minutes N] [--skew N] [--beside COMMIT] [--no-points]
npm run chaos -- --mutants

Buyers buy, pay and are refunded through shop, gateway and webhooks, codes are imported and income is withdrawn, while web
server, worker and database are killed, connections are cut, at random and at named points, and webhooks are duplicated,
delayed, dropped and forged. Then nothing may be lost, nothing done twice and nothing stuck. The same seed draws the same
buyers and blows. Exit code 1 and the history when a promise was broken.

--minutes N      rounds of so many orders and blows until the time is over, seeds counted up
--skew N         the programs' clocks are wrong by N minutes, the web server's ahead, the worker's behind; 10 if left out
--beside COMMIT  a second web server and worker of that commit over the same, already migrated database
--no-points      random blows only
--mutants        plants known bugs, one at a time, in copies of the checkout: each must be found`;

const SETTLE_MS = 120_000;
const AT_ONCE = 16;
const CODES_MAX = 20_000;

interface Wish {
  readonly seed: number;
  readonly orders: number;
  readonly blows: number;
  readonly minutes: number;
  readonly skewMinutes: number;
  readonly beside: string | undefined;
  readonly hasPoints: boolean;
}

function readWish(): Wish | 'help' | 'mutants' {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      orders: { type: 'string', default: '200' },
      blows: { type: 'string', default: '20' },
      minutes: { type: 'string', default: '0' },
      skew: { type: 'string', default: '10' },
      beside: { type: 'string' },
      points: { type: 'boolean', default: true },
      mutants: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.mutants) return 'mutants';
  const whole = (name: 'seed' | 'orders' | 'blows' | 'minutes' | 'skew'): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`);
    return value;
  };
  return {
    seed: whole('seed'),
    orders: whole('orders'),
    blows: whole('blows'),
    minutes: whole('minutes'),
    skewMinutes: whole('skew'),
    beside: values.beside,
    hasPoints: values.points,
  };
}

function commitHere(): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'of a copy';
}

/** Answers whether every promise was kept. */
async function run(wish: Wish): Promise<boolean> {
  console.log(
    `seed ${wish.seed}, commit ${commitHere()}, ${wish.orders} buyers, ${wish.blows} blows, ${wish.minutes} min`,
  );
  const skewMs = wish.skewMinutes * 60_000;
  const codes = Math.min(CODES_MAX, STRIKE_BUYERS + wish.orders * (1 + wish.minutes * 4));
  const stack = await startTestStack({
    codes: { [CHAOS_SKU]: codes },
    skewMs: skewMs === 0 ? {} : { http: skewMs, worker: -skewMs },
    isBreakable: true,
  });
  const copy = wish.beside === undefined ? undefined : copyCheckout(wish.beside);
  try {
    await installPoints(stack.sql);
    // What was set up is on disk, also where a planted bug keeps commits from it.
    await stack.sql('checkpoint');
    if (wish.hasPoints && !(await runPoints(stack, wish.seed))) return false;
    const besidePort = copy === undefined ? undefined : await stack.startBeside(copy.root);
    const giveUpAt = Date.now() + wish.minutes * 60_000;
    for (let round = 0; round === 0 || Date.now() < giveUpAt; round += 1) {
      const seed = wish.seed + round;
      const { orders, blows } = wish;
      const firstClient = STRIKE_BUYERS + round * orders;
      const report = await runChaos(stack, { seed, orders, blows, atOnce: AT_ONCE, firstClient, besidePort });
      console.log(`seed ${seed}: ${report.captured} receipts so far, ${report.blows.length} blows struck`);
      const told = [...report.blows, ...report.history.map((record) => JSON.stringify(record))];
      if (!isKept(seed, report.problems, told)) return false;
    }
    console.log('nothing lost, nothing twice, nothing stuck');
    return true;
  } finally {
    await stack.stop();
    copy?.remove();
  }
}

async function runPoints(stack: TestStack, seed: number): Promise<boolean> {
  const { history, struck } = await strikeEverywhere(stack, 0);
  await settleStack(stack, SETTLE_MS);
  console.log(`${struck.length} blows at named points`);
  return isKept(seed, await checkHistory(stack, history), struck);
}

function isKept(seed: number, problems: readonly string[], told: readonly string[]): boolean {
  if (problems.length === 0) return true;
  console.log(`BROKEN with seed ${seed}:`);
  for (const line of [...problems, ...told]) console.log(line);
  return false;
}

try {
  const wish = readWish();
  if (wish === 'help') console.log(HELP);
  else if (wish === 'mutants') process.exitCode = runMutants(console.log).length === 0 ? 0 : 1;
  else process.exitCode = (await run(wish)) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
process.exit();
