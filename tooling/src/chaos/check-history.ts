import { brokenInvariants } from '../testing/broken-invariants.ts';
import { sandboxTest } from '../testing/shopper.ts';
import type { TestStack } from '../testing/stack.ts';
import type { ClientRecord } from './clients.ts';

interface Truth {
  readonly transaction_id: string;
  readonly amount: string;
  readonly state: string;
}

interface SandboxPayout {
  readonly reference: string;
  readonly amount: string;
  readonly state: string;
}

interface BookedReceipt {
  readonly provider_txn: string;
  readonly amount: string;
  readonly outcome: string;
  readonly order_state: string | null;
  readonly refunded: string;
}

/**
 * Holds the history against what the gateway really did and what the books say. Every line of the answer is a promise that
 * was broken; none means that nothing was lost, nothing happened twice and nothing is stuck.
 */
export async function checkHistory(stack: TestStack, history: readonly ClientRecord[]): Promise<readonly string[]> {
  const captures = await truthOf(stack, 'captures');
  const refunds = await truthOf(stack, 'refunds');
  const receipts = await stack.sql<BookedReceipt>(
    `select r.provider_txn, r.amount::text, r.outcome, o.state as order_state,
            (select coalesce(sum(f.amount), 0)::text from payments.refund f where f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.state = 'done') as refunded
       from payments.receipt r left join orders.sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id`,
  );
  return [
    ...checkMoney(captures, receipts),
    ...checkRefunds(receipts, refunds),
    ...(await checkOrders(stack, history)),
    ...(await checkCodes(stack)),
    ...(await checkImports(stack)),
    ...(await checkPayouts(stack)),
    ...(await brokenInvariants(stack)),
  ];
}

function checkMoney(captures: readonly Truth[], receipts: readonly BookedReceipt[]): readonly string[] {
  const booked = Map.groupBy(receipts, (receipt) => receipt.provider_txn);
  const taken = new Set(captures.map((capture) => capture.transaction_id));
  const problems: string[] = [];
  for (const { transaction_id: id, amount } of captures) {
    const [receipt, ...more] = booked.get(id) ?? [];
    if (receipt === undefined) problems.push(`money lost: the gateway took ${amount} in ${id}, no receipt knows it`);
    else if (more.length > 0) problems.push(`money twice: ${id} has ${more.length + 1} receipts`);
    else if (receipt.amount !== amount)
      problems.push(`wrong money: ${id} took ${amount}, the receipt says ${receipt.amount}`);
    else if (receipt.outcome === 'pending') problems.push(`money undecided: ${id}`);
    else if (receipt.outcome === 'suspense' && receipt.refunded !== amount)
      problems.push(`money kept: ${id} of ${amount} waits in suspense`);
    else if (receipt.outcome === 'applied' && receipt.order_state !== 'delivered' && receipt.refunded !== amount)
      problems.push(`paid and neither delivered nor refunded: ${id}, the order is ${receipt.order_state}`);
  }
  for (const receipt of receipts) {
    if (!taken.has(receipt.provider_txn))
      problems.push(`money that never was: a receipt names ${receipt.provider_txn}`);
  }
  return problems;
}

function checkRefunds(receipts: readonly BookedReceipt[], refunds: readonly Truth[]): readonly string[] {
  const problems: string[] = [];
  for (const receipt of receipts) {
    const sent = refunds.filter((refund) => refund.transaction_id === receipt.provider_txn && refund.state === 'done');
    const total = sent.reduce((sum, refund) => sum + BigInt(refund.amount), 0n);
    if (total.toString() !== receipt.refunded)
      problems.push(`refund of ${receipt.provider_txn}: the gateway sent ${total}, the books say ${receipt.refunded}`);
  }
  return problems;
}

/** What a client was answered is there, once; what it paid exactly and on time it holds. */
async function checkOrders({ sql }: TestStack, history: readonly ClientRecord[]): Promise<readonly string[]> {
  const orders = await sql<{ order_no: string; state: string; contact_mail: string }>(
    'select order_no, state, contact_mail from orders.sales_order',
  );
  const byNumber = new Map(orders.map((order) => [order.order_no, order]));
  const byMail = Map.groupBy(orders, (order) => order.contact_mail);
  const problems: string[] = [];
  for (const { client, orderNo } of history) {
    if (orderNo !== null && !byNumber.has(orderNo))
      problems.push(`order lost: client ${client} was answered ${orderNo}`);
    const own = byMail.get(`buyer${client}@example.com`) ?? [];
    if (own.length > 1) problems.push(`order twice: client ${client} asked for one and has ${own.length}`);
  }
  for (const order of orders) {
    const isFinal = ['delivered', 'closed', 'refund_only'].includes(order.state);
    if (!isFinal) problems.push(`stuck: ${order.order_no} is ${order.state}`);
  }
  return problems;
}

async function checkCodes({ sql }: TestStack): Promise<readonly string[]> {
  const [row] = await sql<{ units: number; codes: number; delivered: number; sold: number }>(
    `select (select count(*)::integer from delivery.delivery where superseded_at is null) as units,
            (select count(distinct code_id)::integer from delivery.delivery) as codes,
            (select count(*)::integer from orders.sales_order where state = 'delivered') as delivered,
            (select count(*)::integer from inventory.card_code where state in ('sold', 'quarantined') and order_id is not null) as sold`,
  );
  if (row === undefined) return ['the books cannot be read'];
  const same = row.units === row.codes && row.units === row.delivered && row.units === row.sold;
  return same ? [] : [`codes: ${JSON.stringify(row)} should all be the same number`];
}

/** A file of codes that are all new is imported whole, and no slice of it twice. */
async function checkImports({ sql }: TestStack): Promise<readonly string[]> {
  const jobs = await sql<{ file: string; state: string; accepted: number; duplicates: number; codes: number }>(
    `select j.file_name as file, j.state, j.accepted::integer as accepted, j.duplicates::integer as duplicates,
            (select count(*)::integer from inventory.card_code c where c.tenant_id = j.tenant_id and c.batch_id = j.batch_id) as codes
       from inventory.import_job j`,
  );
  return jobs
    .filter((job) => job.state !== 'done' || job.duplicates > 0 || job.accepted !== job.codes)
    .map((job) => `import: ${JSON.stringify(job)} should be done, without duplicates, with as many codes as accepted`);
}

/** Every withdrawal that was sent has one payout at the rail, of its amount, and ends as that did. */
async function checkPayouts(stack: TestStack): Promise<readonly string[]> {
  const { payouts } = await sandboxTest<{ payouts: readonly SandboxPayout[] }>(stack, 'GET', '/payouts');
  const rows = await stack.sql<{ id: string; state: string; net: string }>(
    `select id, state, (amount - fee - tax_withheld)::text as net from withdrawals.withdrawal where submitted_at is not null`,
  );
  const made = Map.groupBy(payouts, (payout) => payout.reference);
  const known = new Set(rows.map((row) => row.id));
  const problems = payouts
    .filter(({ reference }) => !known.has(reference))
    .map(({ reference }) => `paid out for nobody: the rail paid ${reference}`);
  for (const { id, state, net } of rows) {
    const [payout, ...more] = made.get(id) ?? [];
    if (more.length > 0) problems.push(`paid out twice: ${id}`);
    else if (payout === undefined) problems.push(`payout lost: ${id} is ${state}, the rail knows nothing`);
    else if (payout.state !== state || payout.amount !== net)
      problems.push(`payout of ${id}: ${net} ${state} here, ${payout.amount} ${payout.state} at the rail`);
  }
  return problems;
}

async function truthOf(stack: TestStack, kind: 'captures' | 'refunds'): Promise<readonly Truth[]> {
  const all: Truth[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: { items: readonly Truth[]; next?: number } = await sandboxTest(
      stack,
      'GET',
      `/truth/${kind}?after=${after}&limit=1000`,
    );
    all.push(...page.items);
    after = page.next;
  }
  return all;
}
