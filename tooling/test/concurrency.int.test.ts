import fs from 'node:fs';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../src/testing/broken-invariants.ts';
import { ApiRefusal } from '../src/testing/http-client.ts';
import { settleStack } from '../src/testing/settle-stack.ts';
import { payAtSandbox, Shopper } from '../src/testing/shopper.ts';
import { startTestStack, type TestStack } from '../src/testing/stack.ts';

const SKU = 'TVV-1MONTH';
const BUYERS = 200;
const CODES = 50;

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ codes: { [SKU]: CODES } });
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

/** Log lines of requests that ended with a fault of ours. */
function failedRequests({ logFile }: TestStack): readonly string[] {
  return fs
    .readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => /"status":5\d\d|"msg":"(request|sweep) failed"/.test(line));
}
