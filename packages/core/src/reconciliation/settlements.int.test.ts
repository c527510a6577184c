import type { BankAccountId, GatewayAccountId, LoginId, SettlementId, TicketId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ctx, StaffPrincipal } from '../context.ts';
import { listAlerts } from '../notifications/index.ts';
import { brokenInvariants, payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import type { BillRow } from '../payments/index.ts';
import { confirmBankTopUp, declareBankTopUp } from '../wallet/index.ts';
import {
  confirmSettlement,
  declareSettlement,
  listSettlements,
  listTickets,
  readUnsettled,
  reconcileDay,
  refuseSettlement,
  resolveTicket,
  type DeclareSettlementInput,
} from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

let world: SaleWorld;
let skuId: string;
let bankAccountId: BankAccountId;
const clerkId = uuidv7() as LoginId;
const checkerId = uuidv7() as LoginId;
beforeEach(async () => {
  world = await addTenantWorld(base.database);
  skuId = await world.addSku();
  await world.addCodes(skuId, 20);
  bankAccountId = uuidv7() as BankAccountId;
  const account = { bank: 'Bank', holder: 'House', number: '62220001', currency: 'CNY' };
  await world.insert('wallet.bank_account', { id: bankAccountId, ...account });
});

const clerk = () => world.staff('finance', clerkId);
const checker = () => world.staff('finance', checkerId);

/** The day of the provider's calendar, so many days back. */
function dayAgo(days: number): string {
  return new Date(Date.now() + 480 * 60_000 - days * 86_400_000).toISOString().slice(0, 10);
}

/** A day with one sale of 30.00 less 0.18 and its bill, compared; `fee` is what the bill says of it. Answers the bill. */
async function billed(daysAgo: number, fee = 18n): Promise<string> {
  const order = await placeFor(world, skuId);
  await payFor(world, order, { fee: 18n });
  const [receipt] = await world.sql<{ provider_txn: string; attempt_id: string; paid_at: Date }>(
    `update payments.receipt set paid_at = app.now() - make_interval(days => $3), created_at = app.now() - make_interval(days => $3)
      where tenant_id = $1 and order_id = $2 returning provider_txn, attempt_id, paid_at`,
    [world.tenantId, order.orderId, daysAgo],
  );
  const row: BillRow = {
    kind: 'payment',
    transactionId: receipt!.provider_txn,
    reference: receipt!.attempt_id,
    currency: 'CNY',
    gross: 3_000n,
    refunded: 0n,
    fee,
    net: 3_000n - fee,
    occurredAt: receipt!.paid_at,
  };
  world.outside.gateway.bill = [row];
  const accountId = world.gatewayAccountId as GatewayAccountId;
  await reconcileDay(world.core, { tenantId: world.tenantId, accountId, day: dayAgo(daysAgo), requestId: 'test' });
  const [bill] = await world.sql<{ id: string }>(
    `select id from reconciliation.bill where tenant_id = $1 and bill_date = $2`,
    [world.tenantId, dayAgo(daysAgo)],
  );
  return bill!.id;
}

const inputOf = (billIds: readonly string[], change: Partial<DeclareSettlementInput> = {}): DeclareSettlementInput => ({
  accountId: world.gatewayAccountId as GatewayAccountId,
  bankAccountId,
  bankLine: 'LINE-1',
  arrivedOn: dayAgo(0),
  received: 2_982n,
  currency: 'CNY',
  billIds,
  ...change,
});

const declared = async (billIds: readonly string[], change: Partial<DeclareSettlementInput> = {}) =>
  (await declareSettlement(clerk(), inputOf(billIds, change))).settlementId;

/** A balance of the ledger, debits less credits. */
async function balanceOf(code: string): Promise<bigint> {
  const [row] = await world.sql<{ amount: string }>(
    `select coalesce(sum(amount), 0)::text as amount from ledger.account_balance where tenant_id = $1 and code = $2`,
    [world.tenantId, code],
  );
  return BigInt(row!.amount);
}

const balances = async () => ({
  bank: await balanceOf('1010'),
  clearing: await balanceOf('1020'),
  fees: await balanceOf('5020'),
});

const openTickets = async () => (await listTickets(clerk(), { limit: 50, state: 'open' })).items;

describe('a settlement', () => {
  it('moves several bills from clearing to the bank once another person agrees', async () => {
    const [first, second] = [await billed(3), await billed(2)];
    const [before] = await readUnsettled(clerk());
    expect(before).toMatchObject({ clearing: { amount: '59.64' }, billed: { amount: '59.64' }, openBills: 2 });
    expect(before!.bills.map(({ day, net }) => [day, net.amount])).toEqual([
      [dayAgo(3), '29.82'],
      [dayAgo(2), '29.82'],
    ]);
    const settlementId = await declared([first, second], { received: 5_964n });
    expect(await balances()).toEqual({ bank: 0n, clearing: 5_964n, fees: 36n });
    const alerts = async (by: Ctx<StaffPrincipal>) => (await listAlerts(by, { isOpen: true, limit: 5 })).items;
    expect(await alerts(clerk())).toEqual([]);
    expect(await alerts(checker())).toMatchObject([
      {
        kind: 'reconciliation.settlement_declared',
        subject: settlementId,
        params: { amount: '59.64', currency: 'CNY' },
      },
    ]);
    await expect(confirmSettlement(clerk(), { settlementId })).rejects.toMatchObject({
      code: 'second_person_required',
    });
    await confirmSettlement(checker(), { settlementId });
    expect(await alerts(checker())).toEqual([]);
    expect(await balances()).toEqual({ bank: 5_964n, clearing: 0n, fees: 36n });
    expect((await readUnsettled(clerk()))[0]).toMatchObject({ clearing: { amount: '0.00' }, openBills: 0, bills: [] });
    expect((await listSettlements(checker(), { limit: 5 })).items).toMatchObject([
      { state: 'booked', days: [dayAgo(3), dayAgo(2)], isOwn: false, feeDifference: { amount: '0.00' } },
    ]);
    await expect(confirmSettlement(checker(), { settlementId })).rejects.toMatchObject({
      code: 'settlement_state_conflict',
    });
    expect(await openTickets()).toEqual([]);
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('books the fees that its bills prove, and ends their tickets', async () => {
    const bill = await billed(2, 20n);
    expect((await openTickets()).map(({ kind }) => kind)).toEqual(['fee_differs']);
    const settlementId = await declared([bill], { received: 2_980n });
    expect((await listSettlements(clerk(), { limit: 5 })).items[0]!.feeDifference.amount).toBe('0.02');
    await confirmSettlement(checker(), { settlementId });
    expect(await balances()).toEqual({ bank: 2_980n, clearing: 0n, fees: 20n });
    expect(await openTickets()).toEqual([]);
    expect((await listSettlements(clerk(), { limit: 5 })).items[0]!.feeDifference.amount).toBe('0.02');
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('that brings less becomes a ticket; what is missing stays in clearing until it is decided', async () => {
    const settlementId = await declared([await billed(2)], { received: 2_932n });
    await confirmSettlement(checker(), { settlementId });
    expect(await balances()).toEqual({ bank: 2_932n, clearing: 50n, fees: 18n });
    const [ticket] = await openTickets();
    expect(ticket).toMatchObject({
      kind: 'settlement_differs',
      subject: 'LINE-1',
      day: dayAgo(0),
      ours: { amount: '29.82' },
      theirs: { amount: '29.32' },
      choices: ['explained', 'fee_booked'],
    });
    expect(await brokenInvariants(world)).toEqual([]);
    await resolveTicket(clerk(), { ticketId: ticket!.id as TicketId, resolution: 'fee_booked', note: 'wire fee' });
    expect(await balances()).toEqual({ bank: 2_932n, clearing: 0n, fees: 68n });
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('without a bill brings the rest of an earlier one', async () => {
    await confirmSettlement(checker(), { settlementId: await declared([await billed(2)], { received: 2_000n }) });
    const rest = await declared([], { bankLine: 'LINE-2', received: 982n });
    await confirmSettlement(checker(), { settlementId: rest });
    expect(await balances()).toEqual({ bank: 2_982n, clearing: 0n, fees: 18n });
    expect((await openTickets()).map(({ ours, theirs }) => [ours?.amount, theirs?.amount])).toEqual([
      ['0.00', '9.82'],
      ['29.82', '20.00'],
    ]);
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('that is refused lets its bills and its line go, also by whoever declared it', async () => {
    const bill = await billed(2);
    const wrong = await declared([bill]);
    await refuseSettlement(clerk(), { settlementId: wrong, reason: 'another day' });
    await expect(confirmSettlement(checker(), { settlementId: wrong })).rejects.toMatchObject({
      code: 'settlement_state_conflict',
    });
    await confirmSettlement(checker(), { settlementId: await declared([bill]) });
    expect(await balances()).toMatchObject({ bank: 2_982n, clearing: 0n });
  });
});

describe('a line of the bank’s statement', () => {
  it('is declared once, however often it is sent, and a bill is settled once', async () => {
    const bill = await billed(2);
    const first = await declared([bill]);
    expect(await declared([bill])).toBe(first);
    await expect(declared([bill], { received: 1n })).rejects.toMatchObject({ code: 'bank_line_used' });
    await expect(declared([bill], { bankLine: 'LINE-2' })).rejects.toMatchObject({ code: 'bill_unfit' });
  });

  it('is one of eight when eight clerks declare it, and is booked once when eight agree', async () => {
    const bill = await billed(2);
    const tries = Array.from({ length: 8 }, (_, index) => index);
    const declarations = await Promise.allSettled(
      tries.map((index) => declared([bill], { bankLine: `LINE-${index}` })),
    );
    const made = declarations.filter((one) => one.status === 'fulfilled').map((one) => one.value);
    expect(made).toHaveLength(1);
    const settlementId = made[0]!;
    const agreed = await Promise.allSettled(tries.map(() => confirmSettlement(checker(), { settlementId })));
    expect(agreed.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await balances()).toMatchObject({ bank: 2_982n, clearing: 0n });
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('is not counted as a top-up and as a settlement', async () => {
    const transfer = {
      clientRef: 'transfer-1',
      bankAccountId,
      amount: 100n,
      currency: 'CNY',
      payerName: 'L3',
      note: '',
    };
    const { topUpId } = await declareBankTopUp(clerk(), { ...transfer, distributorId: world.chain[2]!.id });
    const settlementId = await declared([await billed(2)]);
    await confirmSettlement(checker(), { settlementId });
    await expect(confirmBankTopUp(checker(), { topUpId, bankLine: 'LINE-1' })).rejects.toMatchObject({
      code: 'bank_line_used',
    });
    await confirmBankTopUp(checker(), { topUpId, bankLine: 'LINE-9' });
    const second = await declared([], { bankLine: 'LINE-9' });
    await expect(confirmSettlement(checker(), { settlementId: second })).rejects.toMatchObject({
      code: 'bank_line_used',
    });
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('is of the tenant’s own accounts and bills only', async () => {
    const bill = await billed(2);
    const stranger = await addTenantWorld(base.database);
    await expect(declareSettlement(stranger.staff(), inputOf([bill]))).rejects.toMatchObject({ code: 'not_found' });
    await expect(declared([bill], { accountId: stranger.gatewayAccountId as GatewayAccountId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(declared([uuidv7()])).rejects.toMatchObject({ code: 'bill_unfit' });
    await expect(declared([bill], { currency: 'USD' })).rejects.toMatchObject({ code: 'currency_mismatch' });
    const settlementId: SettlementId = await declared([bill]);
    await expect(confirmSettlement(stranger.staff(), { settlementId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(refuseSettlement(stranger.staff(), { settlementId, reason: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await readUnsettled(stranger.staff())).toEqual([]);
    expect((await listSettlements(stranger.staff(), { limit: 5 })).items).toEqual([]);
  });
});
