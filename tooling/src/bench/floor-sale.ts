import pg from 'pg';
import type { BenchWorld } from './bench-world.ts';

/** The floor of a sale: a bare client per connection, one call a commit, the rows a real sale wrote. */
export interface SaleFloor {
  sellOne(client: number): Promise<void>;
  /** How many rows one sale inserts and updates, for the report. */
  readonly rows: number;
  close(): Promise<void>;
}

/** What of a copied row is new in each sale; columns that number themselves are left out. */
const FRESH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'orders.sales_order': {
    id: 'p_order',
    order_no: 'upper(substr(md5(p_order::text), 1, 16))',
    client_ref: 'p_order::text',
  },
  'orders.order_line': { order_id: 'p_order' },
  'orders.order_split': { order_id: 'p_order' },
  'orders.commission_line': { order_id: 'p_order' },
  'orders.order_event': { id: 'gen_random_uuid()', order_id: 'p_order' },
  'payments.attempt': { id: 'p_attempt', order_id: 'p_order' },
  'payments.webhook': { id: 'p_attempt' },
  'payments.receipt': {
    id: 'p_attempt',
    provider_txn: 'p_order::text',
    order_id: 'p_order',
    attempt_id: 'p_attempt',
    journal_id: 'p_order',
  },
  'delivery.delivery': { order_id: 'p_order', code_id: 'v_code' },
  'ledger.journal': { id: 'p_order', idem_key: 'p_order::text', order_id: 'p_order' },
  'ledger.entry': { journal_id: 'p_order' },
  'ledger.delta': {},
  'jobs.outbox': { id: 'gen_random_uuid()', dedupe: 'p_order::text' },
  'ops.due_work': {},
  'inventory.stock_dirty': {},
};

/** Which rows each commit of a sale writes; a condition tells them apart where one table is written twice. */
const STEPS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  place: [
    ['orders.sales_order', 'true'],
    ['orders.order_line', 'true'],
    ['orders.order_split', 'true'],
    ['orders.order_event', `kind = 'placed'`],
    ['ops.due_work', `kind = 'order.close' or id in (select min(id) from floor.t_due_work where kind = 'stock.count')`],
    ['inventory.stock_dirty', 'id in (select min(id) from floor.t_stock_dirty)'],
  ],
  begin: [['payments.attempt', 'true']],
  webhook: [['payments.webhook', 'true']],
  capture: [
    ['payments.receipt', 'true'],
    ['delivery.delivery', 'true'],
    ['orders.commission_line', 'true'],
    ['orders.order_event', `kind <> 'placed'`],
    ['ledger.journal', 'true'],
    ['ledger.entry', 'true'],
    ['ledger.delta', 'true'],
    ['jobs.outbox', 'true'],
    [
      'ops.due_work',
      `kind <> 'order.close' and id not in (select min(id) from floor.t_due_work where kind = 'stock.count')`,
    ],
    ['inventory.stock_dirty', 'id not in (select min(id) from floor.t_stock_dirty)'],
  ],
};

/** Changes of rows that were written before; what a commit must do besides inserting. */
const CHANGES: Readonly<Record<string, string>> = {
  place: `v_code := (select c.id from floor.card_code c where c.tenant_id = v_tenant and c.state = 'available'
                      order by c.expires_at nulls last, c.id limit 1 for no key update skip locked);
          update floor.card_code set state = 'reserved', order_id = p_order, order_line = 1 where tenant_id = v_tenant and id = v_code;`,
  pending: `update floor.attempt set state = 'pending', provider_ref = p_order::text, pay_url = p_order::text where tenant_id = v_tenant and id = p_attempt;`,
  capture: `update floor.sales_order set state = 'delivered', paid_at = now(), delivered_at = now() where tenant_id = v_tenant and id = p_order;
            update floor.order_line set state = 'delivered', delivered = 1 where tenant_id = v_tenant and order_id = p_order;
            update floor.attempt set state = 'captured', query_at = null where tenant_id = v_tenant and id = p_attempt;
            update floor.card_code set state = 'sold' where tenant_id = v_tenant and order_id = p_order returning id into v_code;
            update floor.webhook set state = 'done', done_at = now() where tenant_id = v_tenant and id = p_attempt;`,
};
/** Rows that the seed wrote and the sale did not. */
const SALE_ONLY: Readonly<Record<string, string>> = {
  'ops.due_work': `kind not in ('ledger.fold', 'import.run')`,
  'ledger.journal': 'order_id is not null',
  'ledger.entry': 'journal_id in (select id from ledger.journal where order_id is not null)',
};
const CALLS = ['place', 'begin', 'pending', 'webhook', 'capture'] as const;
const UPDATES = 7;

/**
 * Builds the floor out of one sale that was just made and is the only one in the database: tables of the same columns and
 * indexes, without policies, foreign keys, checks and triggers, and per commit one function that writes the same rows.
 */
export async function buildSaleFloor(world: BenchWorld, clients: number): Promise<SaleFloor> {
  const { admin } = world;
  await admin.query('create schema floor');
  let rows = UPDATES;
  for (const table of [...Object.keys(FRESH), 'inventory.card_code']) {
    const name = bare(table);
    await admin.query(
      `create table floor.${name} (like ${table} including defaults including identity including indexes)`,
    );
    if (table === 'inventory.card_code') continue;
    const copied = await admin.query(
      `create table floor.t_${name} as select * from ${table} where ${SALE_ONLY[table] ?? 'true'}`,
    );
    rows += copied.rowCount ?? 0;
  }
  await admin.query(`insert into floor.card_code select * from inventory.card_code where state = 'available'`);
  for (const call of CALLS) await admin.query(await functionOf(admin, call, world.tenant.tenantId));
  await admin.query('vacuum analyze');
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: world.adminUrl });
      // When the benchmark fails, the server stops before these end: its own error is the one to see.
      client.on('error', () => {});
      await client.connect();
      return client;
    }),
  );
  return {
    rows,
    async sellOne(index) {
      const client = connections[index];
      if (client === undefined) throw new Error('more clients than connections');
      const ids = [crypto.randomUUID(), crypto.randomUUID()];
      for (const call of CALLS) {
        await client.query({ name: call, text: `select floor.${call}($1, $2)`, values: ids });
      }
    },
    async close() {
      await Promise.all(connections.map((client) => client.end()));
    },
  };
}

const bare = (table: string): string => table.split('.')[1] ?? table;

async function functionOf(admin: pg.Client, call: string, tenantId: string): Promise<string> {
  const inserts: string[] = [];
  for (const [table, condition] of STEPS[call] ?? []) {
    const { rows } = await admin.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum`,
      [table],
    );
    const names = rows.map((row) => row.name);
    const values = names.map((name) => FRESH[table]?.[name] ?? name);
    inserts.push(
      `insert into floor.${bare(table)} (${names.join(', ')}) select ${values.join(', ')} from floor.t_${bare(table)} where ${condition};`,
    );
  }
  return `create function floor.${call}(p_order uuid, p_attempt uuid) returns void language plpgsql as $$
    declare v_code uuid; v_tenant constant uuid := '${tenantId}';
    begin ${CHANGES[call] ?? ''} ${inserts.join('\n')} end $$`;
}
