import { sql, type RawBuilder } from 'kysely';
import type { Invariant } from './invariant.ts';

const count = (query: RawBuilder<unknown>): RawBuilder<{ broken: number }> => sql<{ broken: number }>`
  select count(*)::integer as broken from (${query}) violation`;

// What a running worker needs at most to come round to anything.
const GRACE = sql`interval '10 minutes'`;

/** Nothing waits longer than its timer says. */
export const TIMER_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I31',
    says: 'no order is stuck past its timer',
    query: count(sql`
      select o.id from orders.sales_order o
       where o.tenant_id = app.tenant_id()
         and ((o.state = 'awaiting_payment' and o.hold_until < app.now() - ${GRACE})
           or o.next_delivery_at < app.now() - ${GRACE} or o.settle_at < app.now() - ${GRACE})`),
  },
  {
    id: 'I32',
    says: 'no payment, webhook, refund, payout or seal of the audit is stuck past its timer',
    query: count(sql`
      select a.id from payments.attempt a where a.tenant_id = app.tenant_id() and a.query_at < app.now() - ${GRACE}
      union all
      select w.id from payments.webhook w where w.tenant_id = app.tenant_id() and w.state = 'received' and w.next_try_at < app.now() - ${GRACE}
      union all
      select f.id from payments.refund f where f.tenant_id = app.tenant_id() and f.next_try_at < app.now() - ${GRACE}
      union all
      select w.id from withdrawals.withdrawal w
       where w.tenant_id = app.tenant_id() and (w.next_try_at < app.now() - ${GRACE}
          or (w.state = 'unknown' and w.next_try_at is null))
      union all
      select e.id from audit.entry e where e.tenant_id = app.tenant_id() and e.seq is null and e.created_at < app.now() - ${GRACE}
      union all
      select r.id from payments.receipt r
       where r.tenant_id = app.tenant_id() and r.outcome = 'suspense' and r.created_at < app.now() - ${GRACE}
         and not exists (select from payments.refund f where f.tenant_id = r.tenant_id and f.receipt_id = r.id and f.kind = 'suspense')`),
  },
];
