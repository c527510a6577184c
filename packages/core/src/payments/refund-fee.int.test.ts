import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayAccountId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepRelease, type RefundUnits } from '../orders/index.ts';
import {
  brokenInvariants,
  capturedEvent,
  payFor,
  placeFor,
  sendWebhook,
  startPaying,
  type TestOrder,
} from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approvePayBack, requestPayBack, startTopUp } from '../wallet/index.ts';
import { applyRefundReport } from './apply-refund-report.ts';
import { approveRefund } from './approve-refund.ts';
import { sweepRefunds } from './jobs/sweep-refunds.ts';
import { sweepSuspense } from './jobs/sweep-suspense.ts';
import { requestRefund } from './request-refund.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(base);
  await base.close();
  expect(broken).toEqual([]);
});

type Setting = 'returned' | 'kept';

/** An order of 30.00 each (shares: house 22, L1 2, L2 2, L3 4), paid at a gateway that takes `fee` and treats it as told. */
async function soldWorld(given: {
  readonly fee: bigint;
  readonly bearer: 'platform' | 'seller';
  readonly setting?: Setting;
  readonly quantity?: number;
}): Promise<{ world: SaleWorld; order: TestOrder; account: string }> {
  const world = await addTenantWorld(base.database);
  const quantity = given.quantity ?? 1;
  const skuId = await world.addSku();
  await world.addCodes(skuId, quantity);
  const account = await world.addGatewayAccount(given.bearer);
  await world.sql('update payments.gateway_account set fee_on_refund = $2 where id = $1', [
    account,
    given.setting ?? 'returned',
  ]);
  const order = await placeFor(world, skuId, quantity);
  await payFor(world, order, { fee: given.fee }, account as GatewayAccountId);
  return { world, order, account };
}

async function refund(
  world: SaleWorld,
  order: TestOrder,
  wish: { units?: readonly RefundUnits[]; goodwill?: bigint } = {},
): Promise<string> {
  const { refundId } = await requestRefund(world.staff('support'), {
    orderNo: order.orderNo,
    reason: 'asked',
    ...wish,
  });
  await approveRefund(world.staff('finance'), { refundId });
  await sweepRefunds(world.core, world.tenantId, 'test');
  return refundId;
}

/** The journal of the fee that came back with a refund; empty where none did. */
async function feeOf(world: SaleWorld, refundId: string): Promise<Record<string, bigint>> {
  const rows = await world.sql<{ code: string; owner: string; amount: bigint }>(
    `select e.account_code as code, e.owner_id as owner, e.amount from ledger.entry e
       join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id where j.tenant_id = $1 and j.idem_key = $2`,
    [world.tenantId, `refund:${refundId}:fee`],
  );
  const levelOf = (owner: string): number => world.chain.findIndex((distributor) => distributor.id === owner);
  return Object.fromEntries(
    rows.map((row) => [levelOf(row.owner) < 0 ? row.code : `${row.code} L${levelOf(row.owner) + 1}`, row.amount]),
  );
}

const oneUnit: { units: readonly RefundUnits[] } = { units: [{ line: 1, delivered: 1, undelivered: 0 }] };

describe('a gateway that gives its fee back', () => {
  it('gives it to the wholesaler who bore it', async () => {
    const { world, order, account } = await soldWorld({ fee: 18n, bearer: 'platform' });
    const refundId = await refund(world, order);
    expect(await feeOf(world, refundId)).toEqual({ '1020': 18n, '5020': -18n });
    const [row] = await world.sql('select fee_returned from payments.refund where id = $1', [refundId]);
    expect(row).toEqual({ fee_returned: 18n });
    const clearing = await world.sql<{ amount: bigint }>(
      `select amount from ledger.account_balance where tenant_id = $1 and code = '1020' and owner_id = $2`,
      [world.tenantId, account],
    );
    // 30.00 came in less 0.18; 30.00 went out and 0.18 came back.
    expect(clearing).toEqual([{ amount: 0n }]);
  });

  it('gives the seller back what it bore, into pending while the sale is held', async () => {
    const { world, order } = await soldWorld({ fee: 18n, bearer: 'seller' });
    const refundId = await refund(world, order);
    expect(await feeOf(world, refundId)).toEqual({ '1020': 18n, '5020': -18n, '4030': 18n, '2010 L3': -18n });
    const balances = await world.balances();
    // What the claw could not take from pending became debt; the fee that came back waits in pending and will repay it.
    expect([balances['1210 L3'], balances['2010 L3'], balances['4030']]).toEqual([18n, -18n, undefined]);
    await world.sql('update orders.commission_line set release_at = app.now() where tenant_id = $1', [world.tenantId]);
    await sweepRelease(world.core, world.tenantId, 'test');
    const after = await world.balances();
    expect([after['1210 L3'], after['2010 L3'], after['2020 L3']]).toEqual([undefined, undefined, undefined]);
  });

  it('gives it as available money once the hold is over, and repays debt first', async () => {
    const { world, order } = await soldWorld({ fee: 18n, bearer: 'seller' });
    await world.sql('update orders.commission_line set release_at = app.now() where tenant_id = $1', [world.tenantId]);
    await sweepRelease(world.core, world.tenantId, 'test');
    const refundId = await refund(world, order);
    // 4.00 were clawed, 3.82 of them from what had been released: 0.18 are owed.
    expect(await feeOf(world, refundId)).toEqual({ '1020': 18n, '5020': -18n, '4030': 18n, '1210 L3': -18n });
    expect((await world.balances())['1210 L3']).toBeUndefined();
  });

  it('gives parts that sum to the fee exactly, for every unit and for goodwill', async () => {
    const { world, order } = await soldWorld({ fee: 55n, bearer: 'seller', quantity: 3 });
    const parts: bigint[] = [];
    for (let unit = 0; unit < 3; unit += 1) {
      const journal = await feeOf(world, await refund(world, order, oneUnit));
      expect(journal['4030']).toBe(journal['1020']);
      parts.push(journal['1020'] ?? 0n);
    }
    // floor(55 × 30 ÷ 90) = 18, floor(55 × 60 ÷ 90) = 36, 55.
    expect(parts).toEqual([18n, 18n, 19n]);
    const [line] = await world.sql(
      'select fee_borne, fee_returned from orders.commission_line where tenant_id = $1 and earner_id = $2',
      [world.tenantId, world.chain[2]!.id],
    );
    expect(line).toEqual({ fee_borne: 0n, fee_returned: 55n });

    const other = await soldWorld({ fee: 18n, bearer: 'seller' });
    // A third of the money: a third of the fee.
    const goodwill = await refund(other.world, other.order, { goodwill: 1_000n });
    expect(await feeOf(other.world, goodwill)).toEqual({ '1020': 6n, '5020': -6n, '4030': 6n, '2010 L3': -6n });
    const rest = await refund(other.world, other.order);
    expect((await feeOf(other.world, rest))['1020']).toBe(12n);
  });

  it('keeps from the seller what belongs to units it never bore a fee for', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku({ columns: { when_empty: 'backorder', backorder_hours: 72 } });
    await world.addCodes(skuId, 1);
    const account = await world.addGatewayAccount('seller');
    await world.sql(`update payments.gateway_account set fee_on_refund = 'returned' where id = $1`, [account]);
    const order = await placeFor(world, skuId, 2);
    await payFor(world, order, { fee: 36n }, account as GatewayAccountId);
    const open = await refund(world, order, { units: [{ line: 1, delivered: 0, undelivered: 1 }] });
    expect(await feeOf(world, open)).toEqual({ '1020': 18n, '5020': -18n });
    const delivered = await refund(world, order, oneUnit);
    expect(await feeOf(world, delivered)).toEqual({ '1020': 18n, '5020': -18n, '4030': 18n, '2010 L3': -18n });
  });

  it('gives back the fee of money that came twice', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    await world.sql(`update payments.gateway_account set fee_on_refund = 'returned' where tenant_id = $1`, [
      world.tenantId,
    ]);
    const order = await placeFor(world, skuId);
    const reference = await startPaying(world, order);
    const pay = () => capturedEvent(reference, world.outside.gateway.pay(reference, { fee: 18n }));
    await sendWebhook(world, [pay(), pay()]);
    await sweepSuspense(world.core, world.tenantId, 'test');
    const [sent] = await world.sql<{ id: string }>(
      `select id from payments.refund where tenant_id = $1 and kind = 'suspense' and state = 'done'`,
      [world.tenantId],
    );
    expect(await feeOf(world, sent?.id ?? '')).toEqual({ '1020': 18n, '5020': -18n });
  });
});

describe('a gateway that keeps its fee', () => {
  it('leaves it with whoever bore it', async () => {
    const { world, order } = await soldWorld({ fee: 18n, bearer: 'seller', setting: 'kept' });
    const refundId = await refund(world, order);
    expect(await feeOf(world, refundId)).toEqual({});
    expect((await world.balances())['1210 L3']).toBe(18n);
  });
});

it('of a top-up comes back to the last cent, whichever of its pay-backs are done at once', async () => {
  const world = await addTenantWorld(base.database);
  await world.sql(`update payments.gateway_account set fee_on_refund = 'returned' where id = $1`, [
    world.gatewayAccountId,
  ]);
  const owner = world.distributorStaff(world.chain[2]!);
  const accountId = world.gatewayAccountId as GatewayAccountId;
  const ofTopUp = { amount: 10_000n, currency: 'CNY' };
  const { topUpId, attemptId } = await startTopUp(owner, { clientRef: uuidv7(), accountId, ...ofTopUp });
  await sendWebhook(world, [capturedEvent(attemptId, world.outside.gateway.pay(attemptId, { fee: 60n }))]);
  for (let n = 0; n < 2; n += 1) {
    const request = { clientRef: uuidv7(), topUpId, amount: 84n, currency: 'CNY', payeeId: null };
    const { payBackId } = await requestPayBack(owner, request);
    await approvePayBack(world.staff('finance'), { payBackId });
  }
  const refunds = await world.sql<{ id: string }>(`select id from payments.refund where tenant_id = $1`, [
    world.tenantId,
  ]);
  const report = { state: 'done', providerRef: 'done' } as const;
  const scope = { tenantId: world.tenantId, requestId: 'test', report };
  // Nobody can close an alert: what is done first stands still behind its sum.
  const pause = world.sql('begin; lock table notify.alert in exclusive mode; select pg_sleep(0.5); commit');
  await sleep(100);
  await Promise.all(refunds.map(({ id }) => applyRefundReport(world.core, { ...scope, refundId: id })));
  await pause;
  // 60 × 84 ÷ 10,000 is half a cent, and twice that is a whole one.
  const returned = await world.sql(
    'select sum(fee_returned)::bigint as fee from payments.refund where tenant_id = $1',
    [world.tenantId],
  );
  expect(returned).toEqual([{ fee: 1n }]);
});
