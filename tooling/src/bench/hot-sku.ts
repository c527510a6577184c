import { isDomainError } from '@keyfall/core';
import { startBenchWorld, type BenchWorld } from './bench-world.ts';
import { printFigure } from './report.ts';
import { payOne, placeOne } from './shop-sale.ts';
import { percentile } from './measure.ts';

const BUYERS = 1000;
const CODES = 300;
/** How many requests are under way at once; the rest waits as it would at the server's door. */
const AT_ONCE = 64;

type Ending = 'delivered' | 'refused' | 'other';

/** A thousand buyers want three hundred codes at the same moment: exactly so many get one, all others a clean refusal. */
export async function hotSku(): Promise<void> {
  const world = await startBenchWorld(CODES);
  try {
    const endings: Record<Ending, number> = { delivered: 0, refused: 0, other: 0 };
    const timesMs: number[] = [];
    const buyers = await Promise.all(Array.from({ length: BUYERS }, () => world.makeBuyer()));
    const waiting = [...buyers];
    const startedAt = performance.now();
    const client = async (): Promise<void> => {
      for (let buyer = waiting.pop(); buyer !== undefined; buyer = waiting.pop()) {
        const from = performance.now();
        endings[await buyOne(world, buyer)] += 1;
        timesMs.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    const seconds = (performance.now() - startedAt) / 1000;
    await printEndings(
      world,
      endings,
      BUYERS / seconds,
      percentile(
        timesMs.toSorted((a, b) => a - b),
        0.99,
      ),
    );
  } finally {
    await world.stop();
  }
}

async function buyOne(world: BenchWorld, buyer: Awaited<ReturnType<BenchWorld['makeBuyer']>>): Promise<Ending> {
  try {
    await payOne(world, buyer, await placeOne(world, buyer));
    return 'delivered';
  } catch (error) {
    if (isDomainError(error, 'out_of_stock')) return 'refused';
    console.error(error);
    return 'other';
  }
}

async function printEndings(
  world: BenchWorld,
  endings: Record<Ending, number>,
  perSecond: number,
  p99Ms: number,
): Promise<void> {
  const bench = 'hot-sku';
  const { rows } = await world.admin.query<{ deliveries: number; deadlocks: number }>(
    `select (select count(distinct code_id)::integer from delivery.delivery) as deliveries,
            (select deadlocks::integer from pg_stat_database where datname = current_database()) as deadlocks`,
  );
  printFigure({ bench, metric: 'delivered', value: endings.delivered, unit: 'orders', floor: CODES });
  printFigure({ bench, metric: 'codes_delivered_once', value: rows[0]?.deliveries ?? -1, unit: 'codes', floor: CODES });
  printFigure({ bench, metric: 'refused_out_of_stock', value: endings.refused, unit: 'orders', floor: BUYERS - CODES });
  printFigure({ bench, metric: 'other_errors', value: endings.other, unit: 'orders', floor: null });
  printFigure({ bench, metric: 'deadlocks', value: rows[0]?.deadlocks ?? -1, unit: 'deadlocks', floor: null });
  printFigure({ bench, metric: 'buyers_served', value: perSecond, unit: '1/s', floor: null });
  printFigure({ bench, metric: 'p99', value: p99Ms, unit: 'ms', floor: null });
  if (endings.delivered !== CODES || endings.other !== 0 || rows[0]?.deliveries !== CODES) process.exitCode = 1;
}
