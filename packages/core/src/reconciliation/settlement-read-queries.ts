import type { SettlementState } from '@keyfall/contracts/reconciliation-schemas';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { InstantPosition } from '../page-cursor.ts';

export interface ClearingRow {
  readonly account_id: string;
  readonly account_name: string;
  readonly currency: string;
  readonly clearing: bigint;
  readonly billed: bigint;
  readonly declared: bigint;
  readonly open_bills: number;
  readonly bills: readonly {
    readonly id: string;
    readonly day: string;
    readonly net: string;
    readonly fee_difference: string;
  }[];
}

/** What each provider owes: account 1020, the compared bills that no settlement names (the oldest by row), and what is declared. */
export async function readClearing(tx: ReadTx<'admin'>, billsShown: number): Promise<ClearingRow[]> {
  return await readSql(
    tx,
    sql<ClearingRow>`
      with open_bill as (
        select b.account_id, l.currency, b.id, b.bill_date, sum(l.net)::bigint as net,
               row_number() over (partition by b.account_id, l.currency order by b.bill_date) as place
          from reconciliation.bill b
          join reconciliation.bill_line l on l.tenant_id = b.tenant_id and l.bill_id = b.id
         where b.tenant_id = app.tenant_id() and b.state = 'done'
           and not exists (select 1 from reconciliation.settlement_bill s
                            where s.tenant_id = b.tenant_id and s.bill_id = b.id and s.currency = l.currency and s.is_live)
         group by b.account_id, l.currency, b.id, b.bill_date),
      billed as (
        select o.account_id, o.currency, sum(o.net)::bigint as net, count(*)::integer as bills,
               jsonb_agg(jsonb_build_object('id', o.id, 'day', o.bill_date::text, 'net', o.net::text, 'fee_difference',
                 (select coalesce(sum(t.theirs - t.ours), 0)::text from reconciliation.ticket t
                   where t.tenant_id = app.tenant_id() and t.bill_id = o.id and t.kind = 'fee_differs' and t.state = 'open' and t.currency = o.currency))
                 order by o.bill_date) filter (where o.place <= ${billsShown}::integer) as list
          from open_bill o group by o.account_id, o.currency),
      declared as (
        select s.account_id, s.currency, sum(s.received)::bigint as received
          from reconciliation.settlement s where s.tenant_id = app.tenant_id() and s.state = 'declared' group by s.account_id, s.currency)
      select g.id as account_id, g.name as account_name, c.currency, c.amount::bigint as clearing, coalesce(b.net, 0)::bigint as billed,
             coalesce(d.received, 0)::bigint as declared, coalesce(b.bills, 0) as open_bills, coalesce(b.list, '[]') as bills
        from ledger.account_balance c
        join payments.gateway_account g on g.tenant_id = c.tenant_id and g.id = c.owner_id
        left join billed b on b.account_id = g.id and b.currency = c.currency
        left join declared d on d.account_id = g.id and d.currency = c.currency
       where c.tenant_id = app.tenant_id() and c.code = '1020'
       order by g.name, c.currency`,
  );
}

export interface SettlementListRow {
  readonly id: string;
  readonly account_name: string;
  readonly bank: string;
  readonly bank_line: string;
  readonly arrived_on: string;
  readonly currency: string;
  readonly expected: bigint;
  readonly received: bigint;
  readonly fee_difference: bigint;
  readonly days: readonly string[];
  readonly state: SettlementState;
  readonly declared_by: string;
  readonly decided_by: string | null;
  readonly reason: string | null;
  readonly journal_id: string | null;
  readonly created_at: Date;
  readonly decided_at: Date | null;
  readonly position: string;
}

/** Settlements, newest first. */
export async function readSettlements(
  tx: ReadTx<'admin'>,
  filter: {
    readonly state?: SettlementState | undefined;
    readonly before?: InstantPosition | undefined;
    readonly limit: number;
  },
): Promise<SettlementListRow[]> {
  const { state, before, limit } = filter;
  const conditions = [
    sql`s.tenant_id = app.tenant_id()`,
    ...(state === undefined ? [] : [sql`s.state = ${state}`]),
    ...(before === undefined
      ? []
      : [sql`(s.created_at, s.id) < (${before.position}::timestamptz, ${before.id}::uuid)`]),
  ];
  return await readSql(
    tx,
    sql<SettlementListRow>`
      select s.id, g.name as account_name, a.bank, s.bank_line, s.arrived_on::text as arrived_on, s.currency, s.expected, s.received, s.state,
             s.declared_by, s.decided_by, s.reason, s.journal_id, s.created_at, s.decided_at, s.created_at::text as position,
             coalesce((select array_agg(b.bill_date::text order by b.bill_date)
                from reconciliation.settlement_bill k join reconciliation.bill b on b.tenant_id = k.tenant_id and b.id = k.bill_id
               where k.tenant_id = s.tenant_id and k.settlement_id = s.id), '{}') as days,
             (select coalesce(sum(t.theirs - t.ours), 0)::bigint
                from reconciliation.settlement_bill k
                join reconciliation.ticket t on t.tenant_id = k.tenant_id and t.bill_id = k.bill_id and t.kind = 'fee_differs' and t.currency = k.currency
               where k.tenant_id = s.tenant_id and k.settlement_id = s.id
                 and case s.state when 'declared' then t.state = 'open' else t.journal_id = s.journal_id end) as fee_difference
        from reconciliation.settlement s
        join payments.gateway_account g on g.tenant_id = s.tenant_id and g.id = s.account_id
        join wallet.bank_account a on a.tenant_id = s.tenant_id and a.id = s.bank_account_id
       where ${sql.join(conditions, sql` and `)}
       order by s.created_at desc, s.id desc limit ${limit}`,
  );
}
