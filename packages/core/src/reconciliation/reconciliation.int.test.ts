import type { GatewayAccountId, TicketId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placeFor, payFor, brokenInvariants, startPaying, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import type { BillRow } from '../payments/index.ts';
import { listBills, listTickets, reconcileDay, reconcileDayNow, resolveTicket, sweepBills } from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

let world: SaleWorld;
let skuId: string;
beforeEach(async () => {
  world = await addTenantWorld(base.database);
  skuId = await world.addSku();
  await world.addCodes(skuId, 20);
});

interface Receipt {
  readonly provider_txn: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly attempt_id: string;
  readonly paid_at: Date;
}

/** A paid order whose money lies so many days back. */
async function paid(daysAgo: number): Promise<TestOrder & { readonly receipt: Receipt }> {
  const order = await placeFor(world, skuId);
  await payFor(world, order, { fee: 18n });
  const [receipt] = await world.sql<Receipt>(
    `update payments.receipt set paid_at = app.now() - make_interval(days => $3), created_at = app.now() - make_interval(days => $3)
      where tenant_id = $1 and order_id = $2 returning provider_txn, amount, fee, attempt_id, paid_at`,
    [world.tenantId, order.orderId, daysAgo],
  );
  return { ...order, receipt: { ...receipt!, amount: BigInt(receipt!.amount), fee: BigInt(receipt!.fee) } };
}

/** The day of the provider's calendar, so many days back. */
function dayAgo(days: number): string {
  return new Date(Date.now() + 480 * 60_000 - days * 86_400_000).toISOString().slice(0, 10);
}

function lineOf(receipt: Receipt, change: Partial<BillRow> = {}): BillRow {
  const row = {
    kind: 'payment' as const,
    transactionId: receipt.provider_txn,
    reference: receipt.attempt_id,
    currency: 'CNY',
    gross: receipt.amount,
    refunded: 0n,
    fee: receipt.fee,
    occurredAt: receipt.paid_at,
    ...change,
  };
  return { ...row, net: row.gross - row.refunded - row.fee };
}

/** Makes the provider's bill of every day be these lines. */
function billIs(...rows: readonly BillRow[]): void {
  world.outside.gateway.bill = rows;
}

const compare = (daysAgo: number) =>
  reconcileDay(world.core, {
    tenantId: world.tenantId,
    accountId: world.gatewayAccountId as GatewayAccountId,
    day: dayAgo(daysAgo),
    requestId: 'test',
  });

const tickets = async () => (await listTickets(world.staff(), { limit: 50 })).items;

describe('a bill', () => {
  it('that says what we have opens no ticket and shows the day’s sums', async () => {
    const { receipt } = await paid(1);
    billIs(lineOf(receipt));
    expect(await compare(1)).toEqual({ lines: 1, opened: 0 });
    const [bill] = (await listBills(world.staff(), { limit: 10 })).items;
    expect(bill).toMatchObject({ day: dayAgo(1), state: 'done', lines: 1, openTickets: 0 });
    expect(bill!.totals).toEqual([
      {
        gross: { amount: '30.00', currency: 'CNY' },
        refunded: { amount: '0.00', currency: 'CNY' },
        fee: { amount: '0.18', currency: 'CNY' },
        net: { amount: '29.82', currency: 'CNY' },
      },
    ]);
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('opens one ticket for every difference, both ways, and none twice', async () => {
    const [same, dear, short, absent] = [await paid(1), await paid(1), await paid(1), await paid(1)];
    billIs(
      lineOf(same.receipt),
      lineOf(dear.receipt, { fee: 20n }),
      lineOf(short.receipt, { gross: 2900n }),
      lineOf({ ...same.receipt, provider_txn: 'txn_nobody_told' }),
      {
        ...lineOf(same.receipt),
        kind: 'refund',
        refundReference: uuidv7(),
        gross: 0n,
        fee: 0n,
        refunded: 500n,
        net: -500n,
      },
    );
    expect(await compare(1)).toEqual({ lines: 5, opened: 5 });
    expect(await compare(1)).toEqual({ lines: 5, opened: 0 });
    const found = (await tickets()).map(({ kind, subject, ours, theirs }) => [
      kind,
      subject,
      ours?.amount,
      theirs?.amount,
    ]);
    expect(found).toHaveLength(5);
    expect(found).toEqual(
      expect.arrayContaining([
        ['fee_differs', dear.receipt.provider_txn, '0.18', '0.20'],
        ['amount_differs', short.receipt.provider_txn, '30.00', '29.00'],
        ['receipt_missing', 'txn_nobody_told', undefined, '30.00'],
        ['payment_not_on_bill', absent.receipt.provider_txn, '30.00', undefined],
        ['refund_missing', expect.any(String), undefined, '5.00'],
      ]),
    );
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('that breaks off is asked for again, keeps nothing half, and raises an alert the third time', async () => {
    await paid(1);
    world.outside.gateway.bill = 'broken';
    for (let n = 0; n < 3; n += 1) expect(await compare(1)).toBeNull();
    const [bill] = (await listBills(world.staff(), { limit: 10 })).items;
    expect(bill).toMatchObject({ state: 'failed', lines: 0 });
    expect(bill!.nextTryAt).not.toBeNull();
    const alerts = await world.sql(`select kind from notify.alert where tenant_id = $1 and closed_at is null`, [
      world.tenantId,
    ]);
    expect(alerts).toContainEqual({ kind: 'reconciliation.bill_missing' });
    expect(await tickets()).toEqual([]);
  });

  it('of a later day closes the ticket of a payment that came on it', async () => {
    const { receipt } = await paid(2);
    billIs();
    await compare(2);
    expect(await tickets()).toMatchObject([{ kind: 'payment_not_on_bill', state: 'open' }]);
    billIs(lineOf(receipt));
    await compare(1);
    expect(await tickets()).toMatchObject([{ state: 'resolved', resolution: 'vanished', resolvedBy: null }]);
  });
});

describe('the daily round', () => {
  it('compares every day that is over, once, and a day again for a receipt written after it', async () => {
    await paid(3);
    billIs();
    // A day is asked for an hour after its end.
    const hourAgo = new Date(Date.now() + 480 * 60_000 - 3_600_000).toISOString().slice(0, 10);
    const over = (Date.parse(hourAgo) - Date.parse(dayAgo(3))) / 86_400_000;
    expect(await sweepBills(world.core, world.tenantId, 'test')).toEqual({ done: over });
    expect(await sweepBills(world.core, world.tenantId, 'test')).toEqual({ done: 0 });
    const late = await paid(2);
    await world.sql(
      `update payments.receipt set created_at = app.now() + interval '1 second' where tenant_id = $1 and order_id = $2`,
      [world.tenantId, late.orderId],
    );
    expect(await sweepBills(world.core, world.tenantId, 'test')).toEqual({ done: 1 });
  });
});

describe('a ticket', () => {
  it('about a fee can be booked: the real fee is paid, nobody else is touched', async () => {
    const { receipt } = await paid(1);
    billIs(lineOf(receipt, { fee: 20n }));
    await compare(1);
    const [ticket] = await tickets();
    expect(ticket!.choices).toEqual(['explained', 'fee_booked']);
    await resolveTicket(world.staff('finance'), {
      ticketId: ticket!.id as TicketId,
      resolution: 'fee_booked',
      note: 'New rate',
    });
    const entries = await world.sql<{ account_code: string; amount: string }>(
      `select account_code, amount::text from ledger.entry where tenant_id = $1 and kind = 'fee_difference' order by account_code`,
      [world.tenantId],
    );
    expect(entries).toEqual([
      { account_code: '1020', amount: '-2' },
      { account_code: '5020', amount: '2' },
    ]);
    expect(await tickets()).toMatchObject([
      { state: 'resolved', resolution: 'fee_booked', note: 'New rate', choices: [] },
    ]);
    await expect(
      resolveTicket(world.staff(), { ticketId: ticket!.id as TicketId, resolution: 'explained', note: 'x' }),
    ).rejects.toMatchObject({ code: 'ticket_state_conflict' });
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('about money nobody told us of is recognised: the order is delivered', async () => {
    const order = await placeFor(world, skuId);
    const attemptId = await startPaying(world, order);
    const paidAt = new Date(Date.now() - 86_400_000);
    billIs(lineOf({ provider_txn: 'txn_lost', amount: 3000n, fee: 18n, attempt_id: attemptId, paid_at: paidAt }));
    await compare(1);
    const [ticket] = await tickets();
    const decision = {
      ticketId: ticket!.id as TicketId,
      resolution: 'recognised' as const,
      note: 'The webhook never came',
    };
    await resolveTicket(world.staff('finance'), decision);
    const [row] = await world.sql<{ state: string }>(
      `select state from orders.sales_order where tenant_id = $1 and id = $2`,
      [world.tenantId, order.orderId],
    );
    expect(row).toEqual({ state: 'delivered' });
    expect(await brokenInvariants(world)).toEqual([]);
  });

  it('cannot be ended in a way that does not fit it, nor by another tenant', async () => {
    const { receipt } = await paid(1);
    billIs(lineOf(receipt, { gross: 1n, fee: 0n }));
    await compare(1);
    const ticket = (await tickets()).find(({ kind }) => kind === 'amount_differs');
    const decision = { ticketId: ticket!.id as TicketId, resolution: 'recognised' as const, note: 'x' };
    await expect(resolveTicket(world.staff(), decision)).rejects.toMatchObject({ code: 'ticket_resolution_unfit' });
    const stranger = (await addTenantWorld(base.database)).staff();
    await expect(resolveTicket(stranger, { ...decision, resolution: 'explained' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await listTickets(stranger, { limit: 10 })).items).toEqual([]);
  });
});

describe('a person', () => {
  it('may compare a day that is over and none that is not', async () => {
    const { receipt } = await paid(1);
    billIs(lineOf(receipt));
    const accountId = world.gatewayAccountId as GatewayAccountId;
    expect(await reconcileDayNow(world.staff(), { accountId, day: dayAgo(1) })).toEqual({ lines: 1, opened: 0 });
    await expect(reconcileDayNow(world.staff(), { accountId, day: dayAgo(0) })).rejects.toMatchObject({
      code: 'bill_day_open',
    });
  });
});
