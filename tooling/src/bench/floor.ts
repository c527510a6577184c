// What the floors of the benchmarks have in common: tables without guards, rows copied from a real one, bare clients.
import pg from 'pg';
import type { BenchWorld } from './bench-world.ts';

/** Per table, which columns of a copied row are new each time, as SQL; columns that number themselves are left out. */
export type FreshColumns = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What is new of the rows that every order writes, a shop's sale or a purchase. */
export const FRESH_OF_ORDER: FreshColumns = {
  'orders.sales_order': {
    id: 'p_order',
    order_no: 'upper(substr(md5(p_order::text), 1, 16))',
    client_ref: 'p_order::text',
  },
  'orders.order_line': { order_id: 'p_order' },
  'orders.order_split': { order_id: 'p_order' },
  'orders.commission_line': { order_id: 'p_order' },
  'orders.order_event': { id: 'gen_random_uuid()', order_id: 'p_order' },
  'delivery.delivery': { order_id: 'p_order', code_id: 'v_code' },
  'ledger.journal': { id: 'p_order', idem_key: 'p_order::text', order_id: 'p_order' },
  'ledger.delta': {},
  'jobs.outbox': { id: 'gen_random_uuid()', dedupe: 'p_order::text' },
  'ops.due_work': {},
  'inventory.stock_dirty': {},
};

/** The floor's table for one of ours: two schemas have an `entry`. */
export const floorTable = (table: string): string => `floor.${table.replace('.', '_')}`;
/** The rows that one real transaction wrote into a table, kept to be written again. */
export const floorRows = (table: string): string => `floor.t_${table.replace('.', '_')}`;

/** Makes the floor's table: the same columns and indexes, without policies, foreign keys, checks and triggers. */
export async function makeFloorTable({ admin }: BenchWorld, table: string): Promise<void> {
  await admin.query(
    `create table ${floorTable(table)} (like ${table} including defaults including identity including indexes)`,
  );
}

/** Keeps the rows of a table that the real transaction wrote; answers how many. */
export async function keepRows({ admin }: BenchWorld, table: string, condition = 'true'): Promise<number> {
  const kept = await admin.query(`create table ${floorRows(table)} as select * from ${table} where ${condition}`);
  return kept.rowCount ?? 0;
}

/** The statement that writes the kept rows of a table once more, new where `fresh` says so. */
export async function insertAgain(
  { admin }: BenchWorld,
  table: string,
  fresh: Readonly<Record<string, string>>,
  condition = 'true',
): Promise<string> {
  const { rows } = await admin.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum`,
    [table],
  );
  const names = rows.map((row) => row.name);
  const values = names.map((name) => fresh[name] ?? name);
  return `insert into ${floorTable(table)} (${names.join(', ')}) select ${values.join(', ')} from ${floorRows(table)} where ${condition};`;
}

/** Copies the codes that are for sale into the floor. */
export async function copyCodes(world: BenchWorld): Promise<void> {
  await makeFloorTable(world, 'inventory.card_code');
  await world.admin.query(
    `insert into ${floorTable('inventory.card_code')} select * from inventory.card_code where state = 'available'`,
  );
}

/**
 * Sets `v_code` to the next free code of the SKU: the walk along the index of free codes that the product makes too, since a
 * floor that sorts them all would be no floor. Needs `v_tenant`, `v_sku` and `set enable_sort = off` of its function.
 */
export const PICK_CODE = `v_code := (select c.id from ${floorTable('inventory.card_code')} c
  where c.tenant_id = v_tenant and c.sku_id = v_sku and c.state = 'available'
  order by c.expires_at nulls last, c.id limit 1 for no key update skip locked);`;

/** Connects bare clients, one for each that buys at once. */
export async function connectBare(
  { adminUrl }: BenchWorld,
  count: number,
): Promise<{ at(index: number): pg.Client; close(): Promise<void> }> {
  const clients = await Promise.all(
    Array.from({ length: count }, async () => {
      const client = new pg.Client({ connectionString: adminUrl });
      // When the benchmark fails, the server stops before these end: its own error is the one to see.
      client.on('error', () => {});
      await client.connect();
      return client;
    }),
  );
  return {
    at(index) {
      const client = clients[index];
      if (client === undefined) throw new Error('more clients than connections');
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
