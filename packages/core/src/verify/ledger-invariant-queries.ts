import { sql, type RawBuilder } from 'kysely';
import type { Invariant } from './invariant.ts';

const count = (query: RawBuilder<unknown>): RawBuilder<{ broken: number }> => sql<{ broken: number }>`
  select count(*)::integer as broken from (${query}) violation`;

/** What must hold of the ledger by itself. Each query returns rows only where the invariant is broken. */
export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I01',
    says: 'the trial balance is zero in every currency',
    query: count(
      sql`select b.currency from ledger.account_balance b where b.tenant_id = app.tenant_id() group by b.currency having sum(b.amount) <> 0`,
    ),
  },
  {
    id: 'I02',
    says: 'every journal sums to zero',
    query: count(
      sql`select e.journal_id from ledger.entry e where e.tenant_id = app.tenant_id() group by e.journal_id having sum(e.amount) <> 0`,
    ),
  },
  {
    id: 'I03',
    says: "entries equal their journal's header",
    query: count(sql`
      select j.id from ledger.journal j
        left join (select e.journal_id, array_agg(e.account_id order by e.line) as accounts, array_agg(e.amount order by e.line) as amounts
                     from ledger.entry e where e.tenant_id = app.tenant_id() group by e.journal_id) x on x.journal_id = j.id
       where j.tenant_id = app.tenant_id() and (x.accounts, x.amounts) is distinct from (j.accounts, j.amounts)`),
  },
  {
    id: 'I04',
    says: 'every balance equals the sum of its entries',
    query: count(sql`
      select b.id from ledger.account_balance b
        left join (select e.account_id, sum(e.amount) as amount from ledger.entry e where e.tenant_id = app.tenant_id() group by e.account_id) x on x.account_id = b.id
       where b.tenant_id = app.tenant_id() and b.amount <> coalesce(x.amount, 0)`),
  },
  {
    id: 'I05',
    says: 'versions of spendable accounts have no gap',
    query: count(sql`
      select e.account_id from ledger.entry e where e.tenant_id = app.tenant_id() and e.account_version is not null
       group by e.account_id having count(*) <> max(e.account_version) or min(e.account_version) <> 1`),
  },
  {
    id: 'I06',
    says: 'the running balance of spendable accounts is right',
    query: count(sql`
      select x.account_id from (
        select e.account_id, e.balance_after, sum(e.amount) over (partition by e.account_id order by e.account_version) as running
          from ledger.entry e where e.tenant_id = app.tenant_id() and e.account_version is not null) x
       where x.running <> x.balance_after`),
  },
  {
    id: 'I07',
    says: 'no spendable account is below its floor',
    query: count(sql`
      select b.account_id from ledger.balance b where b.tenant_id = app.tenant_id() and b.min_balance is not null
         and case b.normal_side when 'D' then b.debits - b.credits else b.credits - b.debits end < b.min_balance`),
  },
  {
    id: 'I26',
    says: 'a reversal is exact',
    query: count(sql`
      select r.id from ledger.journal r
        join ledger.journal j on j.tenant_id = r.tenant_id and j.id = r.reverses
       where r.tenant_id = app.tenant_id()
         and (select array_agg((a, -m)::text order by a) from unnest(r.accounts, r.amounts) u(a, m))
             is distinct from (select array_agg((a, m)::text order by a) from unnest(j.accounts, j.amounts) u(a, m))`),
  },
];
