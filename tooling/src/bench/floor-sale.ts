import { BENCH_SKU, type BenchWorld } from './bench-world.ts';
import {
  connectBare,
  copyCodes,
  floorRows,
  floorTable,
  insertAgain,
  keepRows,
  makeFloorTable,
  FRESH_OF_ORDER,
  PICK_CODE,
  type FreshColumns,
} from './floor.ts';

/** The floor of a sale: a bare client per connection, one call a commit, the rows a real sale wrote. */
export interface SaleFloor {
  sellOne(client: number): Promise<void>;
  /** How many rows one sale inserts and updates, for the report. */
  readonly rows: number;
  close(): Promise<void>;
}

/** What of a copied row is new in each sale. */
const FRESH: FreshColumns = {
  ...FRESH_OF_ORDER,
  'payments.attempt': { id: 'p_attempt', order_id: 'p_order' },
  'payments.webhook': { id: 'p_attempt' },
  'payments.receipt': {
    id: 'p_attempt',
    provider_txn: 'p_order::text',
    order_id: 'p_order',
    attempt_id: 'p_attempt',
    journal_id: 'p_order',
  },
  'ledger.entry': { journal_id: 'p_order' },
};

/** Which rows each commit of a sale writes; a condition tells them apart where one table is written twice. */
const STEPS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  place: [
    ['orders.sales_order', 'true'],
    ['orders.order_line', 'true'],
    ['orders.order_split', 'true'],
    ['orders.order_event', `kind = 'placed'`],
    [
      'ops.due_work',
      `kind = 'order.close' or id in (select min(id) from ${floorRows('ops.due_work')} where kind = 'stock.count')`,
    ],
    ['inventory.stock_dirty', `id in (select min(id) from ${floorRows('inventory.stock_dirty')})`],
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
      `kind <> 'order.close' and id not in (select min(id) from ${floorRows('ops.due_work')} where kind = 'stock.count')`,
    ],
    ['inventory.stock_dirty', `id not in (select min(id) from ${floorRows('inventory.stock_dirty')})`],
  ],
};

const CODES = floorTable('inventory.card_code');
const ATTEMPTS = floorTable('payments.attempt');
/** Changes of rows that were written before; what a commit must do besides inserting. */
const CHANGES: Readonly<Record<string, string>> = {
  place: `${PICK_CODE}
          update ${CODES} set state = 'reserved', order_id = p_order, order_line = 1 where tenant_id = v_tenant and id = v_code;`,
  pending: `update ${ATTEMPTS} set state = 'pending', provider_ref = p_order::text, pay_url = p_order::text where tenant_id = v_tenant and id = p_attempt;`,
  capture: `update ${floorTable('orders.sales_order')} set state = 'delivered', paid_at = now(), delivered_at = now() where tenant_id = v_tenant and id = p_order;
            update ${floorTable('orders.order_line')} set state = 'delivered', delivered = 1 where tenant_id = v_tenant and order_id = p_order;
            update ${ATTEMPTS} set state = 'captured', query_at = null where tenant_id = v_tenant and id = p_attempt;
            update ${CODES} set state = 'sold' where tenant_id = v_tenant and order_id = p_order returning id into v_code;
            update ${floorTable('payments.webhook')} set state = 'done', done_at = now() where tenant_id = v_tenant and id = p_attempt;`,
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
  await world.admin.query('create schema floor');
  let rows = UPDATES;
  for (const table of Object.keys(FRESH)) {
    await makeFloorTable(world, table);
    rows += await keepRows(world, table, SALE_ONLY[table]);
  }
  await copyCodes(world);
  for (const call of CALLS) await world.admin.query(await functionOf(world, call));
  await world.admin.query('vacuum analyze');
  const connections = await connectBare(world, clients);
  return {
    rows,
    async sellOne(index) {
      const ids = [crypto.randomUUID(), crypto.randomUUID()];
      for (const call of CALLS) {
        await connections.at(index).query({ name: call, text: `select floor.${call}($1, $2)`, values: ids });
      }
    },
    close: connections.close,
  };
}

async function functionOf(world: BenchWorld, call: string): Promise<string> {
  const inserts: string[] = [];
  for (const [table, condition] of STEPS[call] ?? [])
    inserts.push(await insertAgain(world, table, FRESH[table] ?? {}, condition));
  const { tenant } = world;
  return `create function floor.${call}(p_order uuid, p_attempt uuid) returns void language plpgsql set enable_sort = off as $$
    declare v_code uuid; v_tenant constant uuid := '${tenant.tenantId}'; v_sku constant uuid := '${tenant.skus.get(BENCH_SKU)?.id}';
    begin ${CHANGES[call] ?? ''} ${inserts.join('\n')} end $$`;
}
