import { createDatabase, serviceTx, type Database, type RuntimeRole } from '@keyfall/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CountingProxy } from '../orders/testing/counting-proxy.ts';
import { createSaleWorld, type SaleWorld, type TestDistributor } from '../orders/testing/sale-world.ts';
import { readChainPrices } from './chain-queries.ts';
import { offerOf } from './offer.rules.ts';
import { PriceWorld } from './testing/price-world.ts';

/**
 * A page of 50 SKUs at depth 6, out of a catalog where reading a whole table would show: override, list and rule all decide
 * somewhere along the chain.
 */
const SKUS = 1500;
const PAGE = 50;
const ROUNDS = 8;

let world: SaleWorld;
let proxy: CountingProxy;
let db: Database;
let seller: TestDistributor;
let page: string[];
beforeAll(async () => {
  world = await createSaleWorld();
  const prices = new PriceWorld(world);
  await prices.arrange();
  while (world.chain.length < 6) {
    const child = await world.addDistributor(world.chain.at(-1)!);
    world.chain.push(child);
    await prices.giveLevel(child, 2);
  }
  seller = world.chain.at(-1)!;
  await world.sql(
    `insert into catalog.sku (tenant_id, id, product_id, code, name_zh, name_en, kind, currency)
     select tenant_id, gen_random_uuid(), id, 'MANY-' || n, 's', 's', 'card_code', 'CNY' from catalog.product, generate_series(1, ${SKUS}) n`,
  );
  await world.sql(
    `insert into pricing.sku_price (tenant_id, sku_id, suggested) select tenant_id, id, 90 from catalog.sku where code ^@ 'MANY-'`,
  );
  const [first, second, third] = world.chain;
  for (const [owner, level] of [
    [world.house, 0],
    [second!, 2],
  ] as const) {
    const list = await prices.list(owner, level, {});
    await world.sql(
      `insert into pricing.price_list_line (tenant_id, list_id, sku_id, min_quantity, owner_id, unit_price)
       select tenant_id, $1, id, q, $2, case q when 1 then 30 else 25 end from catalog.sku, unnest(array[1, 10]) q where code ^@ 'MANY-'`,
      [list, owner.id],
    );
  }
  await world.sql(
    `insert into pricing.cost_price (tenant_id, distributor_id, sku_id, unit_price) select tenant_id, $1, id, 32 from catalog.sku where code ^@ 'MANY-'`,
    [second!.id],
  );
  await world.sql(
    `insert into pricing.price_rule (tenant_id, id, owner_id, name, sku_id, percent, fixed, step)
     select tenant_id, gen_random_uuid(), $1, 'r', id, 3, 0, 0.01 from catalog.sku where code ^@ 'MANY-'`,
    [first!.id],
  );
  // As autovacuum has done by the time a table has grown so far.
  await world.sql('analyze');
  for (const owner of [third!, world.chain[3]!, world.chain[4]!]) await prices.rule(owner, { percent: '2' });
  const rows = await world.sql<{ id: string }>(
    `select id from catalog.sku where code ^@ 'MANY-' order by id limit ${PAGE}`,
  );
  page = rows.map((row) => row.id);

  proxy = new CountingProxy(new URL(world.database.superuserUrl));
  await proxy.listen();
  const password = decodeURIComponent(new URL(world.database.urlOf('kf_service')).password);
  db = createDatabase({
    url: proxy.urlOf(world.database.superuserUrl),
    passwords: { kf_service: password } as Record<RuntimeRole, string>,
    poolSizes: { kf_service: 1 },
  });
}, 60_000);
afterAll(async () => {
  await db.close();
  proxy.close();
  await world.close();
});

const readPage = () =>
  serviceTx(db, { tenantId: world.tenantId }, (tx) =>
    readChainPrices(tx, { distributorId: seller.id, shopId: world.shop.id }, page, {
      quantityOf: new Map(page.map((id) => [id, 10])),
    }),
  );

it('is priced in one statement, which never reads a whole table of prices', async () => {
  const scans = async (): Promise<unknown> =>
    await world.sql(
      `select relname, seq_scan from pg_stat_user_tables
        where schemaname = 'pricing' and relname in ('cost_price', 'price_list_line', 'price_rule') order by relname`,
    );
  await readPage();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await readPage();
  const before = await scans();
  // Often enough that prepared statements have chosen between a plan of their own and a generic one.
  for (let round = 0; round < ROUNDS; round += 1) expect(await proxy.count(readPage)).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const rows = await readPage();
  expect(await scans()).toEqual(before);
  expect(rows).toHaveLength(PAGE);
  for (const row of rows) {
    expect(row.chain.map((node) => node.source?.kind ?? null)).toEqual([
      null,
      'list',
      'override',
      'list',
      'rule',
      'rule',
      'rule',
    ]);
    expect(offerOf(row).costs.map((link) => link.cost)).toEqual(['25', '32', '32', '32.64', '33.3', '33.97']);
  }
});
