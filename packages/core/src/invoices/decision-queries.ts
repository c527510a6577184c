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

/**
 * What is left now of each order of an invoice, minor units; no refund can change it before the transaction ends. It is read once
 * the orders are locked: a statement that waited for a refund would still see the wallet as it was before that.
 */
export async function lockLeftAmounts(
  tx: ServiceTx,
  invoiceId: string,
): Promise<{ readonly order_id: string; readonly left_amount: bigint }[]> {
  const orders = sql`
      from invoices.invoice_order x
      join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
     where x.tenant_id = app.tenant_id() and x.invoice_id = ${invoiceId} and x.live
     order by o.id`;
  await sql`select o.id ${orders} for share of o`.execute(tx);
  const { rows } = await sql<{ order_id: string; left_amount: bigint }>`
    select o.id as order_id, case when o.state = any (${[...BILLABLE_STATES]}::text[]) then ${leftOf('either')} else 0 end as left_amount ${orders}`.execute(
    tx,
  );
  return rows;
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

/** Writes what each order is invoiced at; one of which nothing is left leaves the invoice. */
export async function writeOrderAmounts(
  tx: ServiceTx,
  invoiceId: string,
  orders: readonly { readonly order_id: string; readonly left_amount: bigint }[],
): Promise<void> {
  const gone = orders.filter((order) => order.left_amount <= 0n).map((order) => order.order_id);
  if (gone.length > 0) {
    await tx
      .deleteFrom('invoices.invoice_order')
      .where('invoice_id', '=', invoiceId)
      .where('order_id', 'in', gone)
      .execute();
  }
  await sql`
    update invoices.invoice_order x set amount = n.left_amount
      from unnest(${orders.map((order) => order.order_id)}::uuid[], ${orders.map((order) => order.left_amount.toString())}::bigint[]) as n (order_id, left_amount)
     where x.tenant_id = app.tenant_id() and x.invoice_id = ${invoiceId} and x.order_id = n.order_id`.execute(tx);
}

export async function writeIssued(
  tx: ServiceTx,
  invoiceId: string,
  issued: {
    readonly number: string;
    readonly amount: bigint;
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
