import { setTimeout as sleep } from 'node:timers/promises';
import type { TestStack } from './stack.ts';

/** What may still be under way of a stack: everything zero is a quiet one. */
export interface Unsettled {
  readonly open_orders: number;
  readonly open_webhooks: number;
  readonly open_attempts: number;
  readonly open_refunds: number;
  readonly unreturned: number;
  readonly open_imports: number;
  readonly open_payouts: number;
  /** Entries of the audit that the moved clock makes look as if nobody sealed them. */
  readonly unsealed: number;
}

const QUERY = `
  select (select count(*)::integer from orders.sales_order where state in ('awaiting_payment', 'closing', 'paid', 'fulfilling', 'partly_delivered')) as open_orders,
         (select count(*)::integer from payments.webhook where state = 'received') as open_webhooks,
         (select count(*)::integer from payments.attempt where query_at is not null) as open_attempts,
         (select count(*)::integer from payments.refund where state in ('approved', 'submitted', 'failed')) as open_refunds,
         (select count(*)::integer from payments.receipt r where outcome = 'suspense'
             and not exists (select from payments.refund f where f.tenant_id = r.tenant_id and f.receipt_id = r.id)) as unreturned,
         (select count(*)::integer from inventory.import_job where state in ('ready', 'running')) as open_imports,
         (select count(*)::integer from withdrawals.withdrawal where state in ('submitted', 'unknown')) as open_payouts,
         (select count(*)::integer from audit.entry where seq is null and created_at < app.now() - interval '2 minutes') as unsealed`;
const CLOCK_STEP = '2 minutes';
/** What lost its wake-up waits for the worker's round of once a minute. A worker that starts makes one at once. */
const ROUND_AFTER_MS = 6_000;

/**
 * Waits until nothing is under way any more, moving the database's clock on so that timers fire in seconds: unpaid orders
 * close, lost answers are asked for again, money nobody wanted goes back.
 *
 * @throws Error naming what never came to rest
 */
export async function settleStack(stack: Pick<TestStack, 'sql' | 'killProgram'>, timeoutMs: number): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  let roundAt = Date.now() + ROUND_AFTER_MS;
  for (;;) {
    const [left] = await stack.sql<Unsettled>(QUERY);
    if (left !== undefined && Object.values(left).every((count) => count === 0)) return;
    if (Date.now() > giveUpAt) throw new Error(`not settled: ${JSON.stringify(left)}`);
    if (Date.now() > roundAt) {
      stack.killProgram('worker');
      roundAt = Date.now() + 2 * ROUND_AFTER_MS;
    }
    await stack.sql('update ops.clock set shift = shift + $1::interval', [CLOCK_STEP]);
    await sleep(500);
  }
}
