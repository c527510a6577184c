import type { InvoiceState } from '@keyfall/contracts';
import type { InvoiceIssuerDto } from '@keyfall/contracts/invoice-schemas';
import type { ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import { onlyRow } from '../only-row.ts';
import { BILLABLE_STATES } from './invoice.rules.ts';
import { leftOf } from './left-queries.ts';

const NOW = sql<Date>`app.now()`;

export interface DecidedRow {
  readonly id: string;
  readonly issuer_id: string;
  readonly state: InvoiceState;
  readonly currency: string;
}

/** An invoice of this issuer, locked until the transaction ends. */
export async function lockInvoice(tx: ServiceTx, id: string, issuerId: string): Promise<DecidedRow | undefined> {
  return await tx
    .selectFrom('invoices.invoice')
    .select(['id', 'issuer_id', 'state', 'currency'])
    .where('id', '=', id)
    .where('issuer_id', '=', issuerId)
    .forUpdate()
    .executeTakeFirst();
}

/** Locks the orders of an invoice: no refund can change what is left of them before the transaction ends. */
export async function lockOrders(tx: ServiceTx, invoiceId: string): Promise<void> {
  await sql`
    select count(*) from (
      select o.id from invoices.invoice_order x
        join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
       where x.tenant_id = app.tenant_id() and x.invoice_id = ${invoiceId} and x.live
       order by o.id for share of o) locked`.execute(tx);
}

/**
 * Writes what is left now of each order, and answers what they come to, minor units; one of which nothing is left leaves the
 * invoice. To be called once the orders are locked: a statement that waited for a refund would still see the wallet as it was
 * before that.
 */
export async function writeLeftAmounts(
  tx: ServiceTx,
  invoiceId: string,
): Promise<{ readonly amount: bigint; readonly orders: number }> {
  // Never against a set of rows computed before: as long as PostgreSQL has no statistics of a new invoice, it compares each with each.
  const left = sql`case when o.state = any (${[...BILLABLE_STATES]}::text[]) then ${leftOf('either')} else 0 end`;
  const ofInvoice = sql`x.tenant_id = app.tenant_id() and x.invoice_id = ${invoiceId} and x.live`;
  const ofOrder = sql`o.tenant_id = x.tenant_id and o.id = x.order_id`;
  await sql`delete from invoices.invoice_order x using orders.sales_order o where ${ofInvoice} and ${ofOrder} and ${left} <= 0`.execute(
    tx,
  );
  await sql`update invoices.invoice_order x set amount = ${left} from orders.sales_order o where ${ofInvoice} and ${ofOrder} and x.amount <> ${left}`.execute(
    tx,
  );
  const { rows } = await sql<{ amount: bigint; orders: number }>`
    select coalesce(sum(x.amount), 0)::bigint as amount, count(*)::integer as orders from invoices.invoice_order x where ${ofInvoice}`.execute(
    tx,
  );
  return onlyRow(rows);
}

/** Takes an issuer's next number of this year, in the tenant's time zone; others wait until the transaction ends. */
export async function takeNumber(
  tx: ServiceTx,
  issuerId: string,
): Promise<{ readonly year: number; readonly last: number }> {
  const { rows } = await sql<{ year: number; last: number }>`
    insert into invoices.number_counter as c (issuer_id, year, last)
    select ${issuerId}::uuid, extract(year from app.now() at time zone t.timezone)::integer, 1
      from tenancy.tenant t where t.tenant_id = app.tenant_id()
    on conflict (tenant_id, issuer_id, year) do update set last = c.last + 1
    returning c.year, c.last`.execute(tx);
  return onlyRow(rows);
}

export async function writeIssued(
  tx: ServiceTx,
  invoiceId: string,
  issued: {
    readonly number: string;
    readonly amount: bigint;
    readonly orders: number;
    readonly taxRate: string;
    readonly taxAmount: bigint;
    readonly issuer: InvoiceIssuerDto;
    readonly by: string;
  },
): Promise<void> {
  await tx
    .updateTable('invoices.invoice')
    .set({
      state: 'issued',
      number: issued.number,
      amount: issued.amount,
      orders: issued.orders,
      tax_rate: issued.taxRate,
      tax_amount: issued.taxAmount,
      issuer: JSON.stringify(issued.issuer),
      issued_at: NOW,
      decided_by: issued.by,
      decided_at: NOW,
    })
    .where('id', '=', invoiceId)
    .execute();
}

/** Ends an invoice with a reason; its orders may be invoiced again. */
export async function writeEnded(
  tx: ServiceTx,
  invoiceId: string,
  ended: { readonly state: 'refused' | 'void'; readonly reason: string; readonly by: string },
): Promise<void> {
  await tx
    .updateTable('invoices.invoice')
    .set({ state: ended.state, reason: ended.reason, decided_by: ended.by, decided_at: NOW })
    .where('id', '=', invoiceId)
    .execute();
  await tx
    .updateTable('invoices.invoice_order')
    .set({ live: false })
    .where('invoice_id', '=', invoiceId)
    .where('live', '=', true)
    .execute();
}
