import type { PayeeKind, PayeeState } from '@keyfall/contracts/payee';
import { readSql, type AnyTenantTx, type ReadTx, type ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { SealedText } from './sealed-text.ts';

const NOW = sql<Date>`app.now()`;

export interface NewPayee {
  readonly id: string;
  readonly distributorId: string;
  readonly kind: PayeeKind;
  readonly holder: string;
  readonly bankName: string | null;
  readonly branch: string | null;
  readonly mask: string;
  readonly numberIndex: Buffer;
  readonly sealed: SealedText;
  readonly isOwnName: boolean;
  readonly coolingOffHours: number;
  readonly createdBy: string | null;
}

export async function insertPayee(tx: ServiceTx, payee: NewPayee): Promise<void> {
  await tx
    .insertInto('withdrawals.payee')
    .values({
      id: payee.id,
      distributor_id: payee.distributorId,
      kind: payee.kind,
      holder: payee.holder,
      bank_name: payee.bankName,
      branch: payee.branch,
      mask: payee.mask,
      number_index: payee.numberIndex,
      sealed_key_id: payee.sealed.keyId,
      sealed_nonce: payee.sealed.nonce,
      sealed: payee.sealed.ciphertext,
      state: payee.isOwnName ? 'verified' : 'pending',
      verified_how: payee.isOwnName ? 'own_name' : null,
      verified_at: payee.isOwnName ? NOW : null,
      usable_from: sql<Date>`app.now() + make_interval(hours => ${payee.coolingOffHours}::integer)`,
      created_by: payee.createdBy,
    })
    .execute();
}

/** A payee of this distributor under lock; without a distributor any of the tenant's. */
export async function lockPayee(tx: ServiceTx, id: string, distributorId?: string) {
  let query = tx
    .selectFrom('withdrawals.payee')
    .select(['id', 'distributor_id', 'kind', 'holder', 'mask', 'state', 'created_by', 'usable_from'])
    .select(sql<boolean>`usable_from <= app.now()`.as('has_cooled_off'))
    .where('id', '=', id);
  if (distributorId !== undefined) query = query.where('distributor_id', '=', distributorId);
  return await query.forNoKeyUpdate().executeTakeFirst();
}
export type LockedPayee = NonNullable<Awaited<ReturnType<typeof lockPayee>>>;

/** Whether money on its way, or asked for, still needs this payee. */
export async function isPayeeNeeded(tx: ServiceTx, payeeId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('withdrawals.withdrawal')
    .select('id')
    .where('payee_id', '=', payeeId)
    .where('state', 'in', ['requested', 'approved', 'submitted', 'unknown'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function setPayeeState(
  tx: ServiceTx,
  id: string,
  change:
    | { readonly state: 'removed' }
    | { readonly state: 'refused'; readonly reason: string }
    | { readonly state: 'verified'; readonly by: string; readonly evidence: string },
): Promise<void> {
  await tx
    .updateTable('withdrawals.payee')
    .set({
      state: change.state,
      updated_at: NOW,
      ...(change.state === 'refused' ? { refused_reason: change.reason } : {}),
      ...(change.state === 'verified'
        ? {
            verified_how: 'evidence' as const,
            verified_by: change.by,
            verified_at: NOW,
            evidence: change.evidence,
          }
        : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** How a payee is paid: everything but the number in the clear. */
export async function readSealedPayees(tx: ServiceTx, ids: readonly string[]) {
  return await tx
    .selectFrom('withdrawals.payee')
    .select(['id', 'kind', 'holder', 'bank_name', 'branch', 'sealed_key_id', 'sealed_nonce', 'sealed'])
    .where('id', 'in', [...ids])
    .execute();
}

const PAYEE_COLUMNS = [
  'id',
  'kind',
  'holder',
  'bank_name',
  'branch',
  'mask',
  'state',
  'refused_reason',
  'usable_from',
  'created_at',
] as const;

/** One distributor's payees that are not removed, newest first. */
export async function listOwnPayeeRows(tx: ReadTx<'portal'> | ServiceTx, distributorId: string, id?: string) {
  let query = (tx as AnyTenantTx)
    .selectFrom('withdrawals.payee')
    .select(PAYEE_COLUMNS)
    .select(sql<boolean>`state = 'verified' and usable_from <= app.now()`.as('is_usable'))
    .where('distributor_id', '=', distributorId);
  query = id === undefined ? query.where('state', '<>', 'removed') : query.where('id', '=', id);
  return await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(100).execute();
}
export type OwnPayeeRow = Awaited<ReturnType<typeof listOwnPayeeRows>>[number];

export interface AdminPayeeRow extends OwnPayeeRow {
  readonly distributor_id: string;
  readonly distributor_name: string;
  readonly legal_name: string | null;
  readonly verified_how: 'own_name' | 'evidence' | null;
  readonly verified_by: string | null;
  readonly verified_at: Date | null;
  readonly evidence: string | null;
  /** Names of other distributors with the same number. */
  readonly shared_with: readonly string[];
  readonly position: string;
}

/** Payees of the tenant, newest first. */
export async function listPayeeRows(
  tx: ReadTx<'admin'>,
  filter: {
    readonly state?: PayeeState | null | undefined;
    readonly before?: { readonly position: string; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<AdminPayeeRow[]> {
  const { state = null, before } = filter;
  return await readSql(
    tx,
    sql<AdminPayeeRow>`
      select y.id, y.kind, y.holder, y.bank_name, y.branch, y.mask, y.state, y.refused_reason, y.usable_from, y.created_at,
             y.state = 'verified' and y.usable_from <= app.now() as is_usable, y.distributor_id, d.name as distributor_name, p.legal_name,
             y.verified_how, y.verified_by, y.verified_at, y.evidence, y.created_at::text as position,
             coalesce((select array_agg(distinct o.name) from withdrawals.payee s
                         join tenancy.distributor o on o.tenant_id = s.tenant_id and o.id = s.distributor_id
                        where s.tenant_id = y.tenant_id and s.number_index = y.number_index and s.distributor_id <> y.distributor_id), '{}') as shared_with
        from withdrawals.payee y
        join tenancy.distributor d on d.tenant_id = y.tenant_id and d.id = y.distributor_id
        left join tenancy.distributor_profile p on p.tenant_id = y.tenant_id and p.distributor_id = y.distributor_id
       where y.tenant_id = app.tenant_id() and (${state}::text is null or y.state = ${state})
         and (${before?.position ?? null}::timestamptz is null or (y.created_at, y.id) < (${before?.position ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       order by y.created_at desc, y.id desc limit ${filter.limit}`,
  );
}
