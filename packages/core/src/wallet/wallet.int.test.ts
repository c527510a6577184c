import type { BankAccountId, DistributorId, GatewayAccountId, TopUpId } from '@keyfall/contracts';
import { parseRate } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal } from '../context.ts';
import { personOf } from '../distributors/testing/tree-world.ts';
import { countUnseenAlerts, listPortalAlerts, markAlertsSeen } from '../notifications/index.ts';
import { brokenInvariants, capturedEvent, sendWebhook } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld, type TestDistributor } from '../orders/testing/sale-world.ts';
import { readDashboard } from '../reports/index.ts';
import { WithdrawalScene } from '../withdrawals/testing/withdrawal-steps.ts';
import { sweepAttempts, sweepSuspense } from '../payments/index.ts';
import {
  confirmBankTopUp,
  declareBankTopUp,
  listTopUps,
  listWalletStatement,
  moveIncomeToWallet,
  readTopUp,
  readWallet,
  refuseBankTopUp,
  reverseTopUp,
  saveBankAccount,
  setBonusRules,
  setCreditLimit,
  setLowMark,
  startTopUp,
  sweepWallets,
} from './index.ts';

const CNY = 'CNY';
let root: SaleWorld;
let world: SaleWorld;
let owner: Ctx<DistributorPrincipal>;
let l3: DistributorId;

beforeAll(async () => {
  root = await createSaleWorld();
});
afterAll(async () => {
  await root.close();
});
// A tenant of its own for each test: figures are whole and nothing leans on what ran before.
beforeEach(async () => {
  world = await addTenantWorld(root.database);
  const last = world.chain.at(-1);
  if (last === undefined) throw new Error('no chain');
  owner = world.distributorStaff(last);
  l3 = last.id;
});

async function begin(amount: bigint) {
  return await startTopUp(owner, {
    clientRef: uuidv7(),
    accountId: world.gatewayAccountId as GatewayAccountId,
    amount,
    currency: CNY,
  });
}

async function pay(attemptId: string, amount?: bigint): Promise<void> {
  const transaction = world.outside.gateway.pay(attemptId, amount === undefined ? {} : { amount });
  await sendWebhook(world, [capturedEvent(attemptId, transaction)]);
}

async function topUp(amount: bigint): Promise<TopUpId> {
  const { topUpId, attemptId } = await begin(amount);
  await pay(attemptId);
  return topUpId;
}

async function addBankAccount(): Promise<BankAccountId> {
  const account = { bank: 'Bank of Tests', holder: 'Wholesaler', number: '6222000011112222', enabled: true };
  return (await saveBankAccount(world.staff(), account)).id;
}

async function declare(bankAccountId: BankAccountId, by = owner) {
  const input = { clientRef: uuidv7(), bankAccountId, amount: 100_000n, currency: CNY, payerName: 'L3', note: '' };
  return (await declareBankTopUp(by, input)).topUpId;
}

describe('a top-up through a gateway', () => {
  it('posts the worked example: 1000.00 with 5 % bonus, the fee borne by the platform', async () => {
    await setBonusRules(world.staff(), [{ amountFrom: 50_000n, currency: CNY, percent: parseRate('5') }]);
    const topUpId = await topUp(100_000n);
    expect(await world.balances()).toEqual({
      '1020': 99_400n,
      '5020': 600n,
      '5030': 5_000n,
      '2040 L3': -100_000n,
      '2041 L3': -5_000n,
    });
    expect(await readTopUp(owner, { topUpId })).toMatchObject({ state: 'confirmed', bonus: { amount: '50.00' } });
    const wallet = await readWallet(owner);
    expect(wallet).toMatchObject({
      cash: { amount: '1000.00' },
      bonus: { amount: '50.00' },
      spendable: { amount: '1050.00' },
    });
    const statement = await listWalletStatement(owner, { limit: 1 });
    expect(statement.items).toHaveLength(1);
    const rest = await listWalletStatement(owner, { limit: 10, cursor: statement.nextCursor });
    expect(
      [...statement.items, ...rest.items].map((row) => [row.purse, row.amount.amount, row.balanceAfter.amount]),
    ).toEqual(
      expect.arrayContaining([
        ['cash', '1000.00', '1000.00'],
        ['bonus', '50.00', '50.00'],
      ]),
    );
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('counts once whoever reports it, and begins once under one reference', async () => {
    const input = {
      clientRef: uuidv7(),
      accountId: world.gatewayAccountId as GatewayAccountId,
      amount: 10_000n,
      currency: CNY,
    };
    const first = await startTopUp(owner, input);
    expect(await startTopUp(owner, input)).toEqual(first);
    await expect(startTopUp(owner, { ...input, amount: 20_000n })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
    const transaction = world.outside.gateway.pay(first.attemptId);
    const event = capturedEvent(first.attemptId, transaction);
    await sendWebhook(world, [event]);
    await sendWebhook(world, [event]);
    await sweepAttempts(world.core, world.tenantId, 'test');
    expect((await world.balances())['2040 L3']).toBe(-10_000n);
    await expect(startTopUp(owner, input)).rejects.toMatchObject({ code: 'top_up_state_conflict' });
  });

  it('sends wrong and double money back by itself', async () => {
    const wrong = await begin(10_000n);
    await pay(wrong.attemptId, 9_000n);
    const double = await begin(10_000n);
    await pay(double.attemptId);
    await pay(double.attemptId);
    await sweepSuspense(world.core, world.tenantId, 'test');
    const sent = [...world.outside.gateway.refunds.values()].map((refund) => refund.request.amount);
    expect(new Set(sent)).toEqual(new Set([9_000n, 10_000n]));
    const balances = await world.balances();
    expect(balances['2040 L3']).toBe(-10_000n);
    expect(balances['2080']).toBeUndefined();
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('is given up when nobody pays, and takes its money all the same when it comes after all', async () => {
    const { topUpId, attemptId } = await begin(10_000n);
    await world.sql(`update wallet.top_up set expires_at = app.now() - interval '1 minute' where id = $1`, [topUpId]);
    await world.sql(`update payments.attempt set state = 'closed', query_at = null where id = $1`, [attemptId]);
    await sweepWallets(world.core, world.tenantId, 'test');
    expect(await readTopUp(owner, { topUpId })).toMatchObject({ state: 'closed' });
    await pay(attemptId);
    expect(await readTopUp(owner, { topUpId })).toMatchObject({ state: 'confirmed' });
    expect((await world.balances())['2040 L3']).toBe(-10_000n);
  });

  it('charged back takes what is left, the rest is debt', async () => {
    await setBonusRules(world.staff(), [{ amountFrom: 1n, currency: CNY, percent: parseRate('5') }]);
    const topUpId = await topUp(100_000n);
    await world.sql(
      `select ledger.post($1, gen_random_uuid(), 'test:spent', 'adjustment', 'CNY', array['2040','2041','4010'], array[$2, $2, $3]::uuid[], array[70000, 5000, -75000]::bigint[])`,
      [world.tenantId, l3, '00000000-0000-0000-0000-000000000000'],
    );
    await reverseTopUp(world.staff(), { topUpId, reason: 'charge-back' });
    expect(await world.balances()).toMatchObject({ '1020': -600n, '1210 L3': 70_000n, '5030': 5_000n });
    expect((await world.balances())['2040 L3']).toBeUndefined();
    await expect(reverseTopUp(world.staff(), { topUpId, reason: 'again' })).rejects.toMatchObject({
      code: 'top_up_state_conflict',
    });
  });

  it('charged back first takes back what waits to be sent, the latest first and no more than is owed', async () => {
    const topUpId = await topUp(10_000n);
    await world.sql(
      `select ledger.post($1, gen_random_uuid(), 'test:spent', 'adjustment', 'CNY', array['2040','4010'], array[$2, $3]::uuid[], array[8000, -8000]::bigint[])`,
      [world.tenantId, l3, '00000000-0000-0000-0000-000000000000'],
    );
    const scene = await new WithdrawalScene(world, world.chain.at(-1) as TestDistributor).arrange();
    await scene.fund(20_000n);
    const [early, middle, late] = [await scene.ask(4_000n), await scene.ask(5_000n), await scene.ask(3_000n)];
    await reverseTopUp(world.staff(), { topUpId, reason: 'charge-back' });
    const states = [early, middle, late].map(({ withdrawalId }) => scene.stateOf(withdrawalId));
    // 80.00 are missing: 30.00 and 50.00 cover them, the earliest request stands.
    expect(await Promise.all(states)).toEqual(['requested', 'cancelled', 'cancelled']);
    const balances = await world.balances();
    expect(balances).toMatchObject({ '2020 L3': -8_000n, '2030 L3': -4_000n });
    expect(balances['1210 L3']).toBeUndefined();
    expect(await brokenInvariants(world)).toEqual([]);
  });
});

describe('a top-up by bank transfer', () => {
  it('posts the worked example when another person finds it on the statement', async () => {
    const account = await addBankAccount();
    const topUpId = await declare(account);
    await confirmBankTopUp(world.staff('finance'), { topUpId, bankLine: 'LINE-1' });
    expect(await world.balances()).toEqual({ [`1010 ${account}`]: 100_000n, '2040 L3': -100_000n });
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('is not confirmed by who declared it, nor twice, nor by a line that was counted', async () => {
    const account = await addBankAccount();
    const maker = world.staff('finance');
    const input = {
      clientRef: uuidv7(),
      distributorId: l3,
      bankAccountId: account,
      amount: 100_000n,
      currency: CNY,
      payerName: 'L3',
      note: '',
    };
    const { topUpId } = await declareBankTopUp(maker, input);
    expect(await declareBankTopUp(maker, input)).toEqual({ topUpId });
    const decide = (by = world.staff('finance'), id = topUpId) =>
      confirmBankTopUp(by, { topUpId: id, bankLine: 'LINE-1' });
    await expect(decide(maker)).rejects.toMatchObject({ code: 'second_person_required' });
    const checker = world.staff('finance');
    const waits = async () => (await readDashboard(checker, { days: 7 })).waiting.transfersToConfirm;
    expect(await waits()).toBe(1);
    const both = await Promise.allSettled([decide(checker), decide(checker)]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await waits()).toBe(0);
    const second = await declare(account);
    await expect(decide(checker, second)).rejects.toMatchObject({ code: 'bank_line_used' });
    expect((await world.balances())['2040 L3']).toBe(-100_000n);
    await refuseBankTopUp(checker, { topUpId: second, reason: 'not on the statement' });
    await expect(confirmBankTopUp(checker, { topUpId: second, bankLine: 'LINE-2' })).rejects.toMatchObject({
      code: 'top_up_state_conflict',
    });
    expect((await listTopUps(owner, { limit: 10 })).items.map((row) => row.state)).toEqual(['refused', 'confirmed']);
  });

  it('of another tenant or to its account does not exist', async () => {
    const topUpId = await declare(await addBankAccount());
    const foreign = await addTenantWorld(root.database);
    await expect(confirmBankTopUp(foreign.staff(), { topUpId, bankLine: 'X' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const [l1] = world.chain;
    if (l1 === undefined) throw new Error('no chain');
    await expect(readTopUp(world.distributorStaff(l1), { topUpId })).rejects.toMatchObject({ code: 'not_found' });
    expect((await listTopUps(world.distributorStaff(l1), { limit: 10 })).items).toEqual([]);
  });
});

describe('credit', () => {
  const spend = (amount: number) =>
    world.sql(
      `select ledger.post($1, gen_random_uuid(), $4, 'adjustment', 'CNY', array['2040','4010'], array[$2, $3]::uuid[], array[$5::bigint, -$5::bigint])`,
      [world.tenantId, l3, '00000000-0000-0000-0000-000000000000', `test:${uuidv7()}`, amount],
    );
  const setLimit = (limit: bigint) =>
    setCreditLimit(world.staff('finance'), { distributorId: l3, limit, currency: CNY, reason: 'agreed' });

  it('lets the wallet go below zero, and a lower limit rises with every credit', async () => {
    await setLimit(50_000n);
    await spend(40_000);
    await expect(spend(10_001)).rejects.toThrow('balance_floor');
    await setLimit(10_000n);
    expect((await readWallet(owner)).spendable.amount).toBe('0.00');
    await expect(spend(1)).rejects.toThrow('balance_floor');
    await topUp(20_000n);
    // −400.00 + 200.00 is still beyond the limit of 100.00: nothing may be spent.
    await expect(spend(1)).rejects.toThrow('balance_floor');
    await topUp(20_000n);
    await spend(10_000);
    await expect(spend(1)).rejects.toThrow('balance_floor');
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('is never asked of the house', async () => {
    const change = { distributorId: world.house.id, limit: 1n, currency: CNY, reason: 'x' };
    await expect(setCreditLimit(world.staff(), change)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('income moved into the wallet', () => {
  const earn = (code: string, amount: number) =>
    world.sql(
      `select ledger.post($1, gen_random_uuid(), $4, 'adjustment', 'CNY', array['4010', $6], array[$3, $2]::uuid[], array[$5::bigint, -$5::bigint])`,
      [world.tenantId, l3, '00000000-0000-0000-0000-000000000000', `test:${uuidv7()}`, amount, code],
    );

  it('moves once under one reference, never more than there is, and not while something is owed', async () => {
    await earn('2020', 5_000);
    const move = { clientRef: uuidv7(), amount: 3_000n, currency: CNY };
    await Promise.all([moveIncomeToWallet(owner, move), moveIncomeToWallet(owner, move)]);
    expect(await world.balances()).toMatchObject({ '2020 L3': -2_000n, '2040 L3': -3_000n });
    const more = { clientRef: uuidv7(), amount: 2_001n, currency: CNY };
    await expect(moveIncomeToWallet(owner, more)).rejects.toMatchObject({ code: 'insufficient_available' });
    await earn('1210', -100);
    await expect(moveIncomeToWallet(owner, { ...more, amount: 1n })).rejects.toMatchObject({ code: 'debt_open' });
  });

  it('of the whole balance by eight at once happens once', async () => {
    await earn('2020', 5_000);
    const moves = Array.from({ length: 8 }, () =>
      moveIncomeToWallet(owner, { clientRef: uuidv7(), amount: 5_000n, currency: CNY }),
    );
    const results = await Promise.allSettled(moves);
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect((await world.balances())['2040 L3']).toBe(-5_000n);
  });
});

it('raises an alert for its distributor while the wallet is low, and mails its owners once a fall', async () => {
  await personOf(root.database, { ctx: world.staff(), houseId: world.house.id }, l3);
  const mails = async () =>
    (await world.sql(`select from notify.mail where tenant_id = $1 and template = 'wallet_low'`, [world.tenantId]))
      .length;
  await setLowMark(owner, { lowMark: 50_000n, currency: CNY });
  await sweepWallets(world.core, world.tenantId, 'test');
  const open = () =>
    world.sql<{ distributor_id: string }>(
      `select distributor_id from notify.alert where tenant_id = $1 and kind = 'wallet.low' and closed_at is null`,
      [world.tenantId],
    );
  expect(await open()).toEqual([{ distributor_id: l3 }]);
  expect((await readWallet(owner)).isLow).toBe(true);
  await sweepWallets(world.core, world.tenantId, 'test');
  expect(await mails()).toBe(1);
  await topUp(60_000n);
  await sweepWallets(world.core, world.tenantId, 'test');
  expect([await open(), await mails()]).toEqual([[], 1]);
  // It fell again after it had risen.
  await setLowMark(owner, { lowMark: 70_000n, currency: CNY });
  await sweepWallets(world.core, world.tenantId, 'test');
  await sweepWallets(world.core, world.tenantId, 'test');
  expect([(await open()).length, await mails()]).toEqual([1, 2]);
});

it('shows its alerts in the portal, new to each person until it has looked', async () => {
  const [first] = world.chain;
  if (first === undefined) throw new Error('no chain');
  const colleague = world.distributorStaff(world.chain.at(-1) as TestDistributor);
  await setLowMark(owner, { lowMark: 50_000n, currency: CNY });
  await sweepWallets(world.core, world.tenantId, 'test');
  expect(await listPortalAlerts(owner, { isOpen: true, limit: 5 })).toMatchObject({
    items: [{ kind: 'wallet.low', isNew: true, params: { spendable: '0.00', mark: '500.00' } }],
    nextCursor: null,
  });
  await markAlertsSeen(owner);
  expect([await countUnseenAlerts(owner), await countUnseenAlerts(colleague)]).toEqual([0, 1]);
  expect((await listPortalAlerts(owner, { limit: 5 })).items).toMatchObject([{ isNew: false }]);
  await topUp(60_000n);
  await sweepWallets(world.core, world.tenantId, 'test');
  expect(await countUnseenAlerts(colleague)).toBe(0);
  expect((await listPortalAlerts(owner, { isOpen: true, limit: 5 })).items).toEqual([]);
  expect((await listPortalAlerts(owner, { isOpen: false, kinds: ['wallet.low'], limit: 5 })).items).toHaveLength(1);
  // Nobody else's.
  for (const other of [world.distributorStaff(first), (await addTenantWorld(root.database)).distributorStaff(first)])
    expect((await listPortalAlerts(other, { limit: 5 })).items).toEqual([]);
});
