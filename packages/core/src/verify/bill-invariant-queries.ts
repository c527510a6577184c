import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** What must hold between the bills of providers and our books, for every day that was compared. */
export const BILL_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I33',
    says: "every line of a provider's bill has a receipt or refund of ours and back, or a ticket",
    query: sql<{ broken: number }>`
      with ticket as (select t.account_id, t.subject from reconciliation.ticket t where t.tenant_id = app.tenant_id()),
      done as (select b.* from reconciliation.bill b where b.tenant_id = app.tenant_id() and b.state = 'done')
      select count(*)::integer as broken from (
        select l.bill_id from reconciliation.bill_line l join done b on b.id = l.bill_id
         where l.tenant_id = app.tenant_id() and l.kind = 'payment'
           and not exists (select 1 from payments.receipt r where r.tenant_id = l.tenant_id and r.account_id = l.account_id
                              and r.provider_txn = l.transaction_id and r.amount = l.gross and r.currency = l.currency and r.fee = l.fee)
           and not exists (select 1 from ticket t where t.account_id = l.account_id and t.subject = l.transaction_id)
        union all
        select l.bill_id from reconciliation.bill_line l join done b on b.id = l.bill_id
         where l.tenant_id = app.tenant_id() and l.kind = 'refund'
           and not exists (select 1 from payments.refund f where f.tenant_id = l.tenant_id and f.id::text = l.refund_reference
                              and f.amount = l.refunded and f.currency = l.currency)
           and not exists (select 1 from ticket t where t.account_id = l.account_id and t.subject = l.refund_reference)
        union all
        select b.id from done b
          join payments.receipt r on r.tenant_id = b.tenant_id and r.account_id = b.account_id and r.collected_by = 'platform'
               and r.paid_at >= b.from_at and r.paid_at < b.until_at and r.created_at <= b.done_at
         where not exists (select 1 from reconciliation.bill_line l where l.tenant_id = b.tenant_id and l.account_id = b.account_id
                              and l.transaction_id = r.provider_txn and l.kind = 'payment')
           and not exists (select 1 from ticket t where t.account_id = b.account_id and t.subject = r.provider_txn)) violation`,
  },
];
