import { readSql, type ReadTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';
import type { AccountCode } from '../ledger/index.ts';
import type { LinePosition } from '../page-cursor.ts';

type StatementTx = ReadTx<'admin'> | ReadTx<'portal'>;

/** The moments between which a statement looks, as the database writes them, to the microsecond. */
export interface PeriodBounds {
  readonly from_at: string;
  /** Where the period's last day ends, or now where that is to come. */
  readonly until_at: string;
  readonly open: boolean;
  readonly timezone: string;
}

/** Turns local days (both included) into moments in the tenant's time zone. */
export async function readPeriodBounds(
  tx: StatementTx,
  period: { readonly from: string; readonly until: string },
): Promise<PeriodBounds> {
  const [row] = await readSql(
    tx,
    sql<PeriodBounds>`
      select (${period.from}::date::timestamp at time zone t.timezone)::text as from_at,
             least((${period.until}::date + 1)::timestamp at time zone t.timezone, app.now())::text as until_at,
             (${period.until}::date + 1)::timestamp at time zone t.timezone > app.now() as open, t.timezone
        from tenancy.tenant t where t.tenant_id = app.tenant_id()`,
  );
  if (row === undefined) throw new TypeError('a transaction without its tenant');
  return row;
}

export interface StatementAccountRow {
  readonly id: string;
  readonly code: AccountCode;
  readonly currency: CurrencyCode;
  /** Signed minor units, debit positive. */
  readonly opening: bigint;
  readonly debits: bigint;
  readonly credits: bigint;
  readonly entries: number;
}

/** Every account of an owner that had a balance before or moved within the bounds, by code. */
export async function readStatementAccounts(
  tx: StatementTx,
  ownerId: string,
  bounds: PeriodBounds,
): Promise<StatementAccountRow[]> {
  return await readSql(
    tx,
    sql<StatementAccountRow>`
      select a.id, a.code, a.currency, s.opening, s.debits, s.credits, s.entries
        from ledger.account a
        cross join lateral (
          select coalesce(sum(e.amount) filter (where e.created_at < ${bounds.from_at}::timestamptz), 0)::bigint as opening,
                 coalesce(sum(e.amount) filter (where e.created_at >= ${bounds.from_at}::timestamptz and e.amount > 0), 0)::bigint as debits,
                 coalesce(-sum(e.amount) filter (where e.created_at >= ${bounds.from_at}::timestamptz and e.amount < 0), 0)::bigint as credits,
                 count(*) filter (where e.created_at >= ${bounds.from_at}::timestamptz)::integer as entries
            from ledger.entry e
           where e.tenant_id = a.tenant_id and e.account_id = a.id and e.created_at < ${bounds.until_at}::timestamptz) s
       where a.tenant_id = app.tenant_id() and a.owner_id = ${ownerId} and (s.opening <> 0 or s.entries > 0)
       order by a.currency, a.code, a.id`,
  );
}

export interface StatementEntryRow {
  readonly journal_id: string;
  readonly line: number;
  readonly code: AccountCode;
  readonly currency: CurrencyCode;
  readonly kind: string;
  readonly reference: string | null;
  readonly memo: string | null;
  readonly amount: bigint;
  /** After this entry, signed, counted in the order of the statement. */
  readonly balance: bigint;
  readonly created_at: Date;
  readonly position: string;
}

/** An entry and the balance after it, signed: where the next page begins, and what it counts on from. */
export interface EntryPlace extends LinePosition {
  readonly balance: bigint;
}

/** What an account held before the bounds, signed minor units. */
export async function readOpening(tx: StatementTx, account: StatementAccount, bounds: PeriodBounds): Promise<bigint> {
  const [row] = await readSql(
    tx,
    sql<{ amount: bigint }>`
      select coalesce(sum(e.amount), 0)::bigint as amount from ledger.entry e
       where ${entriesOf(account)} and e.created_at < ${bounds.from_at}::timestamptz`,
  );
  return row?.amount ?? 0n;
}

export interface StatementAccount {
  readonly ownerId: string;
  readonly accountId: string;
}

const entriesOf = ({ ownerId, accountId }: StatementAccount) =>
  sql`e.tenant_id = app.tenant_id() and e.owner_id = ${ownerId} and e.account_id = ${accountId}`;

/**
 * Entries of an owner's account within the bounds, oldest first, each with the balance after it: counted on from the entry before
 * the page, or from the opening balance, so that no page adds up what stands before it.
 */
export async function readStatementEntries(
  tx: StatementTx,
  account: StatementAccount,
  bounds: PeriodBounds,
  page: { readonly from: EntryPlace | { readonly balance: bigint }; readonly limit: number },
): Promise<StatementEntryRow[]> {
  const { from, limit } = page;
  const next =
    'id' in from
      ? sql`e.created_at >= ${from.position}::timestamptz and (e.created_at, e.journal_id, e.line) > (${from.position}::timestamptz, ${from.id}::uuid, ${from.line}::integer)`
      : sql`e.created_at >= ${bounds.from_at}::timestamptz`;
  return await readSql(
    tx,
    sql<StatementEntryRow>`
      with page as (
        select e.journal_id, e.line, e.account_code, e.currency, e.kind, e.reference, e.memo, e.amount, e.created_at
          from ledger.entry e
         where ${entriesOf(account)} and ${next} and e.created_at < ${bounds.until_at}::timestamptz
         order by e.created_at, e.journal_id, e.line limit ${limit})
      select p.journal_id, p.line, p.account_code as code, p.currency, p.kind, p.reference, p.memo, p.amount,
             (${from.balance.toString()}::bigint + sum(p.amount) over (order by p.created_at, p.journal_id, p.line))::bigint as balance,
             p.created_at, p.created_at::text as position
        from page p
       order by p.created_at, p.journal_id, p.line`,
  );
}

/** The name of a party of this tenant; undefined when there is none such. */
export async function readPartyName(
  tx: ReadTx<'admin'>,
  party: { readonly kind: 'distributor' | 'supplier' | 'gateway'; readonly id: string },
): Promise<string | undefined> {
  const table = {
    distributor: 'tenancy.distributor',
    supplier: 'inventory.supplier',
    gateway: 'payments.gateway_account',
  } as const;
  const row = await tx.selectFrom(table[party.kind]).select('name').where('id', '=', party.id).executeTakeFirst();
  return row?.name;
}

/** The wholesaler's own name. */
export async function readHouseName(tx: ReadTx<'admin'>): Promise<string> {
  return (await tx.selectFrom('tenancy.tenant').select('name').executeTakeFirstOrThrow()).name;
}

/** The name a distributor's statement bears. */
export async function readOwnName(tx: ReadTx<'portal'>, distributorId: string): Promise<string> {
  return (
    await tx.selectFrom('tenancy.distributor').select('name').where('id', '=', distributorId).executeTakeFirstOrThrow()
  ).name;
}

/** Everybody who has accounts of its own, by name: whom a statement can be written for. */
export async function readParties(
  tx: ReadTx<'admin'>,
  limit: number,
): Promise<{ readonly kind: 'distributor' | 'supplier' | 'gateway'; readonly id: string; readonly name: string }[]> {
  return await readSql(
    tx,
    sql<{ readonly kind: 'distributor' | 'supplier' | 'gateway'; readonly id: string; readonly name: string }>`
      select p.kind, p.id, p.name
        from (select 'distributor' as kind, d.id, d.name from tenancy.distributor d where d.tenant_id = app.tenant_id() and d.depth > 0
              union all select 'supplier', s.id, s.name from inventory.supplier s where s.tenant_id = app.tenant_id()
              union all select 'gateway', g.id, g.name from payments.gateway_account g where g.tenant_id = app.tenant_id()) p
       where exists (select 1 from ledger.account a where a.tenant_id = app.tenant_id() and a.owner_id = p.id)
       order by p.kind, p.name, p.id limit ${limit}`,
  );
}
