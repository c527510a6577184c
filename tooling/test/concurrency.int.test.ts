import fs from 'node:fs';
import http from 'node:http';
import { sweepRelease } from '@keyfall/core/orders';
import { advanceDemoClock } from '@keyfall/core/tenants';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../src/testing/broken-invariants.ts';
import { ApiRefusal, callTrpc, HttpClient, postJson } from '../src/testing/http-client.ts';
import { settleStack } from '../src/testing/settle-stack.ts';
import { payAtSandbox, Shopper } from '../src/testing/shopper.ts';
import { startTestStack, type TestStack } from '../src/testing/stack.ts';

const SKU = 'TVV-1MONTH';
const BUYERS = 200;
const CODES = 50;
/** What is bought where stock is not what is fought for. */
const PLENTY = 'IGV-1MONTH';
const SOLD = 12;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ codes: { [SKU]: CODES, [PLENTY]: 2 * SOLD }, withLogins: true });
}, 60_000);

afterAll(async () => {
  await stack?.stop();
}, 30_000);

type Ending = 'delivered' | `refused: ${string}`;

async function buyOne(shopper: Shopper, mode: 'exact' | 'twice'): Promise<Ending> {
  await shopper.begin();
  try {
    const { orderNo } = await shopper.place(SKU);
    await payAtSandbox(stack, await shopper.beginPayment(orderNo), { mode, faults: { duplicates: 1 } });
    const order = await shopper.untilOrder(orderNo, ['delivered', 'refund_only', 'closed']);
    return order.state === 'delivered' ? 'delivered' : `refused: ${order.state}`;
  } catch (error) {
    // A designed refusal is an ending; everything else fails the test, a 500 above all.
    if (error instanceof ApiRefusal && error.status === 409) return `refused: ${error.code}`;
    throw error;
  }
}

describe('two hundred buyers for fifty codes, over HTTP, gateway and webhooks', () => {
  it(
    'hands over exactly fifty, refuses the rest cleanly and sends double money back',
    { timeout: 90_000 },
    async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
      const shoppers = Array.from({ length: BUYERS }, (_, index) => new Shopper(stack, index, agent));
      // Every tenth of those who get one pays twice: the second payment is nobody's and goes back.
      const endings = await Promise.all(
        shoppers.map((shopper, index) => buyOne(shopper, index % 10 === 0 ? 'twice' : 'exact')),
      );
      agent.destroy();

      const counts = Map.groupBy(endings, (ending) => ending);
      expect(counts.get('delivered')?.length).toBe(CODES);
      expect(counts.get('refused: out_of_stock')?.length).toBe(BUYERS - CODES);

      await settleStack(stack, 30_000);
      const [facts] = await stack.sql(
        `select (select count(*)::integer from delivery.delivery) as deliveries,
              (select count(distinct code_id)::integer from delivery.delivery) as codes,
              (select count(*)::integer from inventory.card_code where state = 'sold') as sold,
              (select count(*)::integer from payments.receipt where outcome = 'applied') as applied,
              (select count(*)::integer from payments.receipt where outcome = 'suspense') as suspense,
              (select count(*)::integer from payments.refund where state = 'done') as refunds,
              (select deadlocks::integer from pg_stat_database where datname = current_database()) as deadlocks`,
      );
      expect(facts).toMatchObject({ deliveries: CODES, codes: CODES, sold: CODES, applied: CODES, deadlocks: 0 });
      expect(facts?.['refunds']).toBe(facts?.['suspense']);
      expect(failedRequests(stack)).toEqual([]);
      expect(await brokenInvariants(stack)).toEqual([]);
    },
  );
});

/** A member of the wholesaler's staff, signed in over HTTP and proved afresh. */
async function signIn(role: 'owner' | 'support' | 'finance'): Promise<HttpClient> {
  const login = stack.tenant.logins.get(role);
  const client = new HttpClient({ port: stack.port, host: 'admin.localhost', address: '10.200.0.1' });
  await postJson(client, '/auth/admin/login', login);
  await postJson(client, '/auth/admin/step-up', { password: login?.password });
  return client;
}

/** Buys one of which there is plenty; its order. */
async function buyPlenty(index: number): Promise<string> {
  const shopper = new Shopper(stack, index);
  await shopper.begin();
  const { orderNo } = await shopper.place(PLENTY);
  await payAtSandbox(stack, await shopper.beginPayment(orderNo), {});
  await shopper.untilOrder(orderNo, ['delivered']);
  return orderNo;
}

async function deadlocks(): Promise<number | undefined> {
  const [row] = await stack.sql<{ deadlocks: number }>(
    'select deadlocks::integer from pg_stat_database where datname = current_database()',
  );
  return row?.deadlocks;
}

describe('the books, while many work on them', () => {
  it('give back all of an income that is refunded while it is released', { timeout: 90_000 }, async () => {
    const { core, tenant } = stack;
    const orderNos = await Promise.all(Array.from({ length: SOLD }, (_, index) => buyPlenty(1_000 + index)));
    await advanceDemoClock(core.db, '8 days');
    const [support, finance] = [await signIn('support'), await signIn('finance')];
    const asked = await Promise.all(
      orderNos.map((orderNo) =>
        callTrpc<{ refundId: string }>(support, 'admin', 'mutation', 'refunds.request', { orderNo, reason: 'rush' }),
      ),
    );
    // The worker's own rounds go on meanwhile.
    const releasing = Array.from({ length: 3 }, () => sweepRelease(core, tenant.tenantId, 'rush'));
    await Promise.all([
      ...releasing,
      ...asked.map(({ refundId }) => callTrpc(finance, 'admin', 'mutation', 'refunds.approve', { refundId })),
    ]);
    await settleStack(stack, 30_000);
    const [left] = await stack.sql(
      `select count(*)::integer as lines, coalesce(sum(c.amount - c.clawed), 0)::integer as kept
         from orders.commission_line c join orders.sales_order o on o.tenant_id = c.tenant_id and o.id = c.order_id where o.order_no = any ($1)`,
      [orderNos],
    );
    expect(left).toEqual({ lines: 3 * SOLD, kept: 0 });
    expect(await deadlocks()).toBe(0);
    expect(failedRequests(stack)).toEqual([]);
    expect(await brokenInvariants(stack)).toEqual([]);
  });

  it('let each order pay one chain or the other while its shop’s subtree moves', { timeout: 90_000 }, async () => {
    const [first, second, third] = stack.tenant.chain.distributors;
    const owner = await signIn('owner');
    const moving = (async () => {
      for (const parentId of [first, second, first, second, first, second])
        await callTrpc(owner, 'admin', 'mutation', 'tree.move', { id: third, parentId, reason: 'rush' });
    })();
    const orderNos = await Promise.all(Array.from({ length: SOLD }, (_, index) => buyPlenty(2_000 + index)));
    await moving;
    const splits = await stack.sql<{ earners: string }>(
      `select string_agg(s.earner_id::text, ' ' order by s.position) as earners
         from orders.order_split s join orders.sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
        where o.order_no = any ($1) and s.position > 0 group by s.order_id`,
      [orderNos],
    );
    const chains = [[first, second, third].join(' '), [first, third].join(' ')];
    expect(splits).toHaveLength(SOLD);
    expect(splits.filter(({ earners }) => !chains.includes(earners))).toEqual([]);
    expect(await deadlocks()).toBe(0);
    expect(failedRequests(stack)).toEqual([]);
    expect(await brokenInvariants(stack)).toEqual([]);
  });
});

/** Log lines of requests that ended with a fault of ours. */
function failedRequests({ logFile }: TestStack): readonly string[] {
  return fs
    .readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => /"status":5\d\d|"msg":"(request|sweep) failed"/.test(line));
}
