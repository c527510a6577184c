import { randomUUID } from 'node:crypto';
import type { DistributorId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { readChainPrices } from '@keyfall/core/pricing';
import { startBenchWorld, type BenchWorld } from './bench-world.ts';
import { median, percentile, runClients, type Measured } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { printFigure } from './report.ts';

const SKUS = 100_000;
const DISTRIBUTORS = 10_000;
const DEPTH = 6;
const PAGE = 50;
const PAGES = 200;
const CLIENTS = 8;

/**
 * A page of 50 SKUs at depth 6, priced among 100,000 SKUs and 10,000 distributors: a list of the house, overrides in the
 * middle, rules below. Rows are written past the use cases, which would take an hour; what is measured is the use cases' read.
 */
export async function pricePage({ seconds, rounds }: BenchOptions): Promise<void> {
  const world = await startBenchWorld(0);
  try {
    const { seller, pages } = await seed(world);
    const { tenantId } = world.tenant;
    const readPage = async (): Promise<void> => {
      const skuIds = pages[Math.floor(Math.random() * pages.length)] ?? [];
      const rows = await serviceTx(world.core.db, { tenantId }, (tx) =>
        readChainPrices(tx, { distributorId: seller, shopId: null }, skuIds),
      );
      if (rows.length !== PAGE || rows[0]?.chain.length !== DEPTH + 1) throw new Error('a page came back short');
    };
    // The seed's own writes are not what is measured: they are on disk, and every connection has planned and every page been read once.
    await world.admin.query('checkpoint');
    await runClients(CLIENTS, 3, readPage);
    for (const clients of [1, CLIENTS]) {
      const runs: Measured[] = [];
      for (let round = 0; round < rounds; round += 1) runs.push(await runClients(clients, seconds, readPage));
      const of = (part: number): number => median(runs.map((run) => percentile(run.timesMs, part)));
      const figure = { bench: 'price-page', floor: null };
      printFigure({
        ...figure,
        metric: `pages_${clients}_clients`,
        value: median(runs.map((run) => run.perSecond)),
        unit: '1/s',
      });
      printFigure({ ...figure, metric: `p50_${clients}_clients`, value: of(0.5), unit: 'ms' });
      printFigure({ ...figure, metric: `p99_${clients}_clients`, value: of(0.99), unit: 'ms' });
    }
  } finally {
    await world.stop();
  }
}

async function seed({ admin, tenant }: BenchWorld): Promise<{ seller: DistributorId; pages: readonly string[][] }> {
  const t = tenant.tenantId;
  const level = randomUUID();
  await admin.query('begin');
  await admin.query(`insert into tenancy.level (tenant_id, id, name, rank) values ($1, $2, 'Bench', 1)`, [t, level]);
  await admin.query(
    `insert into catalog.sku (tenant_id, id, product_id, code, name_zh, name_en, kind, currency)
     select $1, gen_random_uuid(), (array_agg(p.id))[1 + n % count(*)], 'BENCH-' || n, 's', 's', 'card_code', 'CNY'
       from catalog.product p, generate_series(1, ${SKUS}) n where p.tenant_id = $1 group by n`,
    [t],
  );
  // A chain down to the depth asked for; everybody else hangs right below the house.
  const { rows: houses } = await admin.query<{ id: string }>(
    'select id from tenancy.distributor where tenant_id = $1 and depth = 0',
    [t],
  );
  const path = [houses[0]?.id ?? ''];
  const addNode = async (id: string, above: readonly string[]): Promise<void> => {
    await admin.query(
      `insert into tenancy.distributor (tenant_id, id, parent_id, depth, path, code, name, level_id) values ($1, $2, $3, $4, $5, $6, 'Bench', $7)`,
      [t, id, above.at(-1), above.length, [...above, id].join('/'), `B${id.slice(0, 18).toUpperCase()}`, level],
    );
    await admin.query(
      `insert into tenancy.distributor_link (tenant_id, ancestor_id, descendant_id, distance) select $1, a, $2, $3 - o from unnest($4::uuid[]) with ordinality x(a, o)`,
      [t, id, above.length + 1, [...above, id]],
    );
  };
  while (path.length <= DEPTH) {
    const id = randomUUID();
    await addNode(id, path);
    path.push(id);
  }
  await admin.query(
    `with made as (
       insert into tenancy.distributor (tenant_id, id, parent_id, depth, path, code, name, level_id)
       select $1, id, $2::uuid, 1, $2::uuid || '/' || id, 'B' || upper(left(id::text, 18)), 'Bench', $3::uuid
         from (select gen_random_uuid() as id from generate_series(1, ${DISTRIBUTORS} - $4::integer)) x returning id)
     insert into tenancy.distributor_link (tenant_id, ancestor_id, descendant_id, distance)
     select $1, a.id, m.id, a.distance from made m cross join lateral (values ($2::uuid, 1), (m.id, 0)) as a(id, distance)`,
    [t, path[0], level, path.length],
  );
  await admin.query(
    `insert into pricing.price_list (tenant_id, id, owner_id, level_id, name, valid_from) values ($1, $2, $3, $4, 'Bench', now() - interval '1 day')`,
    [t, level, path[0], level],
  );
  await admin.query(
    `insert into pricing.price_list_line (tenant_id, list_id, sku_id, min_quantity, owner_id, unit_price)
     select $1, $2, id, q, $3, 30 - q / 10.0 from catalog.sku, unnest(array[1, 10]) q where tenant_id = $1 and code ^@ 'BENCH-'`,
    [t, level, path[0]],
  );
  await admin.query(
    `insert into pricing.cost_price (tenant_id, distributor_id, sku_id, unit_price)
     select $1, d, id, 40 from catalog.sku, unnest($2::uuid[]) d where tenant_id = $1 and code ^@ 'BENCH-'`,
    [t, path.slice(2, 4)],
  );
  await admin.query(
    `insert into pricing.price_rule (tenant_id, id, owner_id, name, percent, fixed, step) select $1, gen_random_uuid(), o, 'Bench', 3, 0, 0.01 from unnest($2::uuid[]) o`,
    [t, path.slice(3, DEPTH)],
  );
  await admin.query('commit');
  await admin.query('vacuum analyze');
  const { rows } = await admin.query<{ ids: string[] }>(
    `select array_agg(id::text) as ids from (select id, (row_number() over (order by random()) - 1) / ${PAGE} as page
       from catalog.sku where tenant_id = $1 and code ^@ 'BENCH-' limit ${PAGE * PAGES}) x group by page`,
    [t],
  );
  return { seller: (path.at(-1) ?? '') as DistributorId, pages: rows.map((row) => row.ids) };
}
