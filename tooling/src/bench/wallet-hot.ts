import { makePurchaser } from './bench-buyer.ts';
import { BENCH_SKU, startBenchWorld, type BenchWorld } from './bench-world.ts';
import {
  connectBare,
  copyCodes,
  floorTable,
  insertAgain,
  keepRows,
  makeFloorTable,
  FRESH_OF_ORDER,
  PICK_CODE,
  type FreshColumns,
} from './floor.ts';
import { median, percentile, runClients } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { printFigure } from './report.ts';

const BENCH = 'wallet-hot';
const CLIENTS = 32;
const CODES = 40_000;

/** Tables of which a purchase of one code writes rows, with what of a row is new each time. */
const WRITTEN: FreshColumns = {
  ...FRESH_OF_ORDER,
  'payments.receipt': { id: 'p_order', provider_txn: 'p_order::text', order_id: 'p_order', journal_id: 'p_order' },
  'wallet.charge': { order_id: 'p_order' },
  'ledger.entry': {
    journal_id: 'p_order',
    account_version: 'case when account_version is null then null else v_version end',
  },
  'audit.entry': { id: 'gen_random_uuid()' },
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
async function buildFloor(world: BenchWorld) {
  const { admin, tenant } = world;
  await admin.query('create schema floor');
  const inserts: string[] = [];
  for (const [table, fresh] of Object.entries(WRITTEN)) {
    await makeFloorTable(world, table);
    await keepRows(world, table, OF_PURCHASE[table]);
    inserts.push(await insertAgain(world, table, fresh));
  }
  await copyCodes(world);
  const balances = floorTable('ledger.balance');
  await makeFloorTable(world, 'ledger.balance');
  await admin.query(
    `insert into ${balances} select b.* from ledger.balance b join ledger.account a on a.id = b.account_id where a.code = '2040'`,
  );
  await admin.query(`create function floor.buy(p_order uuid) returns void language plpgsql set enable_sort = off as $$
    declare v_code uuid; v_version bigint; v_tenant constant uuid := '${tenant.tenantId}'; v_sku constant uuid := '${tenant.skus.get(BENCH_SKU)?.id}';
    begin
      ${PICK_CODE}
      update ${floorTable('inventory.card_code')} set state = 'sold', order_id = p_order, order_line = 1 where tenant_id = v_tenant and id = v_code;
      update ${balances} set debits = debits + 1, version = version + 1 returning version into v_version;
      ${inserts.join('\n')}
    end $$`);
  await admin.query('vacuum analyze');
  const connections = await connectBare(world, CLIENTS);
  return {
    async buy(index: number): Promise<void> {
      await connections.at(index).query({ name: 'buy', text: 'select floor.buy($1)', values: [crypto.randomUUID()] });
    },
    close: connections.close,
  };
}
