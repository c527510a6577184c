import { sql } from 'kysely';
import type { Invariant } from './invariant.ts';

/** What must hold of orders whose seller collected the buyer's money itself. */
export const COLLECTING_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I36',
    says: 'a seller that collected itself is charged what its goods cost it, once, out of its own wallet, and gets back what was refunded of it',
    query: sql<{ broken: number }>`
      with collected as (select o.* from orders.sales_order o where o.tenant_id = app.tenant_id() and o.collected_by = 'distributor'),
      line as (select l.order_id, sum(l.charge_amount)::bigint as amount, sum(l.charge_refunded)::bigint as refunded from orders.order_line l
                where l.tenant_id = app.tenant_id() and l.charge_amount is not null group by l.order_id),
      moved as (select j.order_id, sum(e.amount) as amount from ledger.entry e
                  join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
                  join collected o on o.id = j.order_id and o.distributor_id = e.owner_id
                 where e.tenant_id = app.tenant_id() and e.account_code in ('2040', '2041') and j.kind in ('sale_charge', 'refund_approve') group by j.order_id)
      select count(*)::integer as broken from (
        -- Lines are charged where the seller collects and nowhere else, with all that is not the seller's own.
        select l.order_id from orders.order_line l
          join orders.sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
         where l.tenant_id = app.tenant_id() and ((o.collected_by = 'distributor') <> (l.charge_amount is not null)
               or l.charge_amount <> l.amount - coalesce((select s.amount from orders.order_split s where s.tenant_id = l.tenant_id and s.order_id = l.order_id
                                                              and s.line = l.line and s.position > 0 and s.earner_id = o.distributor_id), 0))
        union all
        -- Charged once it is paid, and the ledger took as much and gave as much back.
        select o.id from collected o
          left join line l on l.order_id = o.id
          left join wallet.charge c on c.tenant_id = o.tenant_id and c.order_id = o.id
          left join moved m on m.order_id = o.id
         where coalesce(c.amount, 0) <> case when o.paid_at is null then 0 else l.amount end
            or coalesce(c.refunded, 0) <> coalesce(l.refunded, 0) or c.distributor_id <> o.distributor_id
            or coalesce(m.amount, 0) <> coalesce(c.amount - c.refunded, 0)
        union all
        -- The money came through the seller's own account, and it earned nothing of its own sale here.
        select r.order_id from payments.receipt r
          join orders.sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
          left join payments.gateway_account g on g.tenant_id = r.tenant_id and g.id = r.account_id
         where r.tenant_id = app.tenant_id() and r.outcome = 'applied'
           and (r.collected_by <> o.collected_by or g.distributor_id is distinct from case o.collected_by when 'distributor' then o.distributor_id end)
        union all
        select c.order_id from orders.commission_line c
          join collected o on o.id = c.order_id and o.distributor_id = c.earner_id
         where c.tenant_id = app.tenant_id()) violation`,
  },
];
