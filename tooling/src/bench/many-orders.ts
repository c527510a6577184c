import type { BenchWorld } from './bench-world.ts';
import { sellOne } from './shop-sale.ts';
import type { FreshColumns } from './floor.ts';

/** What of a copied row is new in each order; moments are moved by themselves. `x` is the new order, `c` the row copied. */
const FRESH: FreshColumns = {
  'orders.sales_order': {
    id: 'x.id',
    order_no: 'x.order_no',
    client_ref: 'x.id::text',
    contact_mail: `'b' || x.n % 20000 || '@example.com'`,
    amount: 'c.amount + x.n % 500',
  },
  'orders.order_line': { order_id: 'x.id', sku_id: 'x.sku_id' },
  'orders.order_split': { order_id: 'x.id' },
  'orders.commission_line': { order_id: 'x.id', order_no: 'x.order_no', sku_id: 'x.sku_id' },
  'orders.order_event': { id: 'gen_random_uuid()', order_id: 'x.id' },
  'inventory.card_code': {
    id: 'x.code_id',
    sku_id: 'x.sku_id',
    order_id: 'x.id',
    identity_index: 'sha256(x.code_id::text::bytea)',
  },
  'delivery.delivery': { order_id: 'x.id', code_id: 'x.code_id' },
  'payments.attempt': { id: 'x.attempt_id', order_id: 'x.id' },
  'payments.receipt': {
    id: 'x.attempt_id',
    provider_txn: 'x.attempt_id::text',
    order_id: 'x.id',
    attempt_id: 'x.attempt_id',
    journal_id: 'x.journal_id',
  },
  'ledger.journal': { id: 'x.journal_id', idem_key: 'x.journal_id::text', order_id: 'x.id' },
  'ledger.entry': { journal_id: 'x.journal_id', reference: 'x.order_no', account_version: 'null' },
};

/** Which rows are the one order's, where the seed wrote others. */
const OF_ORDER: Readonly<Record<string, string>> = {
  'inventory.card_code': 'c.order_id is not null',
  'ledger.journal': 'c.order_id is not null',
  'ledger.entry': 'c.journal_id in (select id from ledger.journal where order_id is not null)',
};

/**
 * Makes one real sale and copies its rows so many times over the last `days`, over all SKUs of the seed, guards off: what a tenant
 * has after a while, which the use cases would take hours to write.
 */
export async function makeManyOrders(world: BenchWorld, count: number, days: number): Promise<void> {
  const { admin, tenant } = world;
  const buyer = await world.makeBuyer();
  await sellOne(world, buyer);
  await admin.query(
    `create temp table many as
     select n, gen_random_uuid() as id, gen_random_uuid() as code_id, gen_random_uuid() as attempt_id, gen_random_uuid() as journal_id,
            upper(translate(substr(md5('order ' || n), 1, 16), 'ilou', '0000')) as order_no, random() * $2 * interval '1 day' as back,
            (select array_agg(s.id order by s.code) from catalog.sku s where s.tenant_id = $3)[1 + n % 40] as sku_id
       from generate_series(1, $1::integer) n`,
    [count, days, tenant.tenantId],
  );
  await admin.query(`set session_replication_role = replica`);
  for (const table of Object.keys(FRESH)) {
    const { rows } = await admin.query<{ name: string; is_moment: boolean }>(
      `select attname as name, atttypid = 'timestamptz'::regtype as is_moment from pg_attribute
        where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = '' order by attnum`,
      [table],
    );
    const values = rows.map(
      ({ name, is_moment }) => FRESH[table]?.[name] ?? (is_moment ? `c.${name} - x.back` : `c.${name}`),
    );
    await admin.query(
      `insert into ${table} (${rows.map((row) => row.name).join(', ')})
       select ${values.join(', ')} from (select * from ${table} c where ${OF_ORDER[table] ?? 'true'}) c cross join many x`,
    );
  }
  await admin.query('set session_replication_role = origin');
  await admin.query('truncate ledger.delta');
  await admin.query(
    `update ledger.balance b set debits = e.debits, credits = e.credits
       from (select account_id, coalesce(sum(amount) filter (where amount > 0), 0) as debits, coalesce(-sum(amount) filter (where amount < 0), 0) as credits
               from ledger.entry group by account_id) e where e.account_id = b.account_id`,
  );
  await admin.query('vacuum analyze');
}
