// `npm run chaos -- --seed N`: the whole product under random blows, then the books against what the gateway really did.
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ROOT } from '../run/root.ts';
import { startTestStack } from '../testing/stack.ts';
import { CHAOS_SKU } from './clients.ts';
import { runChaos, type ChaosPlan } from './run-chaos.ts';

const HELP = `npm run chaos -- [--seed N] [--orders N] [--blows N]

Buyers buy, pay and are refunded through shop, gateway and webhooks while web server, worker and database are killed,
connections are cut and webhooks are duplicated, delayed, dropped and forged. Then nothing may be lost, nothing done twice
and nothing stuck. The same seed draws the same buyers and blows. Exit code 1 and the history when a promise was broken.`;

function readPlan(): ChaosPlan | string {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: String(randomInt(1_000_000)) },
        orders: { type: 'string', default: '200' },
        blows: { type: 'string', default: '20' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return HELP;
    const [seed, orders, blows] = [values.seed, values.orders, values.blows].map(Number);
    const isWhole = (value: number | undefined): value is number =>
      value !== undefined && Number.isInteger(value) && value >= 0;
    if (!isWhole(seed) || !isWhole(orders) || !isWhole(blows))
      throw new Error('--seed, --orders and --blows take whole numbers');
    return { seed, orders, blows, atOnce: 16, firstClient: 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

const plan = readPlan();
if (typeof plan === 'string') {
  console.log(plan);
  process.exit(0);
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
console.log(`seed ${plan.seed}, commit ${commit}, ${plan.orders} buyers, ${plan.blows} blows`);
const stack = await startTestStack({ codes: { [CHAOS_SKU]: plan.orders } });
try {
  const report = await runChaos(stack, plan);
  console.log(`${report.captured} receipts, ${report.blows.length} blows struck`);
  if (report.problems.length > 0) {
    console.log(`BROKEN with seed ${plan.seed} at ${commit}:`);
    for (const line of [...report.problems, ...report.blows, ...report.history.map((record) => JSON.stringify(record))])
      console.log(line);
    process.exitCode = 1;
  } else console.log('nothing lost, nothing twice, nothing stuck');
} finally {
  await stack.stop();
}
process.exit();
