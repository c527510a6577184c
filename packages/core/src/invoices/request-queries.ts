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

/** What is to be invoiced: orders by number, or all of a period that are in no invoice yet, but for some. */
export type OrderChoice =
  | { readonly by: 'orders'; readonly orderNos: readonly string[] }
  | {
      readonly by: 'period';
      readonly period: { readonly from: string; readonly until: string };
      readonly except: readonly string[];
    };

function paidBy(payer: Payer): RawBuilder<unknown> {
  return payer.kind === 'buyer'
    ? sql`o.channel = 'shop' and o.buyer_id = ${payer.buyerId} and o.shop_id = ${payer.shopId}`
    : sql`(o.channel <> 'shop' or o.collected_by = 'distributor') and o.distributor_id = ${payer.distributorId}`;
}

const aboutOf = ({ kind }: Payer): RawBuilder<InvoiceSubject> => (kind === 'buyer' ? sql`'order'` : paidSubject);

const billable = ({ kind }: Payer): RawBuilder<unknown> =>
  sql`o.paid_at is not null and ${leftOf(kind)} > 0 and o.state = any (${[...BILLABLE_STATES]}::text[])`;

function chosenBy(payer: Payer, choice: OrderChoice): RawBuilder<unknown> {
  if (choice.by === 'orders') return sql`o.order_no = any (${[...choice.orderNos]}::text[])`;
  const { period, except } = choice;
  return sql`o.currency = t.currency and o.order_no <> all (${[...except]}::text[])
       and o.paid_at >= ${period.from}::date::timestamp at time zone t.timezone
       and o.paid_at < (${period.until}::date + 1)::timestamp at time zone t.timezone
       and not exists (select 1 from invoices.invoice_order x where x.tenant_id = o.tenant_id and x.order_id = o.id and x.live
                          and (x.recipient_id is null) = ${payer.kind === 'buyer'})`;
}

/** The payer's orders of a choice that can be invoiced, oldest first; of a period in the tenant's currency. */
const chosenOrders = (payer: Payer, choice: OrderChoice, limit: number): RawBuilder<unknown> => sql`
    select o.id, o.order_no, ${aboutOf(payer)} as about, o.paid_at, o.currency, ${leftOf(payer.kind)} as left_amount
      from orders.sales_order o
      join tenancy.tenant t on t.tenant_id = o.tenant_id
     where o.tenant_id = app.tenant_id() and ${paidBy(payer)} and ${billable(payer)} and ${chosenBy(payer, choice)}
     order by o.paid_at, o.id limit ${limit}`;

export interface OwnOrderRow {
  readonly order_no: string;
  readonly is_billable: boolean;
}

/** The payer's own orders of these numbers, whatever may be done with them. */
export async function readOwnOrders(tx: ServiceTx, payer: Payer, orderNos: readonly string[]): Promise<OwnOrderRow[]> {
  const { rows } = await sql<OwnOrderRow>`
    select o.order_no, ${billable(payer)} as is_billable
      from orders.sales_order o
     where o.tenant_id = app.tenant_id() and o.order_no = any (${[...orderNos]}::text[]) and ${paidBy(payer)}
     order by o.id`.execute(tx);
  return rows;
}

export interface BillableRow {
  readonly order_no: string;
  readonly about: InvoiceSubject;
  readonly paid_at: Date;
  readonly currency: string;
  readonly left_amount: bigint;
  /** Of all that the choice holds, up to its limit. */
  readonly count: number;
  readonly total: bigint;
}

/** The oldest orders of a choice, as many as are to be listed, with how many all are and what they come to. */
export async function listBillableOrders(
  tx: ReadTx<'portal'>,
  payer: Payer,
  choice: OrderChoice,
  { limit, listed }: { readonly limit: number; readonly listed: number },
): Promise<BillableRow[]> {
  return await readSql(
    tx,
    sql<BillableRow>`
      select c.order_no, c.about, c.paid_at, c.currency, c.left_amount, (count(*) over ())::integer as count, (sum(c.left_amount) over ())::bigint as total
        from (${chosenOrders(payer, choice, limit)}) c
       order by c.paid_at, c.id limit ${listed}`,
  );
}

/** The currency that the tenant sells in. */
export async function readCurrency(tx: ReadTx<'portal'>): Promise<string> {
  const [row] = await readSql(
    tx,
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

export interface InsertedInvoice {
  /** How many orders the choice holds; of one more than the limit nothing was written. */
  readonly orders: number;
  readonly amount: bigint;
  readonly currencies: readonly string[];
  /** False when the reference was used before. */
  readonly is_new: boolean;
}

/**
 * Writes a request and the orders it is about in one statement, so that its amount is what they come to. The orders are written by
 * id, as by every request, so that two of them wait and do not lock each other out.
 */
export async function insertInvoice(
  tx: ServiceTx,
  invoice: {
    readonly id: InvoiceId;
    readonly clientRef: string;
    readonly payer: Payer;
    readonly issuerId: string;
    readonly recipient: InvoiceRecipient;
    readonly requestedBy: string;
    readonly choice: OrderChoice;
    readonly limit: number;
  },
): Promise<InsertedInvoice> {
  const { id, payer, issuerId, recipient: to, choice, limit } = invoice;
  const recipientId = payer.kind === 'distributor' ? payer.distributorId : null;
  const buyerId = payer.kind === 'buyer' ? payer.buyerId : null;
  const shopId = payer.kind === 'buyer' ? payer.shopId : null;
  const period = choice.by === 'period' ? choice.period : null;
  const { rows } = await sql<InsertedInvoice>`
    with chosen as materialized (${chosenOrders(payer, choice, limit + 1)}
    ), head as (
      insert into invoices.invoice (id, issuer_id, recipient_id, buyer_id, shop_id, client_ref, state, kind, title, tax_number, address, phone,
             bank_name, bank_number, mail, note, period_from, period_until, requested_by, currency, amount, orders)
      select ${id}::uuid, ${issuerId}::uuid, ${recipientId}::uuid, ${buyerId}::uuid, ${shopId}::uuid, ${invoice.clientRef}, 'requested', ${to.kind},
             ${to.title}, ${to.taxNumber}, ${to.address}, ${to.phone}, ${to.bankName}, ${to.bankNumber}, ${to.mail}, ${to.note},
             ${period?.from ?? null}::date, ${period?.until ?? null}::date, ${invoice.requestedBy}::uuid, min(currency), sum(left_amount), count(*)
        from chosen having count(*) between 1 and ${limit}
      on conflict (tenant_id, recipient_id, buyer_id, client_ref) do nothing
      returning id
    ), lines as (
      insert into invoices.invoice_order (invoice_id, order_id, issuer_id, recipient_id, buyer_id, order_no, paid_at, amount)
      select head.id, c.id, ${issuerId}::uuid, ${recipientId}::uuid, ${buyerId}::uuid, c.order_no, c.paid_at, c.left_amount
        from head cross join chosen c order by c.id
    )
    select count(*)::integer as orders, coalesce(sum(left_amount), 0)::bigint as amount,
           coalesce(array_agg(distinct currency), '{}') as currencies, exists (select 1 from head) as is_new
      from chosen`.execute(tx);
  return onlyRow(rows);
}
