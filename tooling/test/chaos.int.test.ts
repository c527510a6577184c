import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStaffLogin } from '@keyfall/auth';
import type { LoginId, MembershipId } from '@keyfall/contracts';
import { decideExport } from '@keyfall/core/stock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkHistory } from '../src/chaos/check-history.ts';
import { CHAOS_SKU, type ClientRecord } from '../src/chaos/clients.ts';
import { installPoints, POINTS } from '../src/chaos/points.ts';
import { runChaos } from '../src/chaos/run-chaos.ts';
import { IMPORTED, IMPORT_SKU, STRIKE_BUYERS, strikeEverywhere } from '../src/chaos/strike-everywhere.ts';
import { staffCtx } from '../src/demo/history.ts';
import { HttpClient, callTrpc, postJson } from '../src/testing/http-client.ts';
import { settleStack } from '../src/testing/settle-stack.ts';
import { payAtSandbox, Shopper } from '../src/testing/shopper.ts';
import { startTestStack, type TestStack } from '../src/testing/stack.ts';

const PAYERS = 24;
const CHAOS_BUYERS = 30;
const SEED = 20_261_122;
const MINUTE_MS = 60_000;
/** The clocks of the programs are wrong, each in its own way, all the time: the database's decides. */
const SKEW_MS = { http: 10 * MINUTE_MS, worker: -10 * MINUTE_MS };

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({
    codes: { [CHAOS_SKU]: PAYERS + STRIKE_BUYERS + CHAOS_BUYERS },
    skewMs: SKEW_MS,
    isBreakable: true,
  });
  await installPoints(stack.sql);
}, 60_000);

afterAll(async () => {
  await stack?.stop();
}, 30_000);

async function countReceipts(): Promise<number> {
  const [row] = await stack.sql<{ count: number }>('select count(*)::integer as count from payments.receipt');
  return row?.count ?? 0;
}

/** Waits until so many payments were recognised, and answers how many were by then. */
async function untilReceipts(count: number): Promise<number> {
  for (;;) {
    const present = await countReceipts();
    if (present >= count) return present;
    await sleep(5);
  }
}

/** A buyer who has ordered and stands at the gateway. */
async function orderAndGoToPay(client: number): Promise<ClientRecord> {
  const shopper = new Shopper(stack, client);
  await shopper.begin();
  const { orderNo } = await shopper.place(CHAOS_SKU);
  const paymentId = await shopper.beginPayment(orderNo);
  return { client, how: {}, orderNo, paymentId, paid: false, refusal: null };
}

/** Lets these buyers pay all at once and strikes when the first of them are recognised: captures are under way then. */
async function strikeWhilePaying(paying: readonly ClientRecord[], blow: () => Promise<void> | void): Promise<void> {
  const before = await countReceipts();
  const paid = Promise.all(
    paying.map(({ paymentId }) => payAtSandbox(stack, paymentId ?? '', { faults: { duplicates: 1 } })),
  );
  const seen = await untilReceipts(before + 2);
  await blow();
  await paid;
  // A blow after the last capture would prove nothing.
  expect(seen - before).toBeLessThan(paying.length);
  await stack.untilUp();
}

describe('kill -9 in the middle of captures', () => {
  it('loses nothing and does nothing twice', { timeout: 120_000 }, async () => {
    const history = await Promise.all(Array.from({ length: PAYERS }, (_, client) => orderAndGoToPay(client)));
    await strikeWhilePaying(history.slice(0, PAYERS / 2), () => stack.killProgram('http'));
    await strikeWhilePaying(history.slice(PAYERS / 2), async () => {
      await stack.killDatabase();
      stack.killProgram('worker');
    });
    await settleStack(stack, 60_000);
    expect(await checkHistory(stack, history)).toEqual([]);
    const [delivered] = await stack.sql(
      `select count(*)::integer as count from orders.sales_order where state = 'delivered'`,
    );
    expect(delivered?.['count']).toBe(PAYERS);
  });
});

describe('a blow at every named point', () => {
  it('loses nothing and does nothing twice', { timeout: 180_000 }, async () => {
    const { history, struck } = await strikeEverywhere(stack, PAYERS);
    expect(POINTS.filter((point) => !struck.some((blow) => blow.includes(point)))).toEqual([]);
    await settleStack(stack, 60_000);
    expect(await checkHistory(stack, history)).toEqual([]);
  });
});

describe('sockets cut in the middle of a download of unsold codes', () => {
  it('leave a file that can be finished, with every code once', { timeout: 60_000 }, async () => {
    const { tenantId, skus } = stack.tenant;
    const [mail, password] = ['owner@galaxy.example', 'correct horse battery staple'];
    const login = {
      tenantId,
      distributorId: null,
      mail,
      name: 'Owner',
      role: 'owner',
      locale: 'en',
      password,
    } as const;
    await createStaffLogin(stack.auth, { ...login, withTotp: false }, 'test');
    const client = new HttpClient({ port: stack.port, host: 'admin.localhost', address: '10.8.8.8' });
    await postJson(client, '/auth/admin/login', { mail, password });
    await postJson(client, '/auth/admin/step-up', { password });
    const wish = { skuId: skus.get(IMPORT_SKU)?.id, reason: 'we leave this supplier' };
    const { id } = await callTrpc<{ id: string }>(client, 'admin', 'mutation', 'stockRequests.requestExport', wish);
    const [loginId, membershipId] = [randomUUID() as LoginId, randomUUID() as MembershipId];
    await decideExport(staffCtx(stack.core, { tenantId, role: 'finance', loginId, membershipId }), {
      id,
      verdict: 'approve',
    });
    const path = `/uploads/exports/${id}/codes.csv`;
    let file = await client.receive(path, 100);
    for (const bytes of [30_011, 70_003, Infinity]) {
      file = Buffer.concat([file, await client.receive(`${path}?offset=${file.length}`, bytes)]);
    }
    const lines = file.toString('utf8').trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(IMPORTED);
    expect(new Set(lines).size).toBe(IMPORTED);
    await expect(client.receive(path)).rejects.toMatchObject({ code: 'stock_request_closed' });
  });
});

describe('a seeded run of random blows', () => {
  it('keeps every promise', { timeout: 150_000 }, async () => {
    // Two web servers and two workers over one database, as while a release goes out.
    const besidePort = await stack.startBeside();
    const firstClient = PAYERS + STRIKE_BUYERS;
    const plan = { seed: SEED, orders: CHAOS_BUYERS, atOnce: 10, blows: 6, firstClient, besidePort };
    const report = await runChaos(stack, plan);
    expect(report.blows.length).toBeGreaterThanOrEqual(4);
    expect(report.problems, `seed ${SEED}: ${report.blows.join('; ')}`).toEqual([]);
  });

  it('would see a broken promise: the checker finds planted ones', { timeout: 60_000 }, async () => {
    await stack.sql(`update payments.receipt set provider_txn = 'moved-' || provider_txn
                      where (tenant_id, id) in (select tenant_id, id from payments.receipt where outcome = 'applied' limit 1)`);
    await stack.sql(`update orders.sales_order set state = 'paid'
                      where (tenant_id, id) in (select tenant_id, id from orders.sales_order where state = 'delivered' order by id desc limit 1)`);
    const problems = (await checkHistory(stack, [])).join('\n');
    expect(problems).toContain('money lost');
    expect(problems).toContain('money that never was');
    expect(problems).toContain('stuck');
    expect(problems).toContain('codes:');
  });
});
