import type { CurrencyCode } from '@keyfall/money';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { LinePosition } from '../page-cursor.ts';
import type { AccountCode } from './chart.rules.ts';

export interface AccountRow {
  readonly id: string;
  readonly code: AccountCode;
  readonly owner_id: string;
  readonly owner_name: string | null;
  readonly currency: CurrencyCode;
  /** Debits less credits, minor units, exact at this moment. */
  readonly amount: bigint;
}

/** Accounts with their balances, by code; all of them, or those of one code or owner. A tenant has a few per distributor. */
export async function readAccounts(
  tx: ReadTx<'admin'>,
  filter: {
    readonly code?: string | undefined;
    readonly ownerId?: string | undefined;
    readonly accountId?: string | undefined;
    readonly after?: { readonly name: string; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<AccountRow[]> {
  const { code, ownerId, accountId, after } = filter;
  const conditions = [
    sql`b.tenant_id = app.tenant_id()`,
    ...(code === undefined ? [] : [sql`b.code = ${code}`]),
    ...(ownerId === undefined ? [] : [sql`b.owner_id = ${ownerId}`]),
    ...(accountId === undefined ? [] : [sql`b.id = ${accountId}`]),
    ...(after === undefined ? [] : [sql`(b.code, b.id) > (${after.name}, ${after.id}::uuid)`]),
  ];
  return await readSql(
    tx,
    sql<AccountRow>`
      select b.id, b.code, b.owner_id, b.currency, b.amount, coalesce(d.name, g.name, s.name) as owner_name
        from ledger.account_balance b
        left join tenancy.distributor d on d.tenant_id = b.tenant_id and d.id = b.owner_id
        left join payments.gateway_account g on g.tenant_id = b.tenant_id and g.id = b.owner_id
        left join inventory.supplier s on s.tenant_id = b.tenant_id and s.id = b.owner_id
       where ${sql.join(conditions, sql` and `)}
       order by b.code, b.id limit ${filter.limit}`,
  );
}

export interface EntryRow {
  readonly journal_id: string;
  readonly line: number;
  readonly account_id: string;
  readonly account_code: AccountCode;
  readonly owner_id: string;
  readonly owner_name: string | null;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  readonly kind: string;
  readonly reference: string | null;
  readonly memo: string | null;
  readonly balance_after: bigint | null;
  readonly created_at: Date;
  /** The moment to the microsecond, for the next page. */
  readonly position: string;
}

/** Entries of one account, newest first. */
export async function readEntries(
  tx: ReadTx<'admin'>,
  accountId: string,
  page: { readonly before?: LinePosition | undefined; readonly limit: number },
): Promise<EntryRow[]> {
  const { before } = page;
  const older =
    before === undefined
      ? sql``
      : sql`and (e.created_at, e.journal_id, e.line) < (${before.position}::timestamptz, ${before.id}::uuid, ${before.line}::integer)`;
  return await readSql(
    tx,
    sql<EntryRow>`
      select e.journal_id, e.line, e.account_id, e.account_code, e.owner_id, null as owner_name, e.currency, e.amount, e.kind, e.reference,
             e.memo, e.balance_after, e.created_at, e.created_at::text as position
        from ledger.entry e
       where e.tenant_id = app.tenant_id() and e.account_id = ${accountId} ${older}
       order by e.created_at desc, e.journal_id desc, e.line desc limit ${page.limit}`,
  );
}

export interface JournalRow {
  readonly id: string;
  readonly idem_key: string;
  readonly kind: string;
  readonly currency: CurrencyCode;
  readonly order_id: string | null;
  readonly order_no: string | null;
  readonly reference: string | null;
  readonly reverses: string | null;
  readonly effective_at: Date;
  readonly created_at: Date;
}

/** Journals by id or by order, oldest first. */
export async function readJournals(
  tx: ReadTx<'admin'>,
  by: { readonly journalId: string } | { readonly orderId: string },
): Promise<JournalRow[]> {
  const condition = 'journalId' in by ? sql`j.id = ${by.journalId}` : sql`j.order_id = ${by.orderId}`;
  return await readSql(
    tx,
    sql<JournalRow>`
      select j.id, j.idem_key, j.kind, j.currency, j.order_id, o.order_no, j.reference, j.reverses, j.effective_at, j.created_at
        from ledger.journal j
        left join orders.sales_order o on o.tenant_id = j.tenant_id and o.id = j.order_id
       where j.tenant_id = app.tenant_id() and ${condition}
       order by j.created_at, j.id limit 500`,
  );
}

/** The lines of some journals, with the names of their owners. */
export async function readJournalLines(tx: ReadTx<'admin'>, journalIds: readonly string[]): Promise<EntryRow[]> {
  if (journalIds.length === 0) return [];
  return await readSql(
    tx,
    sql<EntryRow>`
      select e.journal_id, e.line, e.account_id, e.account_code, e.owner_id, coalesce(d.name, g.name, s.name) as owner_name, e.currency,
             e.amount, e.kind, e.reference, e.memo, e.balance_after, e.created_at, e.created_at::text as position
        from ledger.entry e
        left join tenancy.distributor d on d.tenant_id = e.tenant_id and d.id = e.owner_id
        left join payments.gateway_account g on g.tenant_id = e.tenant_id and g.id = e.owner_id
        left join inventory.supplier s on s.tenant_id = e.tenant_id and s.id = e.owner_id
       where e.tenant_id = app.tenant_id() and e.journal_id = any (${[...journalIds]}::uuid[])
       order by e.journal_id, e.line`,
  );
}

export interface TrialBalanceRow {
  readonly code: AccountCode;
  readonly currency: CurrencyCode;
  readonly accounts: number;
  /** Debits less credits of all accounts of the code. */
  readonly amount: bigint;
}

/** The sum of every code and currency; over all codes it is zero in each currency. */
export async function readTrialBalance(tx: ReadTx<'admin'>): Promise<TrialBalanceRow[]> {
  return await readSql(
    tx,
    sql<TrialBalanceRow>`
      select b.code, b.currency, count(*)::integer as accounts, sum(b.amount)::bigint as amount
        from ledger.account_balance b where b.tenant_id = app.tenant_id()
       group by b.code, b.currency order by b.currency, b.code`,
  );
}
