import { startBenchWorld } from './bench-world.ts';
import { buildSaleFloor } from './floor-sale.ts';
import { median, percentile, runClients, type Measured } from './measure.ts';
import { printFigure } from './report.ts';
import { sellOne } from './shop-sale.ts';
import type { BenchOptions } from './options.ts';

const CLIENTS = [1, 8, 32] as const;
const CODES = 60_000;

/**
 * Sales of one code over a chain of three levels through the use cases, from quote to delivery, against the same rows in
 * the same commits by a bare client. Both take turns, so that a noisy machine is noisy for both.
 */
export async function orderShop({ seconds, rounds }: BenchOptions): Promise<void> {
  const world = await startBenchWorld(CODES);
  try {
    const most = Math.max(...CLIENTS);
    const buyers = await Promise.all(Array.from({ length: most }, () => world.makeBuyer()));
    const sell = async (client: number): Promise<void> => {
      const buyer = buyers[client];
      if (buyer !== undefined) await sellOne(world, buyer);
    };
    // The first and only sale so far: what it wrote is what the floor writes.
    await world.admin.query('truncate ops.due_work, inventory.stock_dirty, ledger.delta');
    await sell(0);
    const floor = await buildSaleFloor(world, most);
    printFigure({ bench: 'order-shop', metric: 'rows_per_sale', value: floor.rows, unit: 'rows', floor: floor.rows });
    await runClients(4, 2, sell);
    await runClients(4, 1, (client) => floor.sellOne(client));
    // A running system's statistics: plans made while the tables were empty would read them from end to end ever after.
    await world.admin.query('vacuum analyze');
    for (const clients of CLIENTS) {
      const [own, bare]: [Measured[], Measured[]] = [[], []];
      for (let round = 0; round < rounds; round += 1) {
        bare.push(await runClients(clients, seconds, (client) => floor.sellOne(client)));
        own.push(await runClients(clients, seconds, sell));
      }
      printSales(clients, own, bare);
    }
    await floor.close();
  } finally {
    await world.stop();
  }
}

function printSales(clients: number, own: readonly Measured[], bare: readonly Measured[]): void {
  const bench = 'order-shop';
  const speed = (runs: readonly Measured[]): number => median(runs.map((run) => run.perSecond));
  const part = (runs: readonly Measured[], at: number): number =>
    median(runs.map((run) => percentile(run.timesMs, at)));
  printFigure({ bench, metric: `sales_c${clients}`, value: speed(own), unit: '1/s', floor: speed(bare) });
  printFigure({ bench, metric: `p50_c${clients}`, value: part(own, 0.5), unit: 'ms', floor: part(bare, 0.5) });
  printFigure({ bench, metric: `p99_c${clients}`, value: part(own, 0.99), unit: 'ms', floor: part(bare, 0.99) });
}
