import { setTimeout as sleep } from 'node:timers/promises';
import type { BankAccountId, DistributorId, GatewayAccountId, PayeeId, SkuId, TopUpId } from '@keyfall/contracts';
import { parseRate } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal } from '../context.ts';
import { freezeDistributor } from '../distributors/index.ts';
import { personOf } from '../distributors/testing/tree-world.ts';
import { brokenInvariants, capturedEvent, sendWebhook } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld, type TestDistributor } from '../orders/testing/sale-world.ts';
import { listRefunds, sweepRefunds } from '../payments/index.ts';
import { placePurchase, quotePurchase } from '../purchases/index.ts';
import { readDashboard } from '../reports/index.ts';
import { rejectWithdrawal, resolveWithdrawal, submitWithdrawals } from '../withdrawals/index.ts';
import { WithdrawalScene } from '../withdrawals/testing/withdrawal-steps.ts';
import {
  approvePayBack,
  cancelPayBack,
  confirmBankTopUp,
  declareBankTopUp,
  listAllPayBacks,
  listPayBackSources,
  listPayBacks,
  readWallet,
  rejectPayBack,
  requestPayBack,
  reverseTopUp,
  saveBankAccount,
  setBonusRules,
  setCreditLimit,
  startTopUp,
  sweepWallets,
} from './index.ts';

const CNY = 'CNY';
let root: SaleWorld;
let world: SaleWorld;
let seller: TestDistributor;
let owner: Ctx<DistributorPrincipal>;
let l3: DistributorId;

beforeAll(async () => {
  root = await createSaleWorld();
});
afterAll(async () => {
  await root.close();
});
beforeEach(async () => {
  world = await addTenantWorld(root.database);
  const last = world.chain.at(-1);
  if (last === undefined) throw new Error('no chain');
  seller = last;
  owner = world.distributorStaff(last);
  l3 = last.id;
});
afterEach(async () => {
  expect(await brokenInvariants(world)).toEqual([]);
});

async function topUp(amount: bigint): Promise<TopUpId> {
  const accountId = world.gatewayAccountId as GatewayAccountId;
  const { topUpId, attemptId } = await startTopUp(owner, { clientRef: uuidv7(), accountId, amount, currency: CNY });
  await sendWebhook(world, [capturedEvent(attemptId, world.outside.gateway.pay(attemptId))]);
  return topUpId;
}

async function transfer(amount: bigint): Promise<TopUpId> {
  const account = { bank: 'Bank of Tests', holder: 'Wholesaler', number: '6222000011112222', enabled: true };
  const bankAccountId: BankAccountId = (await saveBankAccount(world.staff(), account)).id;
  const input = { clientRef: uuidv7(), bankAccountId, amount, currency: CNY, payerName: 'L3', note: '' };
  const { topUpId } = await declareBankTopUp(owner, input);
  await confirmBankTopUp(world.staff('finance'), { topUpId, bankLine: uuidv7() });
  return topUpId;
}

const ask = (topUpId: TopUpId, amount: bigint, payeeId: PayeeId | null = null, clientRef: string = uuidv7()) =>
  requestPayBack(owner, { clientRef, topUpId, amount, currency: CNY, payeeId });
const agree = (payBackId: string, by = world.staff('finance')) => approvePayBack(by, { payBackId });
const statesOf = async () => (await listPayBacks(owner, { limit: 20 })).items.map((row) => row.state);

/** Spends cash of the wallet on nothing. */
async function spend(amount: bigint): Promise<void> {
  await world.sql(
    `select ledger.post($1, gen_random_uuid(), $3, 'adjustment', 'CNY', array['2040','4010'], array[$2, '00000000-0000-0000-0000-000000000000']::uuid[], array[$4::bigint, -$4::bigint])`,
    [world.tenantId, l3, `test:${uuidv7()}`, amount],
  );
}

describe('a wallet paid back through its gateway', () => {
  it('is held when it is asked for, owed when it is agreed to, and sent to whoever paid; the bonus goes in proportion', async () => {
    await setBonusRules(world.staff(), [{ amountFrom: 1n, currency: CNY, percent: parseRate('5') }]);
    const topUpId = await topUp(100_000n);
    const { payBackId, payBackNo } = await ask(topUpId, 40_000n);
    expect(await world.balances()).toMatchObject({ '2040 L3': -60_000n, '2041 L3': -5_000n, '2045 L3': -40_000n });
    expect((await listAllPayBacks(world.staff(), { isWaiting: true, limit: 5 })).items).toMatchObject([
      { id: payBackId, method: 'gateway', toppedUp: { amount: '1000.00' }, checksDone: 0, isOwn: false },
    ]);
    const waits = async () => (await readDashboard(world.staff(), { days: 7 })).waiting.payBacksToDecide;
    expect(await waits()).toBe(1);
    await agree(payBackId);
    expect(await waits()).toBe(0);
    expect(await world.balances()).toMatchObject({
      '1020': 99_400n,
      '2040 L3': -60_000n,
      '2041 L3': -3_000n,
      '2060': -40_000n,
      '5030': 3_000n,
    });
    expect(await statesOf()).toEqual(['sending']);
    await sweepRefunds(world.core, world.tenantId, 'test');
    const balances = await world.balances();
    expect([balances['1020'], balances['2060'], balances['2045 L3']]).toEqual([59_400n, undefined, undefined]);
    expect([...world.outside.gateway.refunds.values()].map(({ request }) => request.amount)).toEqual([40_000n]);
    expect(await listPayBacks(owner, { limit: 5 })).toMatchObject({
      items: [{ payBackNo, state: 'done', amount: { amount: '400.00' }, bonus: { amount: '20.00' }, payee: null }],
    });
    expect((await listRefunds(world.staff(), { limit: 5 })).items).toMatchObject([
      { kind: 'top_up', cause: 'wallet_pay_back', state: 'done', reason: payBackNo, orderNo: null },
    ]);
    expect(await listPayBackSources(owner)).toMatchObject([{ topUpId, remaining: { amount: '600.00' } }]);
  });

  it('never exceeds what the receipt brought less what went back, nor cash; bonus and credit are not cash', async () => {
    await setBonusRules(world.staff(), [{ amountFrom: 1n, currency: CNY, percent: parseRate('100') }]);
    await setCreditLimit(world.staff(), { distributorId: l3, limit: 90_000n, currency: CNY, reason: 'agreed' });
    const [first, second] = [await topUp(10_000n), await topUp(5_000n)];
    await expect(ask(second, 5_001n)).rejects.toMatchObject({
      code: 'pay_back_exceeds_top_up',
      params: { left: '50.00', currency: CNY },
    });
    await spend(8_000n);
    await expect(ask(first, 7_001n)).rejects.toMatchObject({
      code: 'insufficient_balance',
      params: { available: '70.00' },
    });
    await agree((await ask(second, 5_000n)).payBackId);
    await expect(ask(second, 1n)).rejects.toMatchObject({ code: 'pay_back_exceeds_top_up' });
    await spend(50_000n);
    // Credit is in use: nothing of it is paid out.
    await expect(ask(first, 1n)).rejects.toMatchObject({ code: 'insufficient_balance', params: { available: '0.00' } });
  });

  it('waits for people: who asked does not agree, two are two, and what is turned down is the wallet’s again', async () => {
    await new WithdrawalScene(world, seller).setPolicy({ second_above: 20_000n });
    const topUpId = await topUp(100_000n);
    const { payBackId } = await ask(topUpId, 30_000n);
    const first = world.staff('finance');
    const asker = world.staff('finance', owner.principal.loginId);
    await expect(agree(payBackId, asker)).rejects.toMatchObject({ code: 'second_person_required' });
    await agree(payBackId, first);
    expect(await statesOf()).toEqual(['requested']);
    await expect(agree(payBackId, first)).rejects.toMatchObject({ code: 'second_person_required' });
    await expect(
      world.sql(`update wallet.pay_back set second_approved_by = approved_by, state = 'approved' where id = $1`, [
        payBackId,
      ]),
    ).rejects.toThrow('pay_back_checker');
    await personOf(root.database, { ctx: world.staff(), houseId: world.house.id }, l3);
    await rejectPayBack(world.staff(), { payBackId, reason: 'Ask for less.' });
    const told = await world.sql<{ params: object }>(
      `select params from notify.mail where tenant_id = $1 and template = 'pay_back_refused'`,
      [world.tenantId],
    );
    expect(told).toMatchObject([{ params: { amount: '300.00', reason: 'Ask for less.', audience: 'portal' } }]);
    const { payBackId: small } = await ask(topUpId, 20_000n);
    await cancelPayBack(owner, { payBackId: small });
    expect((await world.balances())['2040 L3']).toBe(-100_000n);
    expect(await statesOf()).toEqual(['cancelled', 'rejected']);
    await expect(agree(small)).rejects.toMatchObject({ code: 'pay_back_state_conflict' });
  });

  it('is refused while something is owed or the distributor is frozen; others find nothing', async () => {
    const topUpId = await topUp(10_000n);
    const { payBackId } = await ask(topUpId, 1_000n);
    const [first] = world.chain;
    if (first === undefined) throw new Error('no chain');
    const foreign = await addTenantWorld(root.database);
    const wish = { clientRef: uuidv7(), topUpId, amount: 1n, currency: CNY, payeeId: null };
    for (const by of [world.distributorStaff(first), foreign.distributorStaff(foreign.chain[2]!)]) {
      await expect(requestPayBack(by, wish)).rejects.toMatchObject({ code: 'not_found' });
      await expect(cancelPayBack(by, { payBackId })).rejects.toMatchObject({ code: 'not_found' });
      expect((await listPayBacks(by, { limit: 5 })).items).toEqual([]);
    }
    await expect(agree(payBackId, foreign.staff())).rejects.toMatchObject({ code: 'not_found' });
    const scene = new WithdrawalScene(world, seller);
    await scene.indebt(100n);
    await expect(ask(topUpId, 1_000n)).rejects.toMatchObject({ code: 'debt_open' });
    await expect(agree(payBackId)).rejects.toMatchObject({ code: 'debt_open' });
    await scene.indebt(-100n);
    await freezeDistributor(world.staff(), l3, 'papers');
    await expect(ask(topUpId, 1_000n)).rejects.toMatchObject({ code: 'distributor_frozen' });
    await expect(agree(payBackId)).rejects.toMatchObject({ code: 'distributor_frozen' });
  });

  it('of a top-up charged back is given up, and what went back is not taken twice', async () => {
    const topUpId = await topUp(10_000n);
    await agree((await ask(topUpId, 3_000n)).payBackId);
    await sweepRefunds(world.core, world.tenantId, 'test');
    await ask(topUpId, 2_000n);
    await reverseTopUp(world.staff(), { topUpId, reason: 'charge-back' });
    const balances = await world.balances();
    // 100.00 less its fee came, 30.00 went back, 70.00 were charged back.
    expect([balances['1020'], balances['2040 L3'], balances['2045 L3'], balances['1210 L3']]).toEqual([
      -60n,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await statesOf()).toEqual(['cancelled', 'done']);
    await expect(ask(topUpId, 1n)).rejects.toMatchObject({ code: 'top_up_state_conflict' });
  });
});

describe('a wallet paid back to a bank', () => {
  it('goes the way of a withdrawal to a verified payee, and is the wallet’s again with its bonus if the bank fails', async () => {
    await setBonusRules(world.staff(), [{ amountFrom: 1n, currency: CNY, percent: parseRate('10') }]);
    const scene = await new WithdrawalScene(world, seller).arrange();
    await scene.setPolicy({ tax_rate: '20', fee_fixed: 50n });
    const topUpId = await transfer(50_000n);
    await expect(ask(topUpId, 1_000n)).rejects.toMatchObject({ code: 'not_found' });
    const { payBackId, payBackNo } = await ask(topUpId, 20_000n, scene.payeeId);
    await agree(payBackId);
    const [row] = (await listAllPayBacks(world.staff(), { limit: 5 })).items;
    const withdrawalId = row?.withdrawalId as never;
    await submitWithdrawals(world.staff('finance'), { withdrawalIds: [withdrawalId], accountId: scene.bankAccountId });
    // Neither fee nor tax: it is no income.
    expect(await world.balances()).toMatchObject({ '2040 L3': -30_000n, '2041 L3': -3_000n, '2050': -20_000n });
    const outcome = { withdrawalId, bankReference: 'BANK-1' };
    await resolveWithdrawal(world.staff('finance'), { ...outcome, outcome: 'failed' });
    expect(await statesOf()).toEqual(['failed']);
    await sweepWallets(world.core, world.tenantId, 'test');
    await sweepWallets(world.core, world.tenantId, 'test');
    expect(await world.balances()).toMatchObject({ '2040 L3': -50_000n, '2041 L3': -5_000n });

    const again = await ask(topUpId, 50_000n, scene.payeeId);
    await agree(again.payBackId);
    const [second] = (await listAllPayBacks(world.staff(), { limit: 5 })).items;
    const next = second?.withdrawalId as never;
    await submitWithdrawals(world.staff('finance'), { withdrawalIds: [next], accountId: scene.bankAccountId });
    await resolveWithdrawal(world.staff('finance'), { withdrawalId: next, outcome: 'paid', bankReference: 'BANK-2' });
    const balances = await world.balances();
    expect([balances['2040 L3'], balances['2041 L3'], balances['2050']]).toEqual([undefined, undefined, undefined]);
    expect(balances[`1010 ${scene.bankAccountId}`]).toBe(-50_000n);
    expect(await statesOf()).toEqual(['done', 'failed']);
    expect(again.payBackNo).not.toBe(payBackNo);
  });

  it('takes the bonus with it that an earlier one gives back, though nobody has swept yet', async () => {
    await setBonusRules(world.staff(), [{ amountFrom: 1n, currency: CNY, percent: parseRate('10') }]);
    const scene = await new WithdrawalScene(world, seller).arrange();
    const topUpId = await transfer(10_000n);
    await agree((await ask(topUpId, 10_000n, scene.payeeId)).payBackId);
    const [row] = (await listAllPayBacks(world.staff(), { limit: 1 })).items;
    await rejectWithdrawal(world.staff(), { withdrawalId: row?.withdrawalId as never, reason: 'another account' });
    await agree((await ask(topUpId, 10_000n, scene.payeeId)).payBackId);
    await sweepWallets(world.core, world.tenantId, 'test');
    const balances = await world.balances();
    expect([balances['2040 L3'], balances['2041 L3'], balances['5030']]).toEqual([undefined, undefined, undefined]);
  });

  it('turned down before it was sent is the wallet’s again, and a claw leaves it alone', async () => {
    const scene = await new WithdrawalScene(world, seller).arrange();
    const topUpId = await transfer(10_000n);
    await agree((await ask(topUpId, 10_000n, scene.payeeId)).payBackId);
    const charged = await topUp(5_000n);
    await spend(5_000n);
    await reverseTopUp(world.staff(), { topUpId: charged, reason: 'charge-back' });
    expect(await world.balances()).toMatchObject({ '1210 L3': 5_000n, '2045 L3': -10_000n });
    const [row] = (await listAllPayBacks(world.staff(), { limit: 1 })).items;
    await rejectWithdrawal(world.staff(), { withdrawalId: row?.withdrawalId as never, reason: 'It owes.' });
    expect(await world.balances()).toMatchObject({ '1210 L3': 5_000n, '2040 L3': -10_000n });
  });
});

describe('at the same moment', () => {
  it('a bonus is given again and the next pay-back agreed to: both lock the wallet first', async () => {
    await setBonusRules(world.staff(), [{ amountFrom: 1n, currency: CNY, percent: parseRate('10') }]);
    const scene = await new WithdrawalScene(world, seller).arrange();
    await agree((await ask(await transfer(10_000n), 10_000n, scene.payeeId)).payBackId);
    const [row] = (await listAllPayBacks(world.staff(), { limit: 1 })).items;
    await rejectWithdrawal(world.staff(), { withdrawalId: row?.withdrawalId as never, reason: 'another account' });
    // As whoever agrees does, slowly: the wallet, and then what an earlier pay-back owes.
    const agreeing = world.sql(
      `begin; select 1 from ledger.balance b join ledger.account a on a.id = b.account_id and a.code = '2041' where a.tenant_id = '${world.tenantId}' for update of b;
       select pg_sleep(0.5); select 1 from wallet.pay_back where tenant_id = '${world.tenantId}' for no key update; commit`,
    );
    const isHeld = `select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`;
    while ((await world.sql(isHeld)).length === 0) await sleep(10);
    const [swept] = await Promise.all([sweepWallets(world.core, world.tenantId, 'test'), agreeing]);
    expect(swept).toEqual({ done: 1 });
    expect(await world.balances()).toMatchObject({ '2040 L3': -10_000n, '2041 L3': -1_000n });
  });

  it('eight requests of the whole balance are one, whichever top-ups they name', async () => {
    const topUps = await Promise.all(Array.from({ length: 4 }, () => topUp(10_000n)));
    await spend(30_000n);
    const asked = await Promise.allSettled([...topUps, ...topUps].map((topUpId) => ask(topUpId, 10_000n)));
    const done = asked.filter((one) => one.status === 'fulfilled');
    expect(done).toHaveLength(1);
    const codes = asked.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(new Set(codes)).toSatisfy((set: Set<string>) =>
      [...set].every((code) => code === 'insufficient_balance' || code === 'pay_back_exceeds_top_up'),
    );
    expect((await world.balances())['2045 L3']).toBe(-10_000n);
  });

  it('the same request eight times is one, and two people who agree make one refund', async () => {
    const topUpId = await topUp(10_000n);
    const clientRef = uuidv7();
    const same = await Promise.all(Array.from({ length: 8 }, () => ask(topUpId, 4_000n, null, clientRef)));
    expect(new Set(same.map((one) => one.payBackId)).size).toBe(1);
    await expect(ask(topUpId, 4_001n, null, clientRef)).rejects.toMatchObject({ code: 'idempotency_conflict' });
    const both = await Promise.allSettled([1, 2].map(() => agree(same[0]!.payBackId)));
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect((await world.balances())['2060']).toBe(-4_000n);
  });

  it('a purchase and a pay-back of the same money: one of them', async () => {
    const skuId = (await world.addSku()) as SkuId;
    await world.addCodes(skuId, 4);
    for (let round = 0; round < 4; round += 1) {
      const topUpId = await topUp(2_600n);
      const lines = [{ skuId, quantity: 1 }];
      await quotePurchase(owner, lines);
      const results = await Promise.allSettled([
        placePurchase(owner, { clientRef: uuidv7(), lines, expectedTotal: 2_600n, currency: CNY }),
        ask(topUpId, 2_600n),
      ]);
      expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      expect((await readWallet(owner)).cash.amount).toBe('0.00');
    }
  });
});
