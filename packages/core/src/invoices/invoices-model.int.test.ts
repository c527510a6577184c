import type { InvoiceId } from '@keyfall/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '../context.ts';
import { DomainError, isDomainError } from '../errors.ts';
import { buyAt, collectItself, fund, type OwnAccount } from '../collecting/testing/collecting-steps.ts';
import { beginBehind, type TestOrder } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import {
  issueInvoice,
  listIssuerInvoices,
  readBillable,
  readIssuerInvoice,
  readOwnInvoice,
  refuseInvoice,
  saveIssuer,
  voidInvoice,
  writeBuyerInvoice,
  writeOwnInvoice,
} from './index.ts';
import { ISSUER, askAsBuyer, askAsDistributor, giveBack, issueAsSeen, purchase } from './testing/invoice-steps.ts';

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

  const textOf = async (file: { readonly pieces: AsyncIterable<Uint8Array> }): Promise<string> => {
    let text = '';
    for await (const piece of file.pieces) text += Buffer.from(piece).toString();
    return text;
  };

  it('is invoiced twice: its charge by the house, less bonus, and its buyer’s money by the seller', async () => {
    const order = await sold(500n);
    const [day] = await own.sql<{ day: string }>(
      `select (app.now() at time zone timezone)::date::text as day from tenancy.tenant where tenant_id = $1`,
      [own.tenantId],
    );
    const period = { from: day!.day, until: day!.day };
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
