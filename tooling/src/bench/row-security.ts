import { startBenchWorld, type BenchWorld } from './bench-world.ts';
import { median, runClients } from './measure.ts';
import { printFigure } from './report.ts';
import { sellOne } from './shop-sale.ts';
import type { BenchOptions } from './options.ts';

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
    const run = async (state: 'enable' | 'disable'): Promise<number> => {
      await world.admin.query(tables.map((table) => `alter table ${table} ${state} row level security`).join(';'));
      // Every connection plans its statements anew after such a change: that is not what is measured.
      await runClients(CLIENTS, 1, sell);
      return (await runClients(CLIENTS, seconds, sell)).perSecond;
    };
    const [on, off]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      off.push(await run('disable'));
      on.push(await run('enable'));
    }
    const [withPolicies, without] = [median(on), median(off)];
    printFigure({ bench: 'rls', metric: `sales_c${CLIENTS}`, value: withPolicies, unit: '1/s', floor: without });
    printFigure({
      bench: 'rls',
      metric: 'cost_of_isolation',
      value: (1 - withPolicies / without) * 100,
      unit: '%',
      floor: null,
    });
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
