import { sql, type RawBuilder } from 'kysely';
import type { Invariant } from './invariant.ts';

const count = (query: RawBuilder<unknown>): RawBuilder<{ broken: number }> => sql<{ broken: number }>`
  select count(*)::integer as broken from (${query}) violation`;

// The sum of an order's entries on one account code, over all its journals.
const entriesOfOrder = (code: string): RawBuilder<unknown> => sql`
  select j.order_id, sum(e.amount) as amount from ledger.entry e
    join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
   where e.tenant_id = app.tenant_id() and e.account_code = ${sql.lit(code)} and j.order_id is not null group by j.order_id`;

/** What must hold between orders, goods and money. */
export const SALE_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I08',
    says: 'a delivered order has exactly its quantity',
    query: count(sql`
      select l.order_id from orders.order_line l
        join orders.sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
       where l.tenant_id = app.tenant_id() and l.delivered
             <> (select count(*) from delivery.delivery d where d.tenant_id = l.tenant_id and d.order_id = l.order_id and d.line = l.line and d.superseded_at is null)
      union all
      select l.order_id from orders.order_line l
        join orders.sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
       where l.tenant_id = app.tenant_id() and o.state = 'delivered' and l.delivered <> l.quantity`),
  },
  {
    id: 'I09',
    says: 'a code is sold exactly when one live delivery has it',
    query: count(sql`
      select c.id from inventory.card_code c
        left join delivery.delivery d on d.tenant_id = c.tenant_id and d.code_id = c.id and d.superseded_at is null and d.returned_at is null
       where c.tenant_id = app.tenant_id() and (c.state = 'sold') <> (d.code_id is not null)`),
  },
  {
    id: 'I10',
    says: 'a delivered code belongs to that order',
    query: count(sql`
      select d.code_id from delivery.delivery d
        join inventory.card_code c on c.tenant_id = d.tenant_id and c.id = d.code_id
       where d.tenant_id = app.tenant_id() and d.superseded_at is null and d.returned_at is null
         and (c.order_id, c.order_line) is distinct from (d.order_id, d.line)`),
  },
  {
    id: 'I11',
    says: 'an order is paid exactly when one receipt of exactly its amount is applied to it',
    query: count(sql`
      select o.id from orders.sales_order o
        left join payments.receipt r on r.tenant_id = o.tenant_id and r.order_id = o.id and r.outcome = 'applied'
       where o.tenant_id = app.tenant_id() and case when o.amount = 0 then r.id is not null
             else (o.paid_at is not null) <> (r.id is not null) or (r.amount, r.currency) <> (o.amount, o.currency) end`),
  },
  {
    id: 'I12',
    says: 'no receipt is left pending',
    query: count(
      sql`select r.id from payments.receipt r where r.tenant_id = app.tenant_id() and r.outcome = 'pending'`,
    ),
  },
  {
    id: 'I13',
    says: 'clearing at a gateway is what it took less its fees, what it sent back and what it settled, and what of its fees came back',
    query: count(sql`
      select coalesce(m.account_id, x.owner_id) from (
        select p.account_id, p.currency, sum(p.amount) as amount from (
          select r.account_id, r.currency, r.amount - r.fee - coalesce(f.amount, 0) as amount from payments.receipt r
            left join (select f.receipt_id, sum(f.amount - f.fee_returned) as amount from payments.refund f where f.tenant_id = app.tenant_id() and f.state = 'done' group by f.receipt_id) f
              on f.receipt_id = r.id
           where r.tenant_id = app.tenant_id() and r.collected_by = 'platform' and r.account_id is not null
          union all
          select s.account_id, s.currency, -s.received from reconciliation.settlement s where s.tenant_id = app.tenant_id() and s.state = 'booked'
          union all
          select t.account_id, t.currency, case t.kind when 'settlement_differs' then t.theirs - t.ours else t.ours - t.theirs end
            from reconciliation.ticket t where t.tenant_id = app.tenant_id() and t.resolution = 'fee_booked') p
         group by p.account_id, p.currency) m
        full join (
        select e.owner_id, e.currency, sum(e.amount) as amount from ledger.entry e
         where e.tenant_id = app.tenant_id() and e.account_code = '1020'
           and e.kind not in ('chargeback', 'dispute_fee', 'top_up_reversal')
         group by e.owner_id, e.currency) x on x.owner_id = m.account_id and x.currency = m.currency
       where coalesce(m.amount, 0) <> coalesce(x.amount, 0)`),
  },
  {
    id: 'I14',
    says: 'deferred money is what of paid orders (of their charge, where the seller collected) is neither delivered nor given back, and none for finished ones',
    query: count(sql`
      select o.id from orders.sales_order o
        left join (${entriesOfOrder('2070')}) x on x.order_id = o.id
        left join (select l.order_id, sum(coalesce(l.charge_amount - l.charge_refunded_open, l.amount - l.refunded_open_amount) - l.earned_amount) as open from orders.order_line l
                    where l.tenant_id = app.tenant_id() group by l.order_id) l on l.order_id = o.id
       where o.tenant_id = app.tenant_id() and coalesce(-x.amount, 0) <> case when o.paid_at is null then 0 else l.open end`),
  },
  {
    id: 'I15',
    says: 'pending commission is what of income lines is held',
    query: count(sql`
      select coalesce(c.earner_id, b.owner_id) from (
        select c.earner_id, c.currency, sum(c.amount - c.fee_borne - c.clawed_pending - c.released) as held from orders.commission_line c
         where c.tenant_id = app.tenant_id() group by c.earner_id, c.currency) c
        full join (select b.owner_id, b.currency, b.amount from ledger.account_balance b where b.tenant_id = app.tenant_id() and b.code = '2010') b
          on b.owner_id = c.earner_id and b.currency = c.currency
       where coalesce(c.held, 0) <> coalesce(-b.amount, 0)`),
  },
  {
    id: 'I16',
    says: 'the cost of goods is the cost of what left',
    query: count(sql`
      select 1 from (
        select coalesce((select sum(c.unit_cost) from inventory.card_code c where c.tenant_id = app.tenant_id() and c.state in ('sold', 'void')), 0)
             + coalesce((select sum(l.cost_amount) from orders.order_line l where l.tenant_id = app.tenant_id() and l.kind = 'top_up'), 0) as gone,
               coalesce((select sum(b.amount) from ledger.account_balance b where b.tenant_id = app.tenant_id() and b.code in ('5010', '5050', '5055', '1140')), 0) as booked) x
       where x.gone <> x.booked`),
  },
  {
    id: 'I17',
    says: 'every paid order has its event',
    query: count(sql`
      select o.id from orders.sales_order o
       where o.tenant_id = app.tenant_id() and o.paid_at is not null
         and not exists (select from orders.order_event e where e.tenant_id = o.tenant_id and e.order_id = o.id and e.kind = 'paid')`),
  },
  {
    id: 'I18',
    says: 'a fully refunded order leaves no revenue and no commission expense',
    query: count(sql`
      select o.id from orders.sales_order o join (${entriesOfOrder('4010')} union all ${entriesOfOrder('5040')}) x on x.order_id = o.id
       where o.tenant_id = app.tenant_id() and o.amount > 0 and o.refunded = o.amount and x.amount <> 0`),
  },
  {
    id: 'I19',
    says: 'a fully refunded order leaves no commission',
    query: count(sql`
      select c.order_id from orders.commission_line c
        join orders.sales_order o on o.tenant_id = c.tenant_id and o.id = c.order_id
       where c.tenant_id = app.tenant_id() and o.amount > 0 and o.refunded = o.amount and c.clawed <> c.amount`),
  },
  {
    id: 'I20',
    says: 'what is refunded of an order is what its refunds say, and never more than was paid',
    query: count(sql`
      select o.id from orders.sales_order o
        left join (select f.order_id, sum(f.amount) as amount from payments.refund f
                    where f.tenant_id = app.tenant_id() and f.kind = 'order' and f.state in ('approved', 'submitted', 'done', 'failed') group by f.order_id) f on f.order_id = o.id
       where o.tenant_id = app.tenant_id() and (o.refunded <> coalesce(f.amount, 0) or o.refunded > o.amount
             or o.refunded <> (select coalesce(sum(l.refunded_amount), 0) from orders.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id))
      union all
      select f.receipt_id from payments.refund f join payments.receipt r on r.tenant_id = f.tenant_id and r.id = f.receipt_id
       where f.tenant_id = app.tenant_id() and f.state in ('approved', 'submitted', 'done', 'failed')
       group by f.receipt_id, r.amount having sum(f.amount) > r.amount`),
  },
  {
    id: 'I21',
    says: 'refund payable is the refunds of our money that have not left yet',
    query: count(sql`
      select coalesce(f.currency, b.currency) from (
        select f.currency, sum(f.amount) as amount from payments.refund f
         where f.tenant_id = app.tenant_id() and f.state in ('approved', 'submitted', 'failed')
            and not exists (select from payments.receipt r where r.tenant_id = f.tenant_id and r.id = f.receipt_id and r.collected_by = 'distributor')
          group by f.currency) f
        full join (select b.currency, sum(-b.amount) as amount from ledger.account_balance b where b.tenant_id = app.tenant_id() and b.code = '2060' group by b.currency) b
          on b.currency = f.currency
       where coalesce(f.amount, 0) <> coalesce(b.amount, 0)`),
  },
  {
    id: 'I22',
    says: 'inventory is worth what its unsold codes cost',
    query: count(sql`
      select 1 from (
        select coalesce((select sum(c.unit_cost) from inventory.card_code c
                          where c.tenant_id = app.tenant_id() and c.state in ('available', 'reserved', 'quarantined')), 0) as cost,
               coalesce((select sum(b.amount) from ledger.account_balance b where b.tenant_id = app.tenant_id() and b.code = '1110'), 0) as booked) x
       where x.cost <> x.booked`),
  },
  {
    id: 'I27',
    says: 'every receipt of ours has its journal, and one of a distributor has none',
    query: count(sql`
      select r.id from payments.receipt r
        left join ledger.journal j on j.tenant_id = r.tenant_id and j.id = r.journal_id
       where r.tenant_id = app.tenant_id() and r.outcome <> 'pending'
         and case r.collected_by when 'platform' then j.id is null else r.journal_id is not null end`),
  },
  {
    id: 'I28',
    says: 'the split of a line is its amount',
    query: count(sql`
      select l.order_id from orders.order_line l
       where l.tenant_id = app.tenant_id()
         and l.amount <> (select coalesce(sum(s.amount), 0) from orders.order_split s where s.tenant_id = l.tenant_id and s.order_id = l.order_id and s.line = l.line)`),
  },
  {
    id: 'I35',
    says: 'limit counters equal the orders behind them',
    query: count(sql`
      select coalesce(c.sku_id, x.sku_id) from (select * from orders.limit_counter c where c.tenant_id = app.tenant_id()) c
        full join (
        select l.sku_id, l.limit_key, l.limit_window, sum(l.quantity) as used from orders.order_line l
          join orders.sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
         where l.tenant_id = app.tenant_id() and l.limit_key is not null and o.state <> 'closed' group by l.sku_id, l.limit_key, l.limit_window) x
          on x.sku_id = c.sku_id and x.limit_key = c.buyer_key and x.limit_window = c.window_start
       where coalesce(c.used, 0) <> coalesce(x.used, 0)`),
  },
];
