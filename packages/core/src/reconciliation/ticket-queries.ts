import type { ResolutionKind, TicketKind } from '@keyfall/contracts/reconciliation-schemas';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { InstantPosition } from '../page-cursor.ts';

export interface TicketRow {
  readonly id: string;
  readonly bill_id: string | null;
  readonly settlement_id: string | null;
  readonly account_id: string;
  readonly kind: TicketKind;
  /** The provider's transaction, our refund, or the bank's line of a settlement. */
  readonly subject: string;
  readonly receipt_id: string | null;
  readonly currency: string;
  readonly ours: bigint | null;
  readonly theirs: bigint | null;
  readonly state: 'open' | 'resolved';
}

/** A ticket, locked. */
export async function lockTicket(tx: ServiceTx, id: string): Promise<TicketRow | undefined> {
  const { rows } = await sql<TicketRow>`
    select t.id, t.bill_id, t.settlement_id, t.account_id, t.kind, t.receipt_id, t.currency, t.ours, t.theirs, t.state,
           coalesce((select s.bank_line from reconciliation.settlement s where s.tenant_id = t.tenant_id and s.id = t.settlement_id), t.subject) as subject
      from reconciliation.ticket t where t.tenant_id = app.tenant_id() and t.id = ${id} for no key update`.execute(tx);
  return rows[0];
}

export interface BilledPayment {
  readonly account_id: string;
  readonly provider: string;
  readonly transaction_id: string;
  readonly reference: string;
  readonly currency: string;
  readonly gross: bigint;
  readonly fee: bigint;
  readonly occurred_at: Date;
}

/** The payment as the provider's bill has it. */
export async function readBilledPayment(tx: ServiceTx, ticket: TicketRow): Promise<BilledPayment | undefined> {
  const { rows } = await sql<BilledPayment>`
    select l.account_id, g.provider, l.transaction_id, l.reference, l.currency, l.gross, l.fee, l.occurred_at
      from reconciliation.bill_line l
      join payments.gateway_account g on g.tenant_id = l.tenant_id and g.id = l.account_id
     where l.tenant_id = app.tenant_id() and l.bill_id = ${ticket.bill_id} and l.transaction_id = ${ticket.subject} and l.kind = 'payment'
     order by l.line limit 1`.execute(tx);
  return rows[0];
}

/** Ends a ticket by a decision. */
export async function closeTicket(
  tx: ServiceTx,
  id: string,
  decision: {
    readonly resolution: ResolutionKind;
    readonly note: string;
    readonly resolvedBy: string;
    readonly journalId: string | null;
  },
): Promise<void> {
  await tx
    .updateTable('reconciliation.ticket')
    .set({
      state: 'resolved',
      resolution: decision.resolution,
      note: decision.note,
      resolved_by: decision.resolvedBy,
      journal_id: decision.journalId,
      resolved_at: sql<Date>`app.now()`,
    })
    .where('id', '=', id)
    .execute();
}

export interface TicketListRow extends TicketRow {
  readonly account_name: string;
  readonly bill_date: string;
  readonly order_no: string | null;
  readonly resolution: ResolutionKind | 'vanished' | null;
  readonly note: string | null;
  readonly resolved_by: string | null;
  readonly journal_id: string | null;
  readonly created_at: Date;
  readonly resolved_at: Date | null;
  readonly position: string;
}

/** Tickets, newest first. */
export async function readTickets(
  tx: ReadTx<'admin'>,
  filter: {
    readonly state?: 'open' | 'resolved' | undefined;
    readonly kind?: TicketKind | undefined;
    readonly before?: InstantPosition | undefined;
    readonly limit: number;
  },
): Promise<TicketListRow[]> {
  const { state, kind, before } = filter;
  const conditions = [
    sql`t.tenant_id = app.tenant_id()`,
    ...(state === undefined ? [] : [sql`t.state = ${state}`]),
    ...(kind === undefined ? [] : [sql`t.kind = ${kind}`]),
    ...(before === undefined
      ? []
      : [sql`(t.created_at, t.id) < (${before.position}::timestamptz, ${before.id}::uuid)`]),
  ];
  return await readSql(
    tx,
    sql<TicketListRow>`
      select t.id, t.bill_id, t.settlement_id, t.account_id, t.kind, coalesce(s.bank_line, t.subject) as subject, t.receipt_id, t.currency, t.ours,
             t.theirs, t.state, g.name as account_name, coalesce(b.bill_date, s.arrived_on)::text as bill_date, o.order_no, t.resolution, t.note, t.resolved_by, t.journal_id, t.created_at, t.resolved_at,
             t.created_at::text as position
        from reconciliation.ticket t
        left join reconciliation.bill b on b.tenant_id = t.tenant_id and b.id = t.bill_id
        left join reconciliation.settlement s on s.tenant_id = t.tenant_id and s.id = t.settlement_id
        join payments.gateway_account g on g.tenant_id = t.tenant_id and g.id = t.account_id
        left join orders.sales_order o on o.tenant_id = t.tenant_id and o.id = t.order_id
       where ${sql.join(conditions, sql` and `)}
       order by t.created_at desc, t.id desc limit ${filter.limit}`,
  );
}

export interface BillListRow {
  readonly id: string;
  readonly account_id: string;
  readonly account_name: string;
  readonly bill_date: string;
  readonly state: 'fetching' | 'failed' | 'done';
  readonly lines: number;
  readonly open_tickets: number;
  readonly error_code: string | null;
  readonly next_try_at: Date | null;
  readonly done_at: Date | null;
  /** Per currency: money taken, sent back, kept as fee, and what the provider owes for the day. */
  readonly totals: readonly {
    readonly currency: string;
    readonly gross: string;
    readonly refunded: string;
    readonly fee: string;
    readonly net: string;
  }[];
}

/** Bills, latest day first. */
export async function readBills(
  tx: ReadTx<'admin'>,
  page: { readonly before?: InstantPosition | undefined; readonly limit: number },
): Promise<BillListRow[]> {
  const { before } = page;
  const older =
    before === undefined ? sql`` : sql`and (b.bill_date, b.id) < (${before.position}::date, ${before.id}::uuid)`;
  return await readSql(
    tx,
    sql<BillListRow>`
      select b.id, b.account_id, g.name as account_name, b.bill_date::text as bill_date, b.state, b.lines, b.error_code, b.next_try_at, b.done_at,
             (select count(*)::integer from reconciliation.ticket t where t.tenant_id = b.tenant_id and t.bill_id = b.id and t.state = 'open') as open_tickets,
             coalesce((select jsonb_agg(jsonb_build_object('currency', s.currency, 'gross', s.gross::text, 'refunded', s.refunded::text, 'fee', s.fee::text, 'net', s.net::text) order by s.currency)
                from (select l.currency, sum(l.gross) as gross, sum(l.refunded) as refunded, sum(l.fee) as fee, sum(l.net) as net
                        from reconciliation.bill_line l where l.tenant_id = b.tenant_id and l.bill_id = b.id group by l.currency) s), '[]') as totals
        from reconciliation.bill b
        join payments.gateway_account g on g.tenant_id = b.tenant_id and g.id = b.account_id
       where b.tenant_id = app.tenant_id() ${older}
       order by b.bill_date desc, b.id desc limit ${page.limit}`,
  );
}
