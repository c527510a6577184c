import type { TopUpState, WalletPurse } from '@keyfall/contracts';
import { readSql, type AnyTenantTx, type ReadTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql, type RawBuilder } from 'kysely';
import type { LinePosition } from '../page-cursor.ts';

export async function readTenantCurrency(tx: AnyTenantTx): Promise<CurrencyCode> {
  const row = await tx.selectFrom('tenancy.tenant').select('currency').executeTakeFirstOrThrow();
  return row.currency as CurrencyCode;
}

export const PURSE_CODES = { cash: '2040', bonus: '2041', hold: '2045' } as const satisfies Record<WalletPurse, string>;

export interface WalletRow {
  readonly currency: CurrencyCode;
  readonly cash: bigint;
  readonly bonus: bigint;
  readonly hold: bigint;
  /** How far down the cash may go, zero or less. */
  readonly floor: bigint;
  readonly available: bigint;
  readonly debt: bigint;
  readonly credit_limit: bigint;
  readonly low_mark: bigint | null;
}

/** A distributor's wallet in the tenant's currency, exact at this moment. */
export async function readWalletRow(tx: ReadTx<'portal'>, distributorId: string): Promise<WalletRow | undefined> {
  const rows = await readSql(
    tx,
    sql<WalletRow>`
      select t.currency, coalesce(b.cash, 0)::bigint as cash, coalesce(b.bonus, 0)::bigint as bonus, coalesce(b.hold, 0)::bigint as hold,
             coalesce(b.floor, 0)::bigint as floor, coalesce(b.available, 0)::bigint as available, coalesce(b.debt, 0)::bigint as debt,
             coalesce(s.credit_limit, 0)::bigint as credit_limit, s.low_mark
        from tenancy.tenant t
        left join wallet.setting s on s.tenant_id = t.tenant_id and s.distributor_id = ${distributorId}
        cross join lateral (
          select sum(x.credits - x.debits) filter (where a.code = '2040') as cash, sum(x.credits - x.debits) filter (where a.code = '2041') as bonus,
                 sum(x.credits - x.debits) filter (where a.code = '2045') as hold, min(x.min_balance) filter (where a.code = '2040') as floor,
                 sum(x.credits - x.debits) filter (where a.code = '2020') as available, sum(x.debits - x.credits) filter (where a.code = '1210') as debt
            from ledger.account a join ledger.balance x on x.tenant_id = a.tenant_id and x.account_id = a.id
           where a.tenant_id = t.tenant_id and a.owner_id = ${distributorId} and a.currency = t.currency) b
       where t.tenant_id = app.tenant_id()`,
  );
  return rows[0];
}

export interface WalletEntryRow {
  readonly journal_id: string;
  readonly line: number;
  readonly account_code: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly kind: string;
  readonly reference: string | null;
  readonly balance_after: bigint;
  readonly created_at: Date;
  /** The moment to the microsecond, for the next page. */
  readonly position: string;
}

/** Movements of a distributor's wallet, newest first. */
export async function listWalletEntries(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: {
    readonly purse?: WalletPurse | undefined;
    readonly before?: LinePosition | undefined;
    readonly limit: number;
  },
): Promise<WalletEntryRow[]> {
  const codes = filter.purse === undefined ? Object.values(PURSE_CODES) : [PURSE_CODES[filter.purse]];
  const { before } = filter;
  const older =
    before === undefined
      ? sql``
      : sql`and (e.created_at, e.journal_id, e.line) < (${before.position}::timestamptz, ${before.id}::uuid, ${before.line}::integer)`;
  return await readSql(
    tx,
    sql<WalletEntryRow>`
      select e.journal_id, e.line, e.account_code, e.currency, -e.amount as amount, e.kind, e.reference, -e.balance_after as balance_after,
             e.created_at, e.created_at::text as position
        from ledger.entry e
       where e.tenant_id = app.tenant_id()
         and e.account_id = any (array(select a.id from ledger.account a where a.tenant_id = app.tenant_id() and a.owner_id = ${distributorId} and a.code = any (${codes}::text[])))
         ${older}
       order by e.created_at desc, e.journal_id desc, e.line desc limit ${filter.limit}`,
  );
}

export interface TopUpListRow {
  readonly id: string;
  readonly distributor_id: string;
  readonly method: 'gateway' | 'bank';
  readonly state: TopUpState;
  readonly amount: bigint;
  readonly bonus: bigint;
  readonly currency: string;
  readonly via: string;
  readonly payer_name: string | null;
  readonly note: string | null;
  readonly bank_line: string | null;
  readonly reason: string | null;
  readonly declared_side: 'distributor' | 'staff';
  readonly reversed_at: Date | null;
  readonly created_at: Date;
  readonly decided_at: Date | null;
  readonly position: string;
}

interface TopUpFilter {
  readonly distributorId?: string | undefined;
  readonly states?: readonly TopUpState[] | undefined;
  readonly id?: string | undefined;
  readonly before?: { readonly position: string; readonly id: string } | undefined;
  readonly limit: number;
}

function topUpConditions(filter: TopUpFilter): RawBuilder<unknown> {
  const { distributorId, states, before, id } = filter;
  return sql.join(
    [
      sql`t.tenant_id = app.tenant_id()`,
      ...(distributorId === undefined ? [] : [sql`t.distributor_id = ${distributorId}`]),
      ...(id === undefined ? [] : [sql`t.id = ${id}`]),
      ...(states === undefined || states.length === 0 ? [] : [sql`t.state = any (${[...states]}::text[])`]),
      ...(before === undefined
        ? []
        : [sql`(t.created_at, t.id) < (${before.position}::timestamptz, ${before.id}::uuid)`]),
    ],
    sql` and `,
  );
}

/** A distributor's own top-ups, newest first. */
export async function listOwnTopUps(tx: ReadTx<'portal'>, filter: TopUpFilter): Promise<TopUpListRow[]> {
  return await readSql(
    tx,
    sql<TopUpListRow>`
      select t.id, t.distributor_id, t.method, t.state, t.amount, t.bonus, t.currency, coalesce(g.name, k.bank, '') as via, t.payer_name, t.note,
             t.bank_line, t.reason, t.declared_side, t.reversed_at, t.created_at, t.decided_at, t.created_at::text as position
        from wallet.top_up t
        left join payments.gateway_account g on g.tenant_id = t.tenant_id and g.id = t.account_id
        left join wallet.bank_account k on k.tenant_id = t.tenant_id and k.id = t.bank_account_id
       where ${topUpConditions(filter)} order by t.created_at desc, t.id desc limit ${filter.limit}`,
  );
}

export interface StaffTopUpRow extends TopUpListRow {
  readonly distributor_name: string;
  readonly declared_by: string;
}

/** Top-ups as the wholesaler sees them, newest first. */
export async function listTopUpRows(tx: ReadTx<'admin'>, filter: TopUpFilter): Promise<StaffTopUpRow[]> {
  return await readSql(
    tx,
    sql<StaffTopUpRow>`
      select t.id, t.distributor_id, d.name as distributor_name, t.method, t.state, t.amount, t.bonus, t.currency, coalesce(g.name, k.bank, '') as via,
             t.payer_name, t.note, t.bank_line, t.reason, t.declared_side, t.declared_by, t.reversed_at, t.created_at, t.decided_at, t.created_at::text as position
        from wallet.top_up t
        join tenancy.distributor d on d.tenant_id = t.tenant_id and d.id = t.distributor_id
        left join payments.gateway_account g on g.tenant_id = t.tenant_id and g.id = t.account_id
        left join wallet.bank_account k on k.tenant_id = t.tenant_id and k.id = t.bank_account_id
       where ${topUpConditions(filter)} order by t.created_at desc, t.id desc limit ${filter.limit}`,
  );
}

export interface WalletListRow {
  readonly distributor_id: string;
  readonly code: string;
  readonly name: string;
  readonly status: string;
  readonly currency: string;
  readonly cash: bigint;
  readonly bonus: bigint;
  readonly debt: bigint;
  readonly floor: bigint;
  readonly credit_limit: bigint;
}

/** Distributors with their wallets, by code. */
export async function listWalletRows(
  tx: ReadTx<'admin'>,
  filter: { readonly search?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<WalletListRow[]> {
  const { search, after } = filter;
  const found =
    search === undefined || search === ''
      ? sql``
      : sql`and (strpos(lower(d.name), ${search.toLowerCase()}) > 0 or d.code ^@ ${search.toUpperCase()})`;
  const next = after === undefined ? sql`` : sql`and d.code > ${after}`;
  return await readSql(
    tx,
    sql<WalletListRow>`
      select d.id as distributor_id, d.code, d.name, d.status, t.currency, coalesce(b.cash, 0)::bigint as cash, coalesce(b.bonus, 0)::bigint as bonus,
             coalesce(b.debt, 0)::bigint as debt, coalesce(b.floor, 0)::bigint as floor, coalesce(s.credit_limit, 0)::bigint as credit_limit
        from tenancy.distributor d
        join tenancy.tenant t on t.tenant_id = d.tenant_id
        left join wallet.setting s on s.tenant_id = d.tenant_id and s.distributor_id = d.id
        left join lateral (
          select sum(x.credits - x.debits) filter (where a.code = '2040') as cash, sum(x.credits - x.debits) filter (where a.code = '2041') as bonus,
                 min(x.min_balance) filter (where a.code = '2040') as floor, sum(x.debits - x.credits) filter (where a.code = '1210') as debt
            from ledger.account a join ledger.balance x on x.tenant_id = a.tenant_id and x.account_id = a.id
           where a.tenant_id = d.tenant_id and a.owner_id = d.id and a.currency = t.currency and a.code in ('2040', '2041', '1210')) b on true
       where d.tenant_id = app.tenant_id() and d.depth > 0 ${found} ${next}
       order by d.code limit ${filter.limit}`,
  );
}

/** Changes of a distributor's credit limit, newest first. */
export async function listCreditChanges(tx: ReadTx<'admin'>, distributorId: string, limit: number) {
  return await tx
    .selectFrom('wallet.credit_change')
    .select(['id', 'currency', 'limit_before', 'limit_after', 'reason', 'created_at'])
    .where('distributor_id', '=', distributorId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function listBonusRules(tx: AnyTenantTx) {
  return await tx
    .selectFrom('wallet.bonus_rule')
    .select(['amount_from', 'percent'])
    .orderBy('amount_from')
    .limit(50)
    .execute();
}

export async function listBankAccounts(tx: AnyTenantTx) {
  return await tx
    .selectFrom('wallet.bank_account')
    .select(['id', 'bank', 'holder', 'number', 'currency', 'enabled'])
    .orderBy('bank')
    .orderBy('id')
    .limit(100)
    .execute();
}

/** Gateways a distributor may pay into its wallet with. */
export async function listTopUpMethods(tx: ReadTx<'portal'>, currency: string) {
  return await tx
    .selectFrom('payments.gateway_account')
    .select(['id', 'provider', 'name'])
    .where('enabled', '=', true)
    // One's own account pays nobody else's wallet.
    .where('distributor_id', 'is', null)
    .where('currency', '=', currency)
    .orderBy('name')
    .orderBy('id')
    .limit(20)
    .execute();
}
