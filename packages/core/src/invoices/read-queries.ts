import type { InvoiceKind, InvoiceState, InvoiceSubject } from '@keyfall/contracts';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';
import { leftOf, paidSubject } from './left-queries.ts';

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

/** Issued, and of one of its orders less is left than it says. */
const needsCreditFor = (side: InvoiceSide): RawBuilder<boolean> => sql`(i.state = 'issued' and exists (
  select 1 from invoices.invoice_order x join orders.sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
   where x.tenant_id = i.tenant_id and x.invoice_id = i.id and x.live and x.amount > ${leftSeenBy(side)}))`;

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
             i.period_from::text as period_from, i.period_until::text as period_until, n.orders, n.order_no, ${needsCreditFor(side)} as needs_credit,
             i.created_at, i.issued_at, i.created_at::text as position, i.tax_number, i.address, i.phone, i.bank_name, i.bank_number, i.mail, i.note,
             i.tax_rate, i.issuer, i.reason, i.decided_at
        from invoices.invoice i
        cross join lateral (
          select count(*)::integer as orders, case when count(*) = 1 then min(x.order_no) end as order_no
            from invoices.invoice_order x where x.tenant_id = i.tenant_id and x.invoice_id = i.id) n
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
