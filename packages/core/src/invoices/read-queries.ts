import type { InvoiceKind, InvoiceState, InvoiceSubject } from '@keyfall/contracts';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import { DAILY_SUMS_MAX } from './invoice.rules.ts';
import { LEFT_OF_CHARGE, leftOf, paidSubject } from './left-queries.ts';

export type InvoiceReadTx = ReadTx<'admin'> | ReadTx<'portal'> | ReadTx<'shop'>;

/** From which side somebody looks at invoices: every read names its own predicate, beside the role's. */
export type InvoiceSide =
  | { readonly side: 'issuer'; readonly id: string }
  | { readonly side: 'recipient'; readonly id: string }
  | { readonly side: 'buyer'; readonly id: string };

export interface InvoiceRow {
  readonly id: string;
  readonly state: InvoiceState;
  readonly kind: InvoiceKind;
  readonly number: string | null;
  readonly title: string;
  readonly is_for_buyer: boolean;
  readonly currency: string;
  readonly amount: bigint;
  readonly tax_amount: bigint | null;
  readonly period_from: string | null;
  readonly period_until: string | null;
  readonly orders: number;
  readonly order_no: string | null;
  readonly needs_credit: boolean;
  readonly created_at: Date;
  readonly issued_at: Date | null;
  readonly position: string;
  readonly tax_number: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly bank_name: string | null;
  readonly bank_number: string | null;
  readonly mail: string | null;
  readonly note: string | null;
  readonly tax_rate: string | null;
  readonly issuer: unknown;
  readonly reason: string | null;
  readonly decided_at: Date | null;
}

export interface InvoiceFilter {
  readonly id?: string | undefined;
  readonly states?: readonly InvoiceState[] | undefined;
  readonly needsCredit?: boolean | undefined;
  readonly orderNo?: string | undefined;
  readonly before?: { readonly position: string; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * Issued, and of one of its orders less is left than it says. A distributor's invoice may be about many orders, of which a wallet got
 * money back for few: those are looked for, by their own index.
 */
const needsCreditFor = ({ side }: InvoiceSide): RawBuilder<boolean> => {
  const ofBuyer = sql`exists (
    select 1 from invoices.invoice_order x join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
     where x.tenant_id = i.tenant_id and x.invoice_id = i.id and x.live and x.amount > ${leftOf('buyer')})`;
  const ofDistributor = sql`exists (
    select 1 from wallet.charge c join invoices.invoice_order x on x.tenant_id = c.tenant_id and x.order_id = c.order_id
     where c.tenant_id = i.tenant_id and c.distributor_id = i.recipient_id and c.refunded > 0
       and x.invoice_id = i.id and x.live and x.amount > ${LEFT_OF_CHARGE})`;
  // The shop's role knows nothing of wallets.
  if (side === 'buyer') return sql`(i.state = 'issued' and ${ofBuyer})`;
  return sql`(i.state = 'issued' and case when i.recipient_id is null then ${ofBuyer} else ${ofDistributor} end)`;
};

const leftSeenBy = ({ side }: InvoiceSide): RawBuilder<bigint> => leftOf(side === 'buyer' ? 'buyer' : 'either');

/** What a line `x` is about. Buyers are told of orders only: their role knows no others. */
const subjectSeenBy = ({ side }: InvoiceSide): RawBuilder<InvoiceSubject> =>
  side === 'buyer' ? sql`'order'` : sql`case when x.recipient_id is null then 'order' else ${paidSubject} end`;

/** Invoices of one side, newest first. */
export async function listInvoiceRows(
  tx: InvoiceReadTx,
  side: InvoiceSide,
  filter: InvoiceFilter,
): Promise<InvoiceRow[]> {
  return await readSql(
    tx as ReadTx<'shop'>,
    sql<InvoiceRow>`
      select i.id, i.state, i.kind, i.number, i.title, i.buyer_id is not null as is_for_buyer, i.currency, i.amount, i.tax_amount,
             i.period_from::text as period_from, i.period_until::text as period_until, i.orders,
             case when i.orders = 1 then n.order_no end as order_no, ${needsCreditFor(side)} as needs_credit,
             i.created_at, i.issued_at, i.created_at::text as position, i.tax_number, i.address, i.phone, i.bank_name, i.bank_number, i.mail, i.note,
             i.tax_rate, i.issuer, i.reason, i.decided_at
        from invoices.invoice i
        left join lateral (
          select x.order_no from invoices.invoice_order x where x.tenant_id = i.tenant_id and x.invoice_id = i.id limit 1) n on true
       where i.tenant_id = app.tenant_id() and ${sql.join(conditionsOf(side, filter), sql` and `)}
       order by i.created_at desc, i.id desc limit ${filter.limit}`,
  );
}

function conditionsOf(side: InvoiceSide, filter: InvoiceFilter): RawBuilder<unknown>[] {
  const { id, states, needsCredit, orderNo, before } = filter;
  const column = { issuer: 'i.issuer_id', recipient: 'i.recipient_id', buyer: 'i.buyer_id' }[side.side];
  return [
    sql`${sql.ref(column)} = ${side.id}`,
    ...(id === undefined ? [] : [sql`i.id = ${id}`]),
    ...(states === undefined || states.length === 0 ? [] : [sql`i.state = any (${[...states]}::text[])`]),
    ...(needsCredit === true ? [needsCreditFor(side)] : []),
    ...(orderNo === undefined
      ? []
      : [
          sql`i.id in (select x.invoice_id from invoices.invoice_order x where x.tenant_id = i.tenant_id and x.order_no = ${orderNo})`,
        ]),
    ...(before === undefined
      ? []
      : [sql`(i.created_at, i.id) < (${before.position}::timestamptz, ${before.id}::uuid)`]),
  ];
}

export interface InvoiceOrderRow {
  readonly invoice_id: string;
  readonly order_no: string;
  readonly about: InvoiceSubject;
  readonly paid_at: Date;
  readonly amount: bigint;
  readonly left_amount: bigint;
}

/** What each of these invoices is about, with what is left of each order now. */
export async function listInvoiceOrders(
  tx: InvoiceReadTx,
  side: InvoiceSide,
  invoiceIds: readonly string[],
): Promise<(invoiceId: string) => readonly InvoiceOrderRow[]> {
  const rows = await readSql(
    tx as ReadTx<'shop'>,
    sql<InvoiceOrderRow>`
      select x.invoice_id, x.order_no, ${subjectSeenBy(side)} as about, x.paid_at, x.amount, ${leftSeenBy(side)} as left_amount
        from invoices.invoice_order x
        join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
       where x.tenant_id = app.tenant_id() and x.invoice_id = any (${[...invoiceIds]}::uuid[])
       order by x.paid_at, x.order_id`,
  );
  const byInvoice = Map.groupBy(rows, (row) => row.invoice_id);
  return (invoiceId) => byInvoice.get(invoiceId) ?? [];
}

export interface InvoiceSumRow {
  /** Local days of payment, both included. */
  readonly from: string;
  readonly until: string;
  readonly about: InvoiceSubject;
  readonly orders: number;
  readonly amount: bigint;
  readonly left_amount: bigint;
}

/** What an invoice is about by days of payment, or by months where there are many days. */
export async function listInvoiceSums(
  tx: InvoiceReadTx,
  side: InvoiceSide,
  invoiceId: string,
): Promise<InvoiceSumRow[]> {
  return await readSql(
    tx as ReadTx<'shop'>,
    sql<InvoiceSumRow>`
      with line as (
        select (x.paid_at at time zone t.timezone)::date as day, ${subjectSeenBy(side)} as about, x.amount, ${leftSeenBy(side)} as left_amount
          from invoices.invoice_order x
          join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
          join tenancy.tenant t on t.tenant_id = x.tenant_id
         where x.tenant_id = app.tenant_id() and x.invoice_id = ${invoiceId}
      ), unit as materialized (select case when max(day) - min(day) < ${DAILY_SUMS_MAX} then 'day' else 'month' end as name from line)
      select min(day)::text as from, max(day)::text as until, about, count(*)::integer as orders, sum(amount)::bigint as amount,
             sum(left_amount)::bigint as left_amount
        from line cross join unit group by date_trunc(unit.name, day::timestamp), about order by min(day), about`,
  );
}

export interface InvoiceFileRow {
  readonly order_id: string;
  readonly order_no: string;
  readonly about: InvoiceSubject;
  readonly paid_at: Date;
  readonly amount: bigint;
}

/** The orders of an invoice behind one of them, by id. */
export async function listInvoiceOrdersAfter(
  tx: InvoiceReadTx,
  side: InvoiceSide,
  invoiceId: string,
  after: { readonly orderId: string; readonly limit: number },
): Promise<InvoiceFileRow[]> {
  return await readSql(
    tx as ReadTx<'shop'>,
    sql<InvoiceFileRow>`
      select x.order_id, x.order_no, ${subjectSeenBy(side)} as about, x.paid_at, x.amount
        from invoices.invoice_order x
        join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
       where x.tenant_id = app.tenant_id() and x.invoice_id = ${invoiceId} and x.order_id > ${after.orderId}
       order by x.order_id limit ${after.limit}`,
  );
}

/** Which distributors these invoices are for, by invoice; the house's own knowledge. */
export async function namesOfRecipients(
  tx: ReadTx<'admin'>,
  invoiceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (invoiceIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('invoices.invoice as i')
    .innerJoin('tenancy.distributor as d', (join) =>
      join.onRef('d.tenant_id', '=', 'i.tenant_id').onRef('d.id', '=', 'i.recipient_id'),
    )
    .select(['i.id', 'd.name'])
    .where('i.id', 'in', [...invoiceIds])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Where the tenant's days begin. */
export async function readTimezone(tx: InvoiceReadTx): Promise<string> {
  const row = await (tx as ReadTx<'shop'>).selectFrom('tenancy.tenant').select('timezone').executeTakeFirstOrThrow();
  return row.timezone;
}
