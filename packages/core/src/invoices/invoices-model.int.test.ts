import type { InvoiceId } from '@keyfall/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { refuseInvoice, saveIssuer, voidInvoice } from './index.ts';
import { ISSUER, askAsDistributor, giveBack, issueAsSeen, purchase } from './testing/invoice-steps.ts';

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
