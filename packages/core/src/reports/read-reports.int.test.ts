import type { LoginId, Page } from '@keyfall/contracts';
import { SALES_GROUPS, type CashEntryDto } from '@keyfall/contracts/report-schemas';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyAt, collectItself, fund } from '../collecting/testing/collecting-steps.ts';
import { approveRefund, requestRefund } from '../payments/index.ts';
import { payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import {
  listCashEntries,
  readCashFlow,
  readCommissionAging,
  readOwnSalesReport,
  readSalesReport,
  readStockValue,
  writeReport,
} from './index.ts';

let world: SaleWorld;
const period = { from: '', until: '' };
beforeAll(async () => {
  world = await createSaleWorld();
  const [one, two] = [
    await world.addSku(),
    await world.addSku({ retail: '40', costs: ['25', '28', '30'], supplierCost: '24' }),
  ];
  await world.addCodes(one, 6);
  await world.addCodes(two, 3);
  for (let n = 0; n < 3; n += 1) await payFor(world, await placeFor(world, one, 1 + (n % 2)));
  await payFor(world, await placeFor(world, two));
  const returned = await placeFor(world, one, 2);
  await payFor(world, returned);
  const asked = await requestRefund(world.staff('support'), {
    orderNo: returned.orderNo,
    units: [{ line: 1, delivered: 1, undelivered: 0 }],
    reason: 'does not open',
  });
  await approveRefund(world.staff('finance', uuidv7() as LoginId), { refundId: asked.refundId });
  const [day] = await world.sql<{ day: string }>(
    `select (app.now() at time zone timezone)::date::text as day from tenancy.tenant where tenant_id = $1`,
    [world.tenantId],
  );
  period.from = day!.day;
  period.until = day!.day;
});
afterAll(() => world.close());

/** The ledger's sum of some account codes over the tenant's orders, credit positive, as text. */
async function ledgerSum(...codes: string[]): Promise<string> {
  const [row] = await world.sql<{ amount: string }>(
    `select (-coalesce(sum(e.amount), 0) / 100)::numeric(20, 2)::text as amount from ledger.entry e
      join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
     where e.tenant_id = $1 and e.account_code = any ($2) and j.order_id is not null`,
    [world.tenantId, codes],
  );
  return row!.amount;
}

describe('the report of sales', () => {
  it.each(SALES_GROUPS)('by %s comes to what the ledger has', async (by) => {
    const { rows, total } = await readSalesReport(world.staff('finance'), { period, by });
    const cents = (pick: (row: (typeof rows)[number]) => string) =>
      rows.reduce((sum, row) => sum + BigInt(pick(row).replace('.', '')), 0n);
    expect(total.orders).toBe(5);
    expect(cents((row) => row.sales.amount)).toBe(BigInt(total.sales.amount.replace('.', '')));
    expect(cents((row) => row.profit!.amount)).toBe(BigInt(total.profit!.amount.replace('.', '')));
    // Sales less commission are the house's revenue; the cost is what left stock for these orders.
    const house = BigInt(total.sales.amount.replace('.', '')) - BigInt(total.commission.amount.replace('.', ''));
    expect(house).toBe(BigInt((await ledgerSum('4010', '5040')).replace('.', '')));
    expect(`-${total.cost!.amount}`).toBe(await ledgerSum('5010', '5050'));
  });

  it('tells costs only to those who may see them', async () => {
    const { total, rows } = await readSalesReport({ ...world.staff('support') }, { period, by: 'sku' });
    expect([total.cost, total.profit, rows[0]!.profit]).toEqual([null, null, null]);
  });
});

describe('a distributor’s own sales', () => {
  it('are its own shop’s with its own income', async () => {
    const seller = world.distributorStaff(world.chain[2]!);
    const { total, rows } = await readOwnSalesReport(seller, { period, by: 'sku' });
    expect(rows).toHaveLength(2);
    expect(total.orders).toBe(5);
    const above = await readOwnSalesReport(world.distributorStaff(world.chain[0]!), { period, by: 'day' });
    expect(above).toMatchObject({ rows: [], total: { orders: 0, sales: { amount: '0.00' } } });
  });
});

describe('the other reports', () => {
  it('of cash end where gateways and banks stand', async () => {
    const flow = await readCashFlow(world.staff('finance'), { period });
    const [row] = await world.sql<{ amount: string }>(
      `select (coalesce(sum(amount), 0) / 100)::numeric(20, 2)::text as amount from ledger.entry where tenant_id = $1 and account_code in ('1010', '1020')`,
      [world.tenantId],
    );
    expect(flow.closing.amount).toBe(row!.amount);
    expect(flow.opening.amount).toBe('0.00');
    expect(flow.kinds.map(({ kind }) => kind)).toContain('sale');
    const ofSales = flow.kinds.find(({ kind }) => kind === 'sale');
    const found: CashEntryDto[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<CashEntryDto> = await listCashEntries(world.staff('finance'), {
        period,
        kind: 'sale',
        limit: 2,
        cursor,
      });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(found.map(({ journalId, line }) => `${journalId} ${line}`)).size).toBe(ofSales?.entries);
    const cents = (text = ''): bigint => BigInt(text.replace('.', ''));
    expect(found.reduce((sum, { amount }) => sum + cents(amount.amount), 0n)).toBe(
      cents(ofSales?.in.amount) - cents(ofSales?.out.amount),
    );
    expect(found.every(({ place }) => place === 'Sandbox')).toBe(true);
  });

  it('of commission hold what the ledger holds', async () => {
    const { total } = await readCommissionAging(world.staff('finance'));
    const held = [total.due, total.week, total.month, total.later].reduce(
      (sum, money) => sum + BigInt(money.amount.replace('.', '')),
      0n,
    );
    const [row] = await world.sql<{ amount: string }>(
      `select (-sum(amount))::text as amount from ledger.entry where tenant_id = $1 and account_code = '2010'`,
      [world.tenantId],
    );
    expect(held).toBe(BigInt(row!.amount));
  });

  it('count everything in their total, however few rows are shown', async () => {
    const finance = world.staff('finance');
    const [aging, cut] = [await readCommissionAging(finance), await readCommissionAging(finance, 1)];
    expect(aging.rows).toHaveLength(3);
    expect(cut).toEqual({ ...aging, rows: aging.rows.slice(0, 1), isCut: true });
    expect(aging.isCut).toBe(false);
    const [stock, few] = [await readStockValue(finance), await readStockValue(finance, 1)];
    expect(stock.rows).toHaveLength(2);
    expect(few).toEqual({ ...stock, rows: stock.rows.slice(0, 1), isCut: true });
    const [sales, one] = [
      await readSalesReport(finance, { period, by: 'sku' }),
      await readSalesReport(finance, { period, by: 'sku' }, 1),
    ];
    expect(one).toEqual({ ...sales, rows: sales.rows.slice(0, 1), isCut: true });
  });

  it('of stock are worth what account 1110 holds', async () => {
    const { total, rows } = await readStockValue(world.staff('finance'));
    const [row] = await world.sql<{ amount: string }>(
      `select (sum(amount) / 100)::numeric(20, 2)::text as amount from ledger.entry where tenant_id = $1 and account_code = '1110'`,
      [world.tenantId],
    );
    expect(total.value.amount).toBe(row!.amount);
    expect(rows.every((line) => line.daysLeft !== null)).toBe(true);
  });

  it('can be taken as files, and that stands in the audit', async () => {
    const bytesOf = async (format: 'csv' | 'xlsx'): Promise<Buffer> => {
      const file = await writeReport(world.staff('finance'), { report: 'sales', period, by: 'sku' }, format);
      const pieces: Uint8Array[] = [];
      for await (const piece of file.pieces) pieces.push(piece);
      return Buffer.concat(pieces);
    };
    const csv = (await bytesOf('csv')).toString();
    expect(csv.split('\r\n')[0]).toBe('\ufeffsku,name,orders,units,currency,sales,commission,cost,profit');
    expect((await bytesOf('xlsx')).subarray(0, 2).toString()).toBe('PK');
    const taken = await world.sql(`select action from audit.entry where tenant_id = $1 and action = 'reports.export'`, [
      world.tenantId,
    ]);
    expect(taken).toHaveLength(2);
  });

  it('have more rows in a file than on a screen', async () => {
    const own = await addTenantWorld(world.database);
    const sku = await own.addSku();
    await own.addCodes(sku, 1);
    await payFor(own, await placeFor(own, sku));
    await own.sql(
      `with many as (
         insert into tenancy.distributor
         select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'name', 'many ' || n, 'code', 'MANY-' || n))).*
           from tenancy.distributor d cross join generate_series(1, 2000) n where d.id = $1
         returning tenant_id, id)
       insert into orders.commission_line
       select (jsonb_populate_record(c, jsonb_build_object('earner_id', m.id, 'amount', 1))).*
         from orders.commission_line c join many m on m.tenant_id = c.tenant_id where c.earner_id = $1`,
      [own.chain[2]!.id],
    );
    const finance = own.staff('finance');
    const screen = await readCommissionAging(finance);
    expect([screen.rows.length, screen.isCut]).toEqual([2000, true]);
    const file = await writeReport(finance, { report: 'commission-aging' }, 'csv');
    const pieces: Uint8Array[] = [];
    for await (const piece of file.pieces) pieces.push(piece);
    // A head, and those of the chain beside the many.
    expect(Buffer.concat(pieces).toString().trimEnd().split('\r\n').length).toBe(1 + 2000 + 3);
  });

  it('count what a seller that collects itself was charged, and tell it so', async () => {
    const own = await addTenantWorld(world.database);
    const seller = own.chain[2]!;
    const account = await collectItself(own);
    await fund(own, seller.id, 10_000n);
    const skuId = await own.addSku();
    await own.addCodes(skuId, 3);
    await buyAt(own, account, skuId, 3);
    const { total } = await readSalesReport(own.staff('owner'), { period, by: 'day' });
    expect(total).toMatchObject({
      sales: { amount: '78.00' },
      commission: { amount: '12.00' },
      profit: { amount: '6.00' },
    });
    const { total: mine } = await readOwnSalesReport(own.distributorStaff(seller), { period, by: 'day' });
    expect(mine).toMatchObject({
      sales: { amount: '90.00' },
      income: { amount: '0.00' },
      charged: { amount: '78.00' },
    });
  });

  it('know nothing of another tenant', async () => {
    const other = (await addTenantWorld(world.database)).staff('finance');
    expect((await readSalesReport(other, { period, by: 'day' })).rows).toEqual([]);
    expect((await readStockValue(other)).rows).toEqual([]);
    expect((await readCommissionAging(other)).rows).toEqual([]);
  });
});
