import { sql, type RawBuilder } from 'kysely';
import type { Invariant } from './invariant.ts';

const count = (query: RawBuilder<unknown>): RawBuilder<{ broken: number }> => sql<{ broken: number }>`
  select count(*)::integer as broken from (${query}) violation`;

/** What must hold between withdrawals and the money they hold. */
export const WITHDRAWAL_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I25',
    says: 'holds match what is asked for out of income and out of wallets, money in transit what is submitted, and nobody with debt has a hold of income',
    query: count(sql`
      select coalesce(w.distributor_id, b.owner_id) from (
        select w.distributor_id, w.currency, sum(w.amount) as amount from withdrawals.withdrawal w
         where w.tenant_id = app.tenant_id() and w.source = 'income' and w.state in ('requested', 'approved') group by w.distributor_id, w.currency) w
        full join (select b.owner_id, b.currency, -b.amount as amount from ledger.account_balance b where b.tenant_id = app.tenant_id() and b.code = '2030') b
          on b.owner_id = w.distributor_id and b.currency = w.currency
       where coalesce(w.amount, 0) <> coalesce(b.amount, 0)
      union all
      select coalesce(h.distributor_id, b.owner_id) from (
        select x.distributor_id, x.currency, sum(x.amount) as amount from (
          select p.distributor_id, p.currency, p.amount from wallet.pay_back p where p.tenant_id = app.tenant_id() and p.state = 'requested'
          union all
          select w.distributor_id, w.currency, w.amount from withdrawals.withdrawal w
           where w.tenant_id = app.tenant_id() and w.source = 'wallet' and w.state in ('requested', 'approved')) x
         group by x.distributor_id, x.currency) h
        full join (select b.owner_id, b.currency, -b.amount as amount from ledger.account_balance b where b.tenant_id = app.tenant_id() and b.code = '2045') b
          on b.owner_id = h.distributor_id and b.currency = h.currency
       where coalesce(h.amount, 0) <> coalesce(b.amount, 0)
      union all
      select p.top_up_id from wallet.pay_back p
        join wallet.top_up t on t.tenant_id = p.tenant_id and t.id = p.top_up_id
        left join withdrawals.withdrawal w on w.tenant_id = p.tenant_id and w.id = p.withdrawal_id
       where p.tenant_id = app.tenant_id() and p.state in ('requested', 'approved')
         and (w.state is null or w.state not in ('failed', 'rejected', 'cancelled', 'returned'))
       group by p.top_up_id, t.amount having sum(p.amount) > t.amount
      union all
      select null from (
        select w.currency, sum(w.amount) as amount from withdrawals.withdrawal w
         where w.tenant_id = app.tenant_id() and w.state in ('submitted', 'unknown') group by w.currency) w
        full join (select b.currency, -sum(b.amount) as amount from ledger.account_balance b
                    where b.tenant_id = app.tenant_id() and b.code = '2050' group by b.currency) b on b.currency = w.currency
       where coalesce(w.amount, 0) <> coalesce(b.amount, 0)
      union all
      select d.owner_id from ledger.account_balance d
        join ledger.account_balance h on h.tenant_id = d.tenant_id and h.owner_id = d.owner_id and h.currency = d.currency and h.code = '2030'
       where d.tenant_id = app.tenant_id() and d.code = '1210' and d.amount > 0 and h.amount <> 0`),
  },
];
