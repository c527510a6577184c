import type { PayBackState } from '@keyfall/contracts';
import type { PayeeKind } from '@keyfall/contracts/payee';
import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';

const CAME_BACK = sql`('failed', 'rejected', 'cancelled', 'returned')`;

/** What of it is left to pay back: not gone, not on its way, not asked for. */
const LEFT = sql`t.amount - coalesce((select sum(p.amount) from wallet.pay_back p
      left join withdrawals.withdrawal w on w.tenant_id = p.tenant_id and w.id = p.withdrawal_id
     where p.tenant_id = t.tenant_id and p.top_up_id = t.id and p.state in ('requested', 'approved')
       and (w.state is null or w.state not in ${CAME_BACK})), 0)`;

export interface PayBackSourceRow {
  readonly id: string;
  readonly method: 'gateway' | 'bank';
  readonly via: string;
  readonly payer_name: string | null;
  readonly currency: string;
  readonly amount: bigint;
  readonly bonus: bigint;
  readonly remaining: bigint;
  readonly created_at: Date;
}

/** A distributor's top-ups of which something may go back, newest first. */
export async function listPayBackSourceRows(
  tx: ReadTx<'portal'>,
  distributorId: string,
  limit: number,
): Promise<PayBackSourceRow[]> {
  return await readSql(
    tx,
    sql<PayBackSourceRow>`
      select * from (
        select t.id, t.method, coalesce(g.name, k.bank, '') as via, t.payer_name, t.currency, t.amount, t.bonus, (${LEFT})::bigint as remaining, t.created_at
          from wallet.top_up t
          left join payments.gateway_account g on g.tenant_id = t.tenant_id and g.id = t.account_id
          left join wallet.bank_account k on k.tenant_id = t.tenant_id and k.id = t.bank_account_id
         where t.tenant_id = app.tenant_id() and t.distributor_id = ${distributorId} and t.state = 'confirmed' and t.reversed_at is null) x
       where x.remaining > 0 order by x.created_at desc, x.id desc limit ${limit}`,
  );
}

export interface PayBackListRow {
  readonly id: string;
  readonly pay_back_no: string;
  readonly state: PayBackState;
  readonly currency: string;
  readonly amount: bigint;
  readonly bonus: bigint;
  readonly method: 'gateway' | 'bank';
  readonly via: string;
  readonly payee_kind: PayeeKind | null;
  readonly holder: string | null;
  readonly bank_name: string | null;
  readonly mask: string | null;
  readonly reason: string | null;
  readonly created_at: Date;
  readonly position: string;
}

interface PayBackFilter {
  readonly distributorId?: string | undefined;
  readonly isWaiting?: boolean | undefined;
  readonly before?: { readonly position: string; readonly id: string } | undefined;
  readonly limit: number;
}

const COMMON = sql`p.id, p.pay_back_no,
  case when p.state <> 'approved' then p.state when f.state = 'done' or w.state = 'paid' then 'done'
       when w.state in ${CAME_BACK} then 'failed' else 'sending' end as state,
  p.currency, p.amount, p.bonus, t.method, coalesce(g.name, k.bank, '') as via, y.kind as payee_kind, y.holder, y.bank_name, y.mask,
  p.reason, p.created_at, p.created_at::text as position`;
const FROM = sql`from wallet.pay_back p
  join wallet.top_up t on t.tenant_id = p.tenant_id and t.id = p.top_up_id
  left join payments.gateway_account g on g.tenant_id = t.tenant_id and g.id = t.account_id
  left join wallet.bank_account k on k.tenant_id = t.tenant_id and k.id = t.bank_account_id
  left join withdrawals.payee y on y.tenant_id = p.tenant_id and y.id = p.payee_id
  left join payments.refund f on f.tenant_id = p.tenant_id and f.id = p.refund_id
  left join withdrawals.withdrawal w on w.tenant_id = p.tenant_id and w.id = p.withdrawal_id`;

function page({ distributorId, isWaiting = false, before, limit }: PayBackFilter) {
  const ownerId = distributorId ?? null;
  return sql`p.tenant_id = app.tenant_id() and (${ownerId}::uuid is null or p.distributor_id = ${ownerId}::uuid)
    and (not ${isWaiting}::boolean or p.state = 'requested')
    and (${before?.position ?? null}::timestamptz is null or (p.created_at, p.id) < (${before?.position ?? null}::timestamptz, ${before?.id ?? null}::uuid))
  order by p.created_at desc, p.id desc limit ${limit}`;
}

/** A distributor's own pay-backs, newest first. */
export async function listOwnPayBackRows(
  tx: ReadTx<'portal'>,
  filter: PayBackFilter & { readonly distributorId: string },
): Promise<PayBackListRow[]> {
  return await readSql(tx, sql<PayBackListRow>`select ${COMMON} ${FROM} where ${page(filter)}`);
}

export interface StaffPayBackRow extends PayBackListRow {
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly payer_name: string | null;
  readonly topped_up: bigint;
  readonly topped_up_at: Date;
  readonly requested_by: string;
  readonly checks_needed: number;
  readonly approved_by: string | null;
  readonly second_approved_by: string | null;
  readonly withdrawal_id: string | null;
  readonly refund_id: string | null;
}

/** Pay-backs of all distributors, newest first. */
export async function listPayBackRows(tx: ReadTx<'admin'>, filter: PayBackFilter): Promise<StaffPayBackRow[]> {
  return await readSql(
    tx,
    sql<StaffPayBackRow>`
      select ${COMMON}, p.distributor_id, d.name as distributor_name, t.payer_name, t.amount as topped_up, t.created_at as topped_up_at,
             p.requested_by, p.checks_needed, p.approved_by, p.second_approved_by, p.withdrawal_id, p.refund_id
        ${FROM}
        join tenancy.distributor d on d.tenant_id = p.tenant_id and d.id = p.distributor_id
       where ${page(filter)}`,
  );
}
