import { startBenchWorld, type BenchWorld } from './bench-world.ts';
import { median, runClients } from './measure.ts';
import { printFigure } from './report.ts';
import { sellOne } from './shop-sale.ts';
import type { BenchOptions } from './options.ts';

type State = 'enable' | 'disable';
const other = (state: State): State => (state === 'enable' ? 'disable' : 'enable');

const CLIENTS = 8;
const CODES = 40_000;

/** The order path with the policies on and, in this database of the benchmark's own, off; in turns. */
export async function rowSecurity({ seconds, rounds }: BenchOptions): Promise<void> {
  const world = await startBenchWorld(CODES);
  try {
    const buyers = await Promise.all(Array.from({ length: CLIENTS }, () => world.makeBuyer()));
    const sell = async (client: number): Promise<void> => {
      const buyer = buyers[client];
      if (buyer !== undefined) await sellOne(world, buyer);
    };
    const tables = await protectedTables(world);
    const run = async (state: State): Promise<number> => {
      await world.admin.query(tables.map((table) => `alter table ${table} ${state} row level security`).join(';'));
      // Every connection plans its statements anew after such a change: that is not what is measured.
      await runClients(CLIENTS, 1, sell);
      return (await runClients(CLIENTS, seconds, sell)).perSecond;
    };
    const [on, off, costs]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      // Tables grow from one run to the next: each state goes first as often as the other.
      const first = round % 2 === 0 ? 'disable' : 'enable';
      const speeds = { [first]: await run(first), [other(first)]: await run(other(first)) } as Record<State, number>;
      off.push(speeds.disable);
      on.push(speeds.enable);
      costs.push((1 - speeds.enable / speeds.disable) * 100);
    }
    const bench = 'rls';
    printFigure({ bench, metric: `sales_c${CLIENTS}`, value: median(on), unit: '1/s', floor: median(off) });
    // Taken pair by pair, with its spread: on a shared machine one pair says little.
    printFigure({ bench, metric: 'cost_of_isolation', value: median(costs), unit: '%', floor: null });
    printFigure({ bench, metric: 'cost_least', value: Math.min(...costs), unit: '%', floor: null });
    printFigure({ bench, metric: 'cost_most', value: Math.max(...costs), unit: '%', floor: null });
  } finally {
    await world.stop();
  }
}

async function protectedTables(world: BenchWorld): Promise<readonly string[]> {
  const { rows } = await world.admin.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r' and relrowsecurity order by 1`,
  );
  return rows.map((row) => row.name);
}
