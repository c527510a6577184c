import type { InvoiceId, InvoiceSubject } from '@keyfall/contracts';
import type { InvoiceRecipient } from '@keyfall/contracts/invoice-schemas';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import { onlyRow } from '../only-row.ts';
import { BILLABLE_STATES } from './invoice.rules.ts';
import { leftOf, paidSubject } from './left-queries.ts';

/** Who paid: a distributor what its wallet was charged for purchases and for orders whose money it took itself, or a buyer. */
export type Payer =
  | { readonly kind: 'distributor'; readonly distributorId: string }
  | { readonly kind: 'buyer'; readonly buyerId: string; readonly shopId: string; readonly distributorId: string };

export interface PaidOrderRow {
  readonly id: string;
  readonly about: InvoiceSubject;
  readonly order_no: string;
  readonly paid_at: Date;
  readonly currency: string;
  readonly left_amount: bigint;
}

function paidBy(payer: Payer): RawBuilder<unknown> {
  return payer.kind === 'buyer'
    ? sql`o.channel = 'shop' and o.buyer_id = ${payer.buyerId} and o.shop_id = ${payer.shopId}`
    : sql`(o.channel <> 'shop' or o.collected_by = 'distributor') and o.distributor_id = ${payer.distributorId}`;
}

const aboutOf = ({ kind }: Payer): RawBuilder<InvoiceSubject> => (kind === 'buyer' ? sql`'order'` : paidSubject);

const billable = ({ kind }: Payer): RawBuilder<unknown> =>
  sql`o.paid_at is not null and ${leftOf(kind)} > 0 and o.state = any (${[...BILLABLE_STATES]}::text[])`;

/** The payer's own orders of these numbers, whatever may be done with them; by id, as they are locked. */
export async function readOwnOrders(
  tx: ServiceTx,
  payer: Payer,
  orderNos: readonly string[],
): Promise<(PaidOrderRow & { readonly is_billable: boolean })[]> {
  const { rows } = await sql<PaidOrderRow & { readonly is_billable: boolean }>`
    select o.id, o.order_no, ${aboutOf(payer)} as about, o.paid_at, o.currency, ${leftOf(payer.kind)} as left_amount, ${billable(payer)} as is_billable
      from orders.sales_order o
     where o.tenant_id = app.tenant_id() and o.order_no = any (${[...orderNos]}::text[]) and ${paidBy(payer)}
     order by o.id`.execute(tx);
  return rows;
}

/**
 * The payer's orders paid on these local days that can be invoiced and are in no invoice yet, oldest first, in the tenant's
 * currency.
 */
export async function listBillableOrders(
  tx: ServiceTx | ReadTx<'portal'>,
  payer: Payer,
  period: { readonly from: string; readonly until: string },
  limit: number,
): Promise<PaidOrderRow[]> {
  return await readSql(
    tx as ReadTx<'portal'>,
    sql<PaidOrderRow>`
      select o.id, o.order_no, ${aboutOf(payer)} as about, o.paid_at, o.currency, ${leftOf(payer.kind)} as left_amount
        from orders.sales_order o
        join tenancy.tenant t on t.tenant_id = o.tenant_id and t.currency = o.currency
       where o.tenant_id = app.tenant_id() and ${paidBy(payer)} and ${billable(payer)}
         and o.paid_at >= ${period.from}::date::timestamp at time zone t.timezone
         and o.paid_at < (${period.until}::date + 1)::timestamp at time zone t.timezone
         and not exists (select 1 from invoices.invoice_order x where x.tenant_id = o.tenant_id and x.order_id = o.id and x.live
                            and (x.recipient_id is null) = ${payer.kind === 'buyer'})
       order by o.paid_at, o.id limit ${limit}`,
  );
}

/** The currency that the tenant sells in. */
export async function readCurrency(tx: ServiceTx | ReadTx<'portal'>): Promise<string> {
  const [row] = await readSql(
    tx as ReadTx<'portal'>,
    sql<{ currency: string }>`select t.currency from tenancy.tenant t where t.tenant_id = app.tenant_id()`,
  );
  return onlyRow(row === undefined ? [] : [row]).currency;
}

export interface RequestedRow {
  readonly id: InvoiceId;
  readonly amount: bigint;
  readonly currency: string;
}

/** The invoice that this payer asked for under this reference before. */
export async function findByClientRef(
  tx: ServiceTx,
  payer: Payer,
  clientRef: string,
): Promise<RequestedRow | undefined> {
  const row = await tx
    .selectFrom('invoices.invoice')
    .select(['id', 'amount', 'currency'])
    .where('client_ref', '=', clientRef)
    .where(
      payer.kind === 'buyer' ? 'buyer_id' : 'recipient_id',
      '=',
      payer.kind === 'buyer' ? payer.buyerId : payer.distributorId,
    )
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, id: row.id as InvoiceId };
}

export async function insertInvoice(
  tx: ServiceTx,
  invoice: {
    readonly id: InvoiceId;
    readonly clientRef: string;
    readonly payer: Payer;
    readonly issuerId: string;
    readonly recipient: InvoiceRecipient;
    readonly period: { readonly from: string; readonly until: string } | null;
    readonly currency: string;
    readonly amount: bigint;
    readonly requestedBy: string;
    readonly orders: readonly PaidOrderRow[];
  },
): Promise<void> {
  const { id, payer, issuerId, recipient, period, orders } = invoice;
  const parties = {
    issuer_id: issuerId,
    recipient_id: payer.kind === 'distributor' ? payer.distributorId : null,
    buyer_id: payer.kind === 'buyer' ? payer.buyerId : null,
  };
  await tx
    .insertInto('invoices.invoice')
    .values({
      ...parties,
      id,
      shop_id: payer.kind === 'buyer' ? payer.shopId : null,
      client_ref: invoice.clientRef,
      state: 'requested',
      kind: recipient.kind,
      title: recipient.title,
      tax_number: recipient.taxNumber,
      address: recipient.address,
      phone: recipient.phone,
      bank_name: recipient.bankName,
      bank_number: recipient.bankNumber,
      mail: recipient.mail,
      note: recipient.note,
      period_from: period?.from ?? null,
      period_until: period?.until ?? null,
      currency: invoice.currency,
      amount: invoice.amount,
      requested_by: invoice.requestedBy,
    })
    .execute();
  await tx
    .insertInto('invoices.invoice_order')
    .values(
      orders.map((order) => ({
        ...parties,
        invoice_id: id,
        order_id: order.id,
        order_no: order.order_no,
        paid_at: order.paid_at,
        amount: order.left_amount,
      })),
    )
    .execute();
}
