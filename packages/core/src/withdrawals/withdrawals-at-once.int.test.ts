import type { RefundId, WithdrawalId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '../errors.ts';
import { sweepRelease } from '../orders/index.ts';
import { brokenInvariants, payFor, placeFor, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approveRefund, requestRefund } from '../payments/index.ts';
import { approveWithdrawal, cancelWithdrawal, rejectWithdrawal, submitWithdrawals, sweepPayouts } from './index.ts';
import { WithdrawalScene } from './testing/withdrawal-steps.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(async () => {
  const broken = await brokenInvariants(base);
  await base.close();
  expect(broken).toEqual([]);
});

async function scene(): Promise<WithdrawalScene> {
  const world = await addTenantWorld(base.database);
  return await new WithdrawalScene(world, world.chain[2]!).arrange();
}

/** L3's shop has sold one at 30.00: 4.00 are L3's, held. */
async function soldScene(): Promise<{ made: WithdrawalScene; order: TestOrder }> {
  const made = await scene();
  const skuId = await made.world.addSku();
  await made.world.addCodes(skuId, 1);
  const order = await placeFor(made.world, skuId);
  await payFor(made.world, order, { fee: 0n });
  return { made, order };
}

async function askRefund({ world }: WithdrawalScene, order: TestOrder): Promise<RefundId> {
  return (await requestRefund(world.staff('support'), { orderNo: order.orderNo, reason: 'asked' })).refundId;
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
};

describe('eight at once', () => {
  it('of the whole balance make one withdrawal; seven are told what there is', async () => {
    const made = await scene();
    await made.fund(1_000n);
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(made.ask(1_000n))));
    expect(codes.toSorted()).toEqual(['done', ...Array.from({ length: 7 }, () => 'insufficient_available')]);
    expect(await made.world.balances()).toMatchObject({ '2030 L3': -1_000n });
  });

  it('under one reference are one withdrawal', async () => {
    const made = await scene();
    await made.fund(1_000n);
    const clientRef = uuidv7();
    const answers = await Promise.all(Array.from({ length: 8 }, () => made.ask(100n, clientRef)));
    expect(new Set(answers.map((answer) => answer.withdrawalId)).size).toBe(1);
    expect(await made.world.balances()).toMatchObject({ '2030 L3': -100n, '2020 L3': -900n });
  });

  it('of a day’s limit stay within it', async () => {
    const made = await scene();
    await made.setPolicy({ daily_max: 250n });
    await made.fund(1_000n);
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(made.ask(100n))));
    expect(codes.filter((code) => code === 'done')).toHaveLength(2);
    expect(new Set(codes)).toEqual(new Set(['done', 'withdrawal_limit']));
  });
});

describe('deciding at once', () => {
  it('ends each withdrawal one way, and its money once', async () => {
    const made = await scene();
    await made.fund(1_000n);
    for (let round = 0; round < 6; round += 1) {
      const { withdrawalId } = await made.ask(100n);
      const [one, two] = [made.world.staff('finance'), made.world.staff('finance')];
      await Promise.all([
        codeOf(approveWithdrawal(one, { withdrawalId })),
        codeOf(cancelWithdrawal(made.owner, { withdrawalId })),
        codeOf(rejectWithdrawal(two, { withdrawalId, reason: 'no' })),
      ]);
      expect(['approved', 'cancelled', 'rejected']).toContain(await made.stateOf(withdrawalId));
    }
  });

  it('submits each once, whoever sweeps', async () => {
    const made = await scene();
    await made.fund(1_000n);
    const ids: WithdrawalId[] = [];
    for (let index = 0; index < 4; index += 1) {
      const { withdrawalId } = await made.ask(100n);
      await approveWithdrawal(made.world.staff('finance'), { withdrawalId });
      ids.push(withdrawalId);
    }
    const send = () => submitWithdrawals(made.world.staff(), { withdrawalIds: ids, accountId: made.railAccountId });
    const codes = await Promise.all([codeOf(send()), codeOf(send())]);
    expect(codes.toSorted()).toEqual(['done', 'withdrawal_state_conflict']);
    const { core, tenantId, outside } = made.world;
    await Promise.all(Array.from({ length: 4 }, () => sweepPayouts(core, tenantId, 'test')));
    expect(outside.rail.calls.toSorted()).toEqual(ids.map((id) => `pay ${id}`).toSorted());
    expect(await made.world.balances()).toMatchObject({ '2020 L3': -600n, '5080': 40n });
  });
});

describe('a claw', () => {
  it('takes back what waits before it raises debt, the latest first and no more than it needs', async () => {
    const { made, order } = await soldScene();
    await made.release();
    await made.fund(300n);
    const [early, late] = [await made.ask(300n), await made.ask(250n)];
    await approveWithdrawal(made.world.staff('finance'), { withdrawalId: late.withdrawalId });
    // 1.50 left, 4.00 to give back: the late one covers the missing 2.50 exactly.
    await approveRefund(made.world.staff('finance'), { refundId: await askRefund(made, order) });
    expect(await made.stateOf(early.withdrawalId)).toBe('requested');
    expect(await made.stateOf(late.withdrawalId)).toBe('rejected');
    expect((await made.eventsOf(late.withdrawalId)).at(-1)).toBe('clawed');
    const balances = await made.world.balances();
    expect([balances['2020 L3'], balances['2030 L3'], balances['1210 L3']]).toEqual([undefined, -300n, undefined]);
  });

  it('after the money has left is debt, and the next release repays it', async () => {
    const { made, order } = await soldScene();
    await made.release();
    const { withdrawalId } = await made.ask(318n);
    await approveWithdrawal(made.world.staff('finance'), { withdrawalId });
    await submitWithdrawals(made.world.staff(), { withdrawalIds: [withdrawalId], accountId: made.railAccountId });
    await sweepPayouts(made.world.core, made.world.tenantId, 'test');
    const refundId = await askRefund(made, order);
    await approveRefund(made.world.staff('finance'), { refundId });
    // The table of money.md 1.4: 0.82 left, 3.18 become debt.
    expect(await made.journalOf(`refund:${refundId}:approve`)).toMatchObject({ '2020 L3': 82n, '1210 L3': 318n });
    await expect(made.ask(1n)).rejects.toMatchObject({ code: 'debt_open' });
    // The table of money.md 1.3: the next 4.00 repay 3.18 and leave 0.82.
    const skuId = await made.world.addSku();
    await made.world.addCodes(skuId, 1);
    await payFor(made.world, await placeFor(made.world, skuId), { fee: 0n });
    await made.release();
    const balances = await made.world.balances();
    expect([balances['2020 L3'], balances['1210 L3']]).toEqual([-82n, undefined]);
    await made.ask(82n);
  });

  it('racing a request never leaves debt beside a hold', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { made, order } = await soldScene();
      await made.release();
      const refundId = await askRefund(made, order);
      const [asked] = await Promise.all([
        codeOf(made.ask(400n)),
        approveRefund(made.world.staff('finance'), { refundId }),
      ]);
      expect(['done', 'insufficient_available', 'debt_open']).toContain(asked);
      const balances = await made.world.balances();
      expect([balances['2020 L3'], balances['2030 L3'], balances['1210 L3']]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it('racing the release of the same line takes it from one place', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { made, order } = await soldScene();
      await made.world.sql('update orders.commission_line set release_at = app.now() where tenant_id = $1', [
        made.world.tenantId,
      ]);
      const refundId = await askRefund(made, order);
      await Promise.all([
        sweepRelease(made.world.core, made.world.tenantId, 'test'),
        approveRefund(made.world.staff('finance'), { refundId }),
      ]);
      await sweepRelease(made.world.core, made.world.tenantId, 'test');
      const balances = await made.world.balances();
      const left = ['2010', '2020', '1210'].flatMap((code) =>
        ['L1', 'L2', 'L3'].map((level) => balances[`${code} ${level}`]),
      );
      expect(left.filter((amount) => amount !== undefined)).toEqual([]);
    }
  });
});
