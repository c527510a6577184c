import type { InvoiceId } from '@keyfall/contracts';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '../context.ts';
import { DomainError, isDomainError } from '../errors.ts';
import { buyAt, collectItself, fund, type OwnAccount } from '../collecting/testing/collecting-steps.ts';
import { beginBehind, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import {
  issueInvoice,
  listIssuerInvoices,
  listOwnInvoices,
  readBillable,
  readIssuerInvoice,
  readOwnInvoice,
  refuseInvoice,
  requestInvoice,
  saveIssuer,
  voidInvoice,
  writeBuyerInvoice,
  writeIssuerInvoiceOrders,
  writeOwnInvoice,
  writeOwnInvoiceOrders,
} from './index.ts';
import {
  ISSUER,
  RECIPIENT,
  askAsBuyer,
  askAsDistributor,
  copyPurchase,
  giveBack,
  issueAsSeen,
  localDays,
  purchase,
  textOf,
} from './testing/invoice-steps.ts';

const ORDERS = 3;
const UNITS = 3;

let world: SaleWorld;
let sku: string;
let buyer: Ctx<DistributorPrincipal>;
let house: Ctx<StaffPrincipal>;
beforeAll(async () => {
  world = await createSaleWorld();
  sku = await world.addSku();
  await world.addCodes(sku, 200);
  buyer = world.distributorStaff(world.chain[2]!);
  house = world.staff('finance');
  await saveIssuer(house, ISSUER);
});
afterAll(() => world.close());

type Step =
  | { readonly act: 'request'; readonly orders: readonly number[] }
  | { readonly act: 'issue' | 'refuse' | 'void'; readonly which: number }
  | { readonly act: 'give_back'; readonly order: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('request' as const),
      orders: fc.uniqueArray(fc.nat(ORDERS - 1), { minLength: 1 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('issue' as const, 'issue' as const, 'refuse' as const, 'void' as const),
      which: fc.nat(5),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('give_back' as const), order: fc.nat(ORDERS - 1) }) },
);

interface State {
  readonly order_no: string;
  readonly left_amount: bigint;
  readonly live: number;
  /** Of issued invoices that nobody is told to make void. */
  readonly invoiced: bigint;
  /** Invoices that ended and still hold the order. */
  readonly held: number;
}

async function stateOf(orderNos: readonly string[]): Promise<State[]> {
  return await world.sql<State>(
    `with marked as (
       select i.id from invoices.invoice i join invoices.invoice_order x on x.invoice_id = i.id and x.live
         join orders.sales_order o on o.id = x.order_id where i.state = 'issued' and x.amount > o.amount - o.refunded)
     select o.order_no, o.amount - o.refunded as left_amount, count(x.*) filter (where x.live)::integer as live,
            coalesce(sum(x.amount) filter (where x.live and i.state = 'issued' and i.id not in (select id from marked)), 0)::bigint as invoiced,
            count(*) filter (where i.state in ('void', 'refused') and x.live)::integer as held
       from orders.sales_order o
       left join invoices.invoice_order x on x.order_id = o.id
       left join invoices.invoice i on i.id = x.invoice_id
      where o.order_no = any ($1) group by o.order_no, o.amount, o.refunded`,
    [orderNos],
  );
}

/** A refusal is an answer like another; anything else is a fault. */
async function tryStep(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof DomainError || (error instanceof Error && error.message === 'nothing to sign')) return false;
    throw error;
  }
}

it('whatever is asked, decided and given back, no order is invoiced twice or above what was kept of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      const orderNos: string[] = [];
      for (let n = 0; n < ORDERS; n += 1) orderNos.push(await purchase(world, buyer, sku, UNITS));
      const asked: InvoiceId[] = [];
      for (const one of steps) {
        await tryStep(async () => {
          if (one.act === 'request') {
            asked.push(
              await askAsDistributor(
                buyer,
                one.orders.map((order) => orderNos[order]!),
              ),
            );
            return;
          }
          if (one.act === 'give_back') return await giveBack(world, orderNos[one.order]!, 1);
          const invoiceId = asked[one.which % Math.max(asked.length, 1)];
          if (invoiceId === undefined) return;
          if (one.act === 'issue') await issueAsSeen(house, invoiceId);
          else await (one.act === 'void' ? voidInvoice : refuseInvoice)(house, { invoiceId, reason: 'test' });
        });
        for (const state of await stateOf(orderNos)) {
          expect(state.live).toBeLessThanOrEqual(1);
          expect(state.held).toBe(0);
          expect(state.invoiced).toBeLessThanOrEqual(state.left_amount);
        }
      }
      const [books] = await world.sql<{ wrong: number }>(
        `select count(*)::integer as wrong from invoices.invoice i
          where i.amount <> (select sum(x.amount) from invoices.invoice_order x where x.invoice_id = i.id)
             or (i.state = 'issued') <> exists (select 1 from invoices.invoice_order x where x.invoice_id = i.id and x.live) and i.state <> 'requested'`,
      );
      expect(books?.wrong).toBe(0);
    }),
    { numRuns: 6 },
  );
});

describe('an invoice about more orders than anybody reads', () => {
  const COPIES = 600;
  let large: Ctx<DistributorPrincipal>;
  let invoiceId: InvoiceId;
  const refundOne = (): Promise<unknown> =>
    world.sql(
      `update wallet.charge set refunded = amount where (tenant_id, order_id) = (
         select c.tenant_id, c.order_id from wallet.charge c where c.distributor_id = $1 and c.refunded = 0 limit 1)`,
      [large.principal.distributorId],
    );

  beforeAll(async () => {
    large = world.distributorStaff(world.chain[1]!);
    await copyPurchase(world, await purchase(world, large, sku), COPIES, 3);
  });

  it('is asked for by period, by one of all who ask', async () => {
    const period = await localDays(world, -7, 0);
    const billable = await readBillable(large, { period });
    // 601 at 24.00.
    expect(billable).toMatchObject({ count: COPIES + 1, total: { amount: '14424.00' }, isTooMany: false });
    expect(billable.orders).toHaveLength(500);
    const scope = { by: 'period' as const, period };
    const done = await Promise.allSettled(
      [1, 2, 3].map(() => requestInvoice(large, { clientRef: uuidv7(), scope, recipient: RECIPIENT })),
    );
    const [asked, ...others] = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(others).toEqual([]);
    expect(asked?.amount.amount).toBe('14424.00');
    invoiceId = asked!.invoiceId as InvoiceId;
    const refusals = done.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refusals).toHaveLength(2);
    const isSecond = (error: unknown): boolean =>
      isDomainError(error, 'invoice_already_issued') || isDomainError(error, 'invoice_nothing_left');
    expect(refusals.every(isSecond)).toBe(true);
  });

  it('is issued at what is left of them, and names none of them on paper', async () => {
    await refundOne();
    expect(await readIssuerInvoice(house, { invoiceId })).toMatchObject({ toSign: { amount: { amount: '14400.00' } } });
    const number = await issueAsSeen(house, invoiceId);
    const own = await readOwnInvoice(large, { invoiceId });
    expect(own).toMatchObject({ orders: COPIES, orderLines: [], needsCredit: false, amount: { amount: '14400.00' } });
    expect(own.sums.map(({ from, until }) => [from, until])).toEqual(
      await Promise.all([-2, -1, 0].map(async (day) => Object.values(await localDays(world, day, day)))),
    );
    expect(own.sums.reduce((orders, sum) => orders + sum.orders, 0)).toBe(COPIES);
    const [first] = own.sums;
    const paper = await textOf(await writeOwnInvoice(large, { invoiceId, locale: 'en' }));
    expect(paper).toContain(`${first!.from} ${first!.until} ${first!.orders} purchase ${first!.orders * 2400}\n`);
    for (const file of [
      await writeOwnInvoiceOrders(large, invoiceId),
      await writeIssuerInvoiceOrders(house, invoiceId),
    ]) {
      expect(file.name).toBe(`invoice-${number}.csv`);
      const lines = (await textOf(file)).trimEnd().split('\r\n');
      expect(new Set(lines).size).toBe(COPIES + 1);
      expect(lines[1]).toMatch(/^[0-9A-Z]{16},purchase,\d{4}-.*Z,CNY,24\.00$/);
    }
    await expect(writeOwnInvoiceOrders(buyer, invoiceId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is found by the one order whose money came back', async () => {
    const listed = async () => (await listIssuerInvoices(house, { needsCredit: true, limit: 50 })).items;
    expect((await listed()).map((row) => row.id)).not.toContain(invoiceId);
    await refundOne();
    expect((await listed()).map((row) => row.id)).toContain(invoiceId);
    expect((await listOwnInvoices(large, { limit: 5 })).items).toMatchObject([{ id: invoiceId, needsCredit: true }]);
  });

  it('sums months where its days are many', async () => {
    await voidInvoice(house, { invoiceId, reason: 'two came back' });
    await world.sql(
      `update orders.sales_order set paid_at = paid_at - make_interval(days => 30 * (ascii(right(order_no, 1)) % 6))
        where distributor_id = $1`,
      [large.principal.distributorId],
    );
    const scope = { by: 'period' as const, period: await localDays(world, -200, 0) };
    const asked = await requestInvoice(large, { clientRef: uuidv7(), scope, recipient: RECIPIENT });
    const { sums } = await readOwnInvoice(large, { invoiceId: asked.invoiceId as InvoiceId });
    const months = new Set(sums.map((sum) => sum.from.slice(0, 7)));
    expect(months.size).toBe(sums.length);
    expect(sums.every((sum) => sum.from.slice(0, 7) === sum.until.slice(0, 7))).toBe(true);
    expect(sums.length).toBeGreaterThan(4);
  });
});

describe('an order whose seller took the money itself', () => {
  let own: SaleWorld;
  let account: OwnAccount;
  let skuId: string;
  let seller: Ctx<DistributorPrincipal>;
  let finance: Ctx<StaffPrincipal>;
  beforeAll(async () => {
    own = await addTenantWorld(world.database);
    account = await collectItself(own);
    skuId = await own.addSku();
    await own.addCodes(skuId, 20);
    seller = own.distributorStaff(own.chain[2]!);
    finance = own.staff('finance');
    for (const issuer of [seller, finance]) await saveIssuer(issuer, ISSUER);
  });

  /** Sold at 60.00, of which the seller's wallet pays 52.00, so much of it with bonus. */
  async function sold(bonus = 0n): Promise<TestOrder> {
    await fund(own, seller.principal.distributorId, 20_000n, bonus);
    return await buyAt(own, account, skuId, 2);
  }

  it('is invoiced twice: its charge by the house, less bonus, and its buyer’s money by the seller', async () => {
    const order = await sold(500n);
    const period = await localDays(own, 0, 0);
    const charge = { orderNo: order.orderNo, about: 'charge', amount: { amount: '47.00' } };
    expect((await readBillable(seller, { period })).orders).toMatchObject([charge]);
    const ofBuyer = await askAsBuyer(order.buyer, order.orderNo);
    const ofCharge = await askAsDistributor(seller, [order.orderNo]);
    expect((await readBillable(seller, { period })).orders).toEqual([]);
    expect(await readIssuerInvoice(finance, { invoiceId: ofCharge })).toMatchObject({
      distributorName: 'Level 3',
      orderLines: [charge],
      toSign: { amount: { amount: '47.00' } },
    });
    await issueAsSeen(seller, ofBuyer);
    await issueAsSeen(finance, ofCharge);
    const locale = 'en';
    expect(await textOf(await writeOwnInvoice(seller, { invoiceId: ofCharge, locale }))).toContain(
      `charge ${order.orderNo} 4700\n`,
    );
    expect(await textOf(await writeBuyerInvoice(order.buyer, { invoiceId: ofBuyer, locale }))).toContain(
      `order ${order.orderNo} 6000\n`,
    );
    await expect(askAsDistributor(seller, [order.orderNo])).rejects.toMatchObject({ code: 'invoice_already_issued' });

    // One of two comes back: 26.00 of cash into the wallet, 30.00 to the buyer.
    await giveBack(own, order.orderNo, 1);
    for (const [issuer, invoiceId] of [
      [finance, ofCharge],
      [seller, ofBuyer],
    ] as const) {
      const { items } = await listIssuerInvoices(issuer, { needsCredit: true, limit: 10 });
      expect(items.map((row) => row.id)).toEqual([invoiceId]);
    }
    await voidInvoice(finance, { invoiceId: ofCharge, reason: 'one came back' });
    const again = await askAsDistributor(seller, [order.orderNo]);
    expect(await readOwnInvoice(seller, { invoiceId: again })).toMatchObject({ amount: { amount: '21.00' } });
    await giveBack(own, order.orderNo, 1);
    const signed = { amount: 2_100n, taxAmount: 119n };
    await expect(issueInvoice(finance, { invoiceId: again, signed })).rejects.toMatchObject({
      code: 'invoice_nothing_left',
    });
  });

  it('is nobody else’s to have invoiced', async () => {
    const order = await sold();
    for (const stranger of [own.distributorStaff(own.chain[1]!), buyer])
      await expect(askAsDistributor(stranger, [order.orderNo])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is in one request of many at once, whatever its buyer asks meanwhile', async () => {
    const orders = [await sold(), await sold()];
    const orderNos = orders.map((order) => order.orderNo);
    const asked = await Promise.allSettled([
      ...[orderNos, orderNos.toReversed(), orderNos.slice(1), orderNos].map((some) => askAsDistributor(seller, some)),
      ...orders.map((order) => askAsBuyer(order.buyer, order.orderNo)),
    ]);
    const lost = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(lost).toHaveLength(3);
    expect(lost.every((error) => isDomainError(error, 'invoice_already_issued'))).toBe(true);
  });

  it('is issued at no more than a refund leaves that was quicker', async () => {
    const order = await sold();
    const invoiceId = await askAsDistributor(seller, [order.orderNo]);
    const refunded = `update wallet.charge set refunded = 2600 where order_id = '${order.orderId}'`;
    await expect(
      beginBehind(own, order.orderNo, () => issueAsSeen(finance, invoiceId), refunded),
    ).rejects.toMatchObject({ code: 'invoice_figures_changed' });
  });
});
