import { settleStack } from '../testing/settle-stack.ts';
import { sandboxTest } from '../testing/shopper.ts';
import type { TestStack } from '../testing/stack.ts';
import { checkHistory } from './check-history.ts';
import { drawBuyers, runClient, type ClientRecord } from './clients.ts';
import { drawBlows, strike } from './nemesis.ts';
import { createChance } from './random.ts';

export interface ChaosPlan {
  readonly seed: number;
  readonly orders: number;
  readonly atOnce: number;
  /** The number of the first buyer, where earlier ones bought on the same stack. */
  readonly firstClient: number;
  readonly blows: number;
  /** The port of a second web server: every other buyer shops there. */
  readonly besidePort?: number | undefined;
}

export interface ChaosReport {
  readonly history: readonly ClientRecord[];
  readonly blows: readonly string[];
  /** Broken promises; empty when the run is clean. */
  readonly problems: readonly string[];
  readonly captured: number;
}

const SETTLE_MS = 90_000;
/** A blow falls every so often on average; buyers take two pauses each, of half the longest on average. */
const BLOW_EVERY_MS = 1_150;

function pauseMaxOf({ orders, atOnce, blows }: ChaosPlan): number {
  return Math.round((blows * BLOW_EVERY_MS * atOnce) / Math.max(orders, 1));
}

/**
 * Runs buyers through the whole product while parts of it are killed, then lets it come to rest and checks what is left.
 * The seed decides who pays how and which blow falls after how long; the machine decides what each blow hits.
 */
export async function runChaos(stack: TestStack, plan: ChaosPlan): Promise<ChaosReport> {
  const chance = createChance(plan.seed);
  const buyers = drawBuyers(chance, plan.orders, pauseMaxOf(plan));
  const blows = drawBlows(chance, plan.blows);
  const over = new AbortController();
  const striking = strike(stack, blows, over.signal);
  const waiting = buyers.map((planned, client) => ({ planned, client: client + plan.firstClient }));
  const history: ClientRecord[] = [];
  const beside = plan.besidePort === undefined ? stack : { ...stack, port: plan.besidePort };
  const buyer = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      history.push(await runClient(next.client % 2 === 0 ? stack : beside, next.client, next.planned));
    }
  };
  try {
    await Promise.all(Array.from({ length: plan.atOnce }, buyer));
  } finally {
    over.abort();
  }
  const struck = await striking;
  await stack.untilUp();
  await sandboxTest(stack, 'POST', '/reset-faults');
  const settled = await settleStack(stack, SETTLE_MS).then(
    () => [],
    (error: unknown) => [String(error)],
  );
  const [{ captured } = { captured: 0 }] = await stack.sql<{ captured: number }>(
    'select count(*)::integer as captured from payments.receipt',
  );
  // A run in which nothing happens keeps every promise.
  const idle = plan.orders > 0 && captured === 0 ? ['nobody could buy'] : [];
  const problems = [...settled, ...idle, ...(await checkHistory(stack, history))];
  return { history, blows: struck, problems, captured };
}
