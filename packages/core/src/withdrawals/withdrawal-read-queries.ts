import type { PayoutSource, WithdrawalState } from '@keyfall/contracts';
import type { PayeeKind, PayeeState, PayoutProvider } from '@keyfall/contracts/payee';
import { readSql, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** What both offices see of a withdrawal. */
export interface WithdrawalListRow {
  readonly id: string;
  readonly withdrawal_no: string;
  readonly state: WithdrawalState;
  readonly source: PayoutSource;
  readonly currency: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly tax_rate: string;
  readonly tax_withheld: bigint;
  readonly reason: string | null;
  readonly payee_id: string;
  readonly payee_kind: PayeeKind;
  readonly holder: string;
  readonly bank_name: string | null;
  readonly mask: string;
  readonly created_at: Date;
  readonly paid_at: Date | null;
  readonly position: string;
}

export interface WithdrawalFilter {
  readonly id?: string | undefined;
  readonly states?: readonly WithdrawalState[] | undefined;
  readonly before?: { readonly position: string; readonly id: string } | undefined;
  readonly limit: number;
}

const COMMON = sql`w.id, w.withdrawal_no, w.state, w.source, w.currency, w.amount, w.fee, w.tax_rate, w.tax_withheld, w.reason, w.payee_id,
  y.kind as payee_kind, y.holder, y.bank_name, y.mask, w.created_at, w.paid_at, w.created_at::text as position`;
const PAYEE = sql`join withdrawals.payee y on y.tenant_id = w.tenant_id and y.id = w.payee_id`;

function page(filter: WithdrawalFilter) {
  const { id = null, states, before } = filter;
  return sql`(${id}::uuid is null or w.id = ${id}::uuid)
    and (${states === undefined}::boolean or w.state = any (${[...(states ?? [])]}::text[]))
    and (${before?.position ?? null}::timestamptz is null or (w.created_at, w.id) < (${before?.position ?? null}::timestamptz, ${before?.id ?? null}::uuid))
  order by w.created_at desc, w.id desc limit ${filter.limit}`;
}

/** The distributor's own, newest first. */
export async function listOwnRows(
  tx: ReadTx<'portal'>,
  distributorId: string,
  filter: WithdrawalFilter,
): Promise<WithdrawalListRow[]> {
  return await readSql(
    tx,
    sql<WithdrawalListRow>`select ${COMMON} from withdrawals.withdrawal w ${PAYEE}
      where w.tenant_id = app.tenant_id() and w.distributor_id = ${distributorId} and ${page(filter)}`,
  );
}

export interface OwnEventRow {
  readonly id: string;
  readonly kind: string;
  readonly by_kind: 'distributor' | 'staff' | 'system';
  readonly created_at: Date;
}

export async function listOwnEvents(tx: ReadTx<'portal'>, withdrawalId: string): Promise<OwnEventRow[]> {
  return await tx
    .selectFrom('withdrawals.event')
    .select(['id', 'kind', 'by_kind', 'created_at'])
    .where('withdrawal_id', '=', withdrawalId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute();
}

/** The distributor's income in each station, minor units. */
export async function readStations(tx: ReadTx<'portal'>, distributorId: string, currency: string) {
  const rows = await readSql(
    tx,
    sql<{ available: bigint; held: bigint; debt: bigint; on_its_way: bigint }>`
      select coalesce(-sum(b.amount) filter (where b.code = '2020'), 0)::bigint as available,
             coalesce(-sum(b.amount) filter (where b.code = '2030'), 0)::bigint as held,
             coalesce(sum(b.amount) filter (where b.code = '1210'), 0)::bigint as debt,
             (select coalesce(sum(w.amount), 0) from withdrawals.withdrawal w
               where w.tenant_id = app.tenant_id() and w.distributor_id = ${distributorId} and w.currency = ${currency}
                 and w.source = 'income' and w.state in ('submitted', 'unknown'))::bigint as on_its_way
        from ledger.account_balance b
       where b.tenant_id = app.tenant_id() and b.owner_id = ${distributorId} and b.currency = ${currency} and b.code in ('2020', '2030', '1210')`,
  );
  return rows[0] ?? { available: 0n, held: 0n, debt: 0n, on_its_way: 0n };
}

export interface AdminWithdrawalListRow extends WithdrawalListRow {
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly distributor_status: string;
  readonly legal_name: string | null;
  readonly tax_number: string | null;
  readonly payee_state: PayeeState;
  readonly requested_by: string;
  readonly checks_needed: number;
  readonly approved_by: string | null;
  readonly second_approved_by: string | null;
  readonly submitted_by: string | null;
  readonly account_name: string | null;
  readonly provider: PayoutProvider | null;
  readonly file_no: string | null;
  readonly provider_ref: string | null;
  readonly error_code: string | null;
  readonly tries: number;
  readonly next_try_at: Date | null;
  readonly rail_cost: bigint;
  readonly bank_reference: string | null;
  readonly settlement_id: string | null;
  readonly debt: bigint;
}

/** All of the tenant, newest first. */
export async function listAllRows(
  tx: ReadTx<'admin'>,
  filter: WithdrawalFilter & { readonly distributorId?: string | undefined },
): Promise<AdminWithdrawalListRow[]> {
  const { distributorId = null } = filter;
  return await readSql(
    tx,
    sql<AdminWithdrawalListRow>`
      select ${COMMON}, w.distributor_id, d.name as distributor_name, d.status as distributor_status, p.legal_name, w.tax_number, y.state as payee_state,
             w.requested_by, w.checks_needed, w.approved_by, w.second_approved_by, w.submitted_by, a.name as account_name, a.provider, f.file_no,
             w.provider_ref, w.error_code, w.tries, w.next_try_at, w.rail_cost, w.bank_reference, w.settlement_id,
             coalesce((select b.amount from ledger.account_balance b where b.tenant_id = w.tenant_id and b.code = '1210' and b.owner_id = w.distributor_id
                          and b.currency = w.currency), 0)::bigint as debt
        from withdrawals.withdrawal w ${PAYEE}
        join tenancy.distributor d on d.tenant_id = w.tenant_id and d.id = w.distributor_id
        left join tenancy.distributor_profile p on p.tenant_id = w.tenant_id and p.distributor_id = w.distributor_id
        left join withdrawals.account a on a.tenant_id = w.tenant_id and a.id = w.account_id
        left join withdrawals.bank_file f on f.tenant_id = w.tenant_id and f.id = w.bank_file_id
       where w.tenant_id = app.tenant_id() and (${distributorId}::uuid is null or w.distributor_id = ${distributorId}::uuid) and ${page(filter)}`,
  );
}

export interface AdminEventRow extends OwnEventRow {
  readonly actor_id: string | null;
  readonly data: unknown;
}

export async function listAllEvents(tx: ReadTx<'admin'>, withdrawalId: string): Promise<AdminEventRow[]> {
  return await tx
    .selectFrom('withdrawals.event')
    .select(['id', 'kind', 'by_kind', 'actor_id', 'data', 'created_at'])
    .where('withdrawal_id', '=', withdrawalId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute();
}

/** How many there are in each state, and payees that wait to be verified. */
export async function countWaiting(tx: ReadTx<'admin'> | ServiceTx) {
  const db = tx as ReadTx<'admin'>;
  const [states, payees] = await Promise.all([
    db
      .selectFrom('withdrawals.withdrawal')
      .select(['state', sql<number>`count(*)::integer`.as('n')])
      .groupBy('state')
      .execute(),
    db
      .selectFrom('withdrawals.payee')
      .select(sql<number>`count(*)::integer`.as('n'))
      .where('state', '=', 'pending')
      .executeTakeFirstOrThrow(),
  ]);
  return { states, payeesPending: payees.n };
}
