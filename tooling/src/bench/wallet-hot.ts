import pg from 'pg';
import { makePurchaser } from './bench-buyer.ts';
import { startBenchWorld, type BenchWorld } from './bench-world.ts';
import { median, percentile, runClients } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { printFigure } from './report.ts';

const BENCH = 'wallet-hot';
const CLIENTS = 32;
const CODES = 40_000;

/** Tables of which a purchase of one code writes rows, with what of a row is new each time. */
const WRITTEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'orders.sales_order': {
    id: 'p_order',
    order_no: 'upper(substr(md5(p_order::text), 1, 16))',
    client_ref: 'p_order::text',
  },
  'orders.order_line': { order_id: 'p_order' },
  'orders.order_split': { order_id: 'p_order' },
  'orders.commission_line': { order_id: 'p_order' },
  'orders.order_event': { id: 'gen_random_uuid()', order_id: 'p_order' },
  'payments.receipt': { id: 'p_order', provider_txn: 'p_order::text', order_id: 'p_order', journal_id: 'p_order' },
  'wallet.charge': { order_id: 'p_order' },
  'delivery.delivery': { order_id: 'p_order', code_id: 'v_code' },
  'ledger.journal': { id: 'p_order', idem_key: 'p_order::text', order_id: 'p_order' },
  'ledger.entry': { journal_id: 'p_order', account_version: 'v_version' },
  'ledger.delta': {},
  'audit.entry': { id: 'gen_random_uuid()' },
  'jobs.outbox': { id: 'gen_random_uuid()', dedupe: 'p_order::text' },
  'ops.due_work': {},
  'inventory.stock_dirty': {},
};
/** Rows of the seed that no purchase wrote. */
const OF_PURCHASE: Readonly<Record<string, string>> = {
  'ledger.journal': 'order_id is not null',
  'ledger.entry': 'journal_id in (select id from ledger.journal where order_id is not null)',
  'audit.entry': `action = 'purchases.place'`,
  'ops.due_work': `kind in ('outbox', 'stock.count', 'wallet.watch', 'order.close')`,
};

/** One wallet, thirty-two clients that buy one code each, again and again: every purchase waits for the one before it. */
export async function walletHot({ seconds, rounds }: BenchOptions): Promise<void> {
  const world = await startBenchWorld(CODES);
  try {
    await world.admin.query('delete from ops.due_work');
    await world.admin.query('delete from inventory.stock_dirty');
    await world.admin.query('delete from ledger.delta');
    const purchaser = await makePurchaser(world);
    await world.admin.query('delete from ledger.delta');
    await purchaser.buy(1);
    const floor = await buildFloor(world);
    const own: number[] = [];
    const least: number[] = [];
    let timesMs: readonly number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const measured = await runClients(CLIENTS, seconds, () => purchaser.buy(1));
      own.push(measured.perSecond);
      timesMs = measured.timesMs;
      least.push((await runClients(CLIENTS, seconds, (client) => floor.buy(client))).perSecond);
    }
    await floor.close();
    const unit = 'purchases/s';
    printFigure({ bench: BENCH, metric: 'clients_32', value: median(own), unit, floor: median(least) });
    printFigure({ bench: BENCH, metric: 'p50', value: percentile(timesMs, 0.5), unit: 'ms', floor: null });
    printFigure({ bench: BENCH, metric: 'p99', value: percentile(timesMs, 0.99), unit: 'ms', floor: null });
  } finally {
    await world.stop();
  }
}

/** The same rows and the same one locked balance, in one function a commit, without policies, keys, checks and triggers. */
async function buildFloor({ admin, adminUrl, tenant }: BenchWorld) {
  await admin.query('create schema floor');
  const inserts: string[] = [];
  for (const table of [...Object.keys(WRITTEN), 'inventory.card_code', 'ledger.balance']) {
    // Two schemas have an `entry`.
    const name = table.replace('.', '_');
    await admin.query(
      `create table floor.${name} (like ${table} including defaults including identity including indexes)`,
    );
    const fresh = WRITTEN[table];
    if (fresh === undefined) continue;
    await admin.query(`create table floor.t_${name} as select * from ${table} where ${OF_PURCHASE[table] ?? 'true'}`);
    const { rows } = await admin.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum`,
      [table],
    );
    const names = rows.map((row) => row.name);
    const values = names.map((column) =>
      column === 'account_version'
        ? `case when account_version is null then null else v_version end`
        : (fresh[column] ?? column),
    );
    inserts.push(`insert into floor.${name} (${names.join(', ')}) select ${values.join(', ')} from floor.t_${name};`);
  }
  await admin.query(
    `insert into floor.inventory_card_code select * from inventory.card_code where state = 'available'`,
  );
  await admin.query(
    `insert into floor.ledger_balance select b.* from ledger.balance b join ledger.account a on a.id = b.account_id where a.code = '2040'`,
  );
  await admin.query(`create function floor.buy(p_order uuid) returns void language plpgsql as $$
    declare v_code uuid; v_version bigint; v_tenant constant uuid := '${tenant.tenantId}';
    begin
      v_code := (select c.id from floor.inventory_card_code c where c.tenant_id = v_tenant and c.state = 'available'
                  order by c.expires_at nulls last, c.id limit 1 for no key update skip locked);
      update floor.inventory_card_code set state = 'sold', order_id = p_order, order_line = 1 where tenant_id = v_tenant and id = v_code;
      update floor.ledger_balance set debits = debits + 1, version = version + 1 returning version into v_version;
      ${inserts.join('\n')}
    end $$`);
  await admin.query('vacuum analyze');
  const connections = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: adminUrl });
      // When the benchmark fails, the server stops before these end: its own error is the one to see.
      client.on('error', () => {});
      await client.connect();
      return client;
    }),
  );
  return {
    async buy(index: number): Promise<void> {
      const client = connections[index];
      if (client === undefined) throw new Error('more clients than connections');
      await client.query({ name: 'buy', text: 'select floor.buy($1)', values: [crypto.randomUUID()] });
    },
    async close(): Promise<void> {
      await Promise.all(connections.map((client) => client.end()));
    },
  };
}
