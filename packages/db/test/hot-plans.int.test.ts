import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';

/**
 * The plans of the statements inside `orders.place_order` and `payments.capture`, as the server really runs them: under
 * row-level security, in a tenant with stock and history, after enough calls that prepared statements have chosen between a
 * plan of their own and a generic one. A scan of a whole table there turns 3 ms into 55.
 */
const TENANT = randomUUID();
const HOUSE = randomUUID();
const SELLER = randomUUID();
const SHOP = randomUUID();
const BUYER = randomUUID();
const ACCOUNT = randomUUID();
const SKU = randomUUID();
const CALLS = 9;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

let database: TestDatabase;
let client: pg.Client;
const plans: { text: string; plan: PlanNode }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await seed();
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  client.on('notice', (notice) => {
    const json = /plan:\s*(\{.*\})\s*$/s.exec(notice.message ?? '')?.[1];
    if (json === undefined) return;
    const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
    plans.push({ text, plan });
  });
  await client.query(`
    load 'auto_explain';
    set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_format = json;
    set auto_explain.log_level = notice; set client_min_messages = notice`);
  await client.query('set role kf_service');
}, 60_000);

afterAll(async () => {
  await client.end();
  await database.close();
});

async function seed(): Promise<void> {
  const { owner } = database;
  const t = TENANT;
  await owner.query(
    `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone) values ($1, 'plans', 'Plans', 'CNY', 'UTC')`,
    [t],
  );
  await owner.query(
    `insert into tenancy.distributor (tenant_id, id, depth, path, code, name) values ($1, $2, 0, $3, 'HOUSE', 'House')`,
    [t, HOUSE, HOUSE],
  );
  await owner.query(
    `insert into tenancy.distributor (tenant_id, id, parent_id, depth, path, code, name) values ($1, $2, $3, 1, $4, 'SELLER', 'Seller')`,
    [t, SELLER, HOUSE, `${HOUSE}/${SELLER}`],
  );
  await owner.query(
    `insert into tenancy.shop (tenant_id, id, distributor_id, slug, status, name) values ($1, $2, $3, 'shop', 'open', 'Shop')`,
    [t, SHOP, SELLER],
  );
  await owner.query(
    `insert into people.buyer (tenant_id, id, shop_id, distributor_id, kind) values ($1, $2, $3, $4, 'guest')`,
    [t, BUYER, SHOP, SELLER],
  );
  await owner.query(
    `insert into payments.gateway_account (tenant_id, id, provider, name, currency) values ($1, $2, 'sandbox', 'Sandbox', 'CNY')`,
    [t, ACCOUNT],
  );
  const [category, product] = [randomUUID(), randomUUID()];
  await owner.query(
    `insert into catalog.category (tenant_id, id, slug, name_zh, name_en) values ($1, $2, 'c', 'c', 'c')`,
    [t, category],
  );
  await owner.query(
    `insert into catalog.product (tenant_id, id, category_id, slug, name_zh, name_en) values ($1, $2, $3, 'p', 'p', 'p')`,
    [t, product, category],
  );
  await owner.query(
    `insert into catalog.sku (tenant_id, id, product_id, code, name_zh, name_en, kind, currency)
     select $1, case n when 1 then $2::uuid else gen_random_uuid() end, $3, 'SKU-' || n, 's', 's', 'card_code', 'CNY' from generate_series(1, 20) n`,
    [t, SKU, product],
  );
  await owner.query(
    `insert into inventory.batch (tenant_id, id, sku_id, name) select $1, gen_random_uuid(), id, 'b' from catalog.sku where tenant_id = $1`,
    [t],
  );
  await seedHistory();
  await seedJournals();
  await owner.query('analyze');
}

/** Six thousand orders with their lines, splits, income, codes and deliveries, and eight thousand codes on sale. */
async function seedHistory(): Promise<void> {
  const { owner } = database;
  await owner.query(`set session_replication_role = default`);
  await owner.query(
    `with made as (
       insert into orders.sales_order (tenant_id, id, order_no, shop_id, distributor_id, buyer_id, channel, payer, state, currency, amount, client_ref,
                                       request_hash, hold_until, paid_at)
       select $1, gen_random_uuid(), upper(translate(substr(md5(n::text), 1, 16), 'ilou', 'XXXX')), $2, $3, $4, 'shop', 'buyer', 'delivered', 'CNY', 3000,
              'history-' || n, md5(n::text) || md5(n::text), app.now(), app.now() from generate_series(1, 6000) n returning id),
     lines as (
       insert into orders.order_line (tenant_id, order_id, line, distributor_id, buyer_id, sku_id, sku_code, kind, product_name_zh, product_name_en,
                                      sku_name_zh, sku_name_en, quantity, unit_price, amount, delivered, earned_amount, state)
       select $1, id, 1, $3, $4, $5, 'SKU-1', 'card_code', 'p', 'p', 's', 's', 1, 30, 3000, 1, 3000, 'delivered' from made returning order_id),
     splits as (
       insert into orders.order_split (tenant_id, order_id, line, position, earner_id, unit_cost, unit_price, amount)
       select $1, order_id, 1, p, case p when 0 then $6::uuid else $3::uuid end, 22, 30, case p when 0 then 2200 else 800 end from lines, generate_series(0, 1) p)
     insert into orders.commission_line (tenant_id, order_id, line, earner_id, order_no, sku_id, quantity, currency, amount, release_at)
     select $1, order_id, 1, $3, 'X', $5, 1, 'CNY', 800, app.now() from lines`,
    [TENANT, SHOP, SELLER, BUYER, SKU, HOUSE],
  );
  await owner.query(
    `insert into inventory.card_code (tenant_id, id, sku_id, batch_id, content, state, identity_index, mask, unit_cost, order_id, order_line, expires_at)
     select $1, gen_random_uuid(), $2, (select id from inventory.batch where sku_id = $2), 'secret', 'sold', sha256(('s' || o.id)::bytea), '••••', 2000, o.id, 1,
            app.now() + interval '1 day' from orders.sales_order o where o.tenant_id = $1`,
    [TENANT, SKU],
  );
  await owner.query(
    `insert into inventory.card_code (tenant_id, id, sku_id, batch_id, content, identity_index, mask, unit_cost, expires_at)
     select $1, gen_random_uuid(), s.id, b.id, 'secret', sha256((s.id || n::text)::bytea), '••••', 2000, app.now() + make_interval(days => n % 300 + 1)
       from catalog.sku s join inventory.batch b on b.sku_id = s.id, generate_series(1, 400) n where s.tenant_id = $1`,
    [TENANT],
  );
  await owner.query(
    `insert into delivery.delivery (tenant_id, order_id, line, unit, distributor_id, buyer_id, code_id)
     select tenant_id, order_id, 1, 1, $2, $3, id from inventory.card_code where tenant_id = $1 and state = 'sold'`,
    [TENANT, SELLER, BUYER],
  );
  await owner.query(
    `insert into payments.receipt (tenant_id, id, provider, account_id, provider_txn, order_id, amount, currency, outcome, paid_at)
     select tenant_id, gen_random_uuid(), 'sandbox', $2, 'txn-' || id, id, 3000, 'CNY', 'applied', app.now() from orders.sales_order where tenant_id = $1`,
    [TENANT, ACCOUNT],
  );
}

/** Journals of those orders, as far as their look-ups go: without entries they are no ledger. */
async function seedJournals(): Promise<void> {
  await database.owner.query(
    `insert into ledger.journal (tenant_id, id, idem_key, kind, currency, accounts, amounts, order_id)
     select tenant_id, gen_random_uuid(), 'history:' || id, 'sale', 'CNY', array[gen_random_uuid(), gen_random_uuid()], array[1, -1], id
       from orders.sales_order where tenant_id = $1`,
    [TENANT],
  );
}

/** Places and pays one order the way the use cases do; keeps the plans of the last one. */
async function sell(index: number): Promise<void> {
  const order = {
    id: randomUUID(),
    order_no: `PWANS${String(index).padStart(11, '0')}`,
    shop_id: SHOP,
    distributor_id: SELLER,
    buyer_id: BUYER,
    channel: 'shop',
    payer: 'buyer',
    currency: 'CNY',
    amount: '3000',
    model: 'price_difference',
    client_ref: `plans-ref-${index}`,
    request_hash: 'a'.repeat(64),
    locale: 'en',
    hold_seconds: 900,
    ip: `192.0.2.${index}`,
    device: `device-${index}`,
    unpaid_max: 50,
    unpaid_per_ip_max: 50,
  };
  const line = {
    line: 1,
    sku_id: SKU,
    sku_code: 'SKU-1',
    kind: 'card_code',
    product_name_zh: 'p',
    product_name_en: 'p',
    sku_name_zh: 's',
    sku_name_en: 's',
    quantity: 1,
    unit_price: '30',
    amount: '3000',
    when_empty: 'show',
    allocation: 'fefo',
    backorder_hours: 72,
    delay_seconds: 0,
    warranty_days: 0,
    split: [
      { position: 0, earner_id: HOUSE, unit_cost: '0', unit_price: '22', amount: '2200' },
      { position: 1, earner_id: SELLER, unit_cost: '22', unit_price: '30', amount: '800' },
    ],
  };
  await client.query(`begin; set local app.tenant_id = '${TENANT}'`);
  plans.length = 0;
  const placed = await client.query<{ r: { outcome: string } }>('select orders.place_order($1, $2, $3) as r', [
    TENANT,
    JSON.stringify(order),
    JSON.stringify([line]),
  ]);
  expect(placed.rows[0]!.r.outcome).toBe('placed');
  const paid = await client.query<{ r: { outcome: string; state: string } }>(
    `select payments.capture($1, gen_random_uuid(), gen_random_uuid(), $2, 'sandbox', $3, $4, null, 3000, 'CNY', 18, app.now()) as r`,
    [TENANT, ACCOUNT, `plans-${index}`, order.id],
  );
  expect(paid.rows[0]!.r).toMatchObject({ outcome: 'applied', state: 'delivered' });
  await client.query('commit');
}

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

/** Tables of a handful of rows, where reading all of them is the best plan. */
const SMALL = new Set([
  'tenant',
  'clock',
  'installation',
  'gateway_account',
  'account',
  'balance',
  'sku',
  'distributor',
  'supplier',
  'batch',
  'attempt',
  'limit_counter',
  'shop',
  'buyer',
]);

describe('a sale in a tenant with stock and history', () => {
  it('never reads a whole table, first or ninth time', async () => {
    for (let index = 1; index <= CALLS; index += 1) {
      await sell(index);
      const scanned = plans.flatMap(({ plan }) =>
        [...nodesOf(plan)]
          .filter((node) => node['Node Type'] === 'Seq Scan')
          .map((node) => node['Relation Name'] ?? ''),
      );
      expect([index, ...scanned.filter((table) => !SMALL.has(table))]).toEqual([index]);
    }
    expect(plans.length).toBeGreaterThan(20);
  });

  it('takes codes by the partial index of its order, and sorts nothing', async () => {
    await sell(CALLS + 1);
    const taking = plans.filter(
      ({ text, plan }) =>
        /skip locked/i.test(text) && [...nodesOf(plan)].some((node) => node['Relation Name'] === 'card_code'),
    );
    expect(taking).toHaveLength(1);
    const nodes = [...nodesOf(taking[0]!.plan)];
    expect(nodes.map((node) => node['Index Name']).filter((name) => name !== undefined)).toEqual(['card_code_fefo']);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
  });

  it('finds the codes held for an order by the order', async () => {
    await sell(CALLS + 2);
    const selling = plans.filter(({ text }) => /c\.state = 'reserved'/.test(text) && /select c\.id/.test(text));
    expect(selling.length).toBeGreaterThan(0);
    for (const { plan } of selling) {
      expect([...nodesOf(plan)].map((node) => node['Index Name']).filter((name) => name !== undefined)).toEqual([
        'card_code_order',
      ]);
    }
  });
});
