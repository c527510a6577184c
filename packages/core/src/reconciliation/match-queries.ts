import type { ServiceTx } from '@keyfall/db';
import { sql, type RawBuilder } from 'kysely';

/**
 * Every difference between a bill and our books, both ways, as rows for tickets: `kind, subject, order_id, receipt_id,
 * currency, ours, theirs`. Payments are known by the provider's transaction, refunds by our reference. A refund of ours is
 * looked for on the bill of its day and its neighbours, since the provider's midnight and its confirmation lie apart.
 */
function differencesOf(billId: string): RawBuilder<unknown> {
  return sql`
    with bill as (select * from reconciliation.bill b where b.tenant_id = app.tenant_id() and b.id = ${billId}),
    line as (select l.* from reconciliation.bill_line l where l.tenant_id = app.tenant_id() and l.bill_id = ${billId}),
    paid as (
      select l.transaction_id, l.currency, l.gross, l.fee, r.id as receipt_id, r.order_id, r.amount, r.currency as own_currency,
             r.fee as own_fee
        from line l
        left join payments.receipt r on r.tenant_id = app.tenant_id() and r.account_id = l.account_id and r.provider_txn = l.transaction_id
       where l.kind = 'payment'),
    returned as (
      select l.refund_reference, l.currency, l.refunded, f.id as refund_id, f.order_id, f.receipt_id, f.amount, f.currency as own_currency
        from line l
        left join payments.receipt r on r.tenant_id = app.tenant_id() and r.account_id = l.account_id and r.provider_txn = l.transaction_id
        left join payments.refund f on f.tenant_id = app.tenant_id() and f.receipt_id = r.id and f.id::text = l.refund_reference
             and f.state in ('submitted', 'done', 'failed')
       where l.kind = 'refund')
    select 'receipt_missing' as kind, p.transaction_id as subject, null::uuid as order_id, null::uuid as receipt_id, p.currency,
           null::bigint as ours, p.gross as theirs from paid p where p.receipt_id is null
    union all
    select 'currency_differs', p.transaction_id, p.order_id, p.receipt_id, p.currency, p.amount, p.gross
      from paid p where p.own_currency <> p.currency
    union all
    select 'amount_differs', p.transaction_id, p.order_id, p.receipt_id, p.currency, p.amount, p.gross
      from paid p where p.own_currency = p.currency and p.amount <> p.gross
    union all
    select 'fee_differs', p.transaction_id, p.order_id, p.receipt_id, p.currency, p.own_fee, p.fee
      from paid p where p.own_currency = p.currency and p.own_fee <> p.fee
    union all
    select 'payment_not_on_bill', r.provider_txn, r.order_id, r.id, r.currency, r.amount, null
      from bill b
      join payments.receipt r on r.tenant_id = app.tenant_id() and r.account_id = b.account_id and r.collected_by = 'platform'
           and r.paid_at >= b.from_at and r.paid_at < b.until_at
     where not exists (select 1 from reconciliation.bill_line l
                        where l.tenant_id = app.tenant_id() and l.account_id = b.account_id and l.transaction_id = r.provider_txn and l.kind = 'payment')
    union all
    select 'refund_missing', t.refund_reference, null, null, t.currency, null, t.refunded from returned t where t.refund_id is null
    union all
    select 'refund_differs', t.refund_reference, t.order_id, t.receipt_id, t.currency, t.amount, t.refunded
      from returned t where t.refund_id is not null and (t.own_currency <> t.currency or t.amount <> t.refunded)
    union all
    select 'refund_not_on_bill', f.id::text, f.order_id, f.receipt_id, f.currency, f.amount, null
      from bill b
      join payments.receipt r on r.tenant_id = app.tenant_id() and r.account_id = b.account_id and r.collected_by = 'platform'
      join payments.refund f on f.tenant_id = app.tenant_id() and f.receipt_id = r.id and f.state = 'done'
           and f.done_at >= b.from_at - interval '1 day' and f.done_at < b.until_at - interval '1 day'
     where not exists (select 1 from reconciliation.bill_line l
                        where l.tenant_id = app.tenant_id() and l.account_id = b.account_id and l.refund_reference = f.id::text)
       and exists (select 1 from reconciliation.bill p where p.tenant_id = app.tenant_id() and p.account_id = b.account_id
                      and p.bill_date = b.bill_date - 1 and p.state = 'done')`;
}

/** Opens a ticket for every difference that has none, and answers how many were opened. */
export async function openTickets(tx: ServiceTx, billId: string): Promise<number> {
  const { rows } = await sql<{ opened: number }>`
    with difference as (${differencesOf(billId)}),
    opened as (
      insert into reconciliation.ticket (tenant_id, id, bill_id, account_id, kind, subject, order_id, receipt_id, currency, ours, theirs)
      select b.tenant_id, gen_random_uuid(), b.id, b.account_id, d.kind, d.subject, d.order_id, d.receipt_id, d.currency, d.ours, d.theirs
        from difference d
        join reconciliation.bill b on b.tenant_id = app.tenant_id() and b.id = ${billId}
      on conflict (tenant_id, account_id, kind, subject) do nothing
      returning 1)
    select count(*)::integer as opened from opened`.execute(tx);
  return rows[0]?.opened ?? 0;
}

/**
 * Closes open tickets of an account whose difference is gone: the payment came on a later bill, the receipt was written
 * since. Those of the bill just compared are judged by its lines, older ones by all lines there are.
 */
export async function closeVanished(tx: ServiceTx, accountId: string): Promise<void> {
  await sql`
    update reconciliation.ticket t set state = 'resolved', resolution = 'vanished', resolved_at = app.now()
     where t.tenant_id = app.tenant_id() and t.account_id = ${accountId} and t.state = 'open' and case t.kind
       when 'payment_not_on_bill' then exists (
         select 1 from reconciliation.bill_line l
          where l.tenant_id = app.tenant_id() and l.account_id = t.account_id and l.transaction_id = t.subject and l.kind = 'payment')
       when 'refund_not_on_bill' then exists (
         select 1 from reconciliation.bill_line l
          where l.tenant_id = app.tenant_id() and l.account_id = t.account_id and l.refund_reference = t.subject)
       when 'receipt_missing' then exists (
         select 1 from payments.receipt r
          where r.tenant_id = app.tenant_id() and r.account_id = t.account_id and r.provider_txn = t.subject)
       else false end`.execute(tx);
}
