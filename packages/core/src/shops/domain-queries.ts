import type { DomainState } from '@keyfall/contracts';
import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;
const COLUMNS = [
  'id',
  'shop_id',
  'distributor_id',
  'host',
  'txt_token',
  'state',
  'checked_at',
  'verified_at',
  'last_error',
  'misses',
] as const;

function selectDomains(tx: AnyTenantTx) {
  return tx.selectFrom('tenancy.shop_domain').select(COLUMNS);
}

export interface DomainRow {
  readonly id: string;
  readonly shop_id: string;
  readonly distributor_id: string;
  readonly host: string;
  readonly txt_token: string;
  readonly state: DomainState;
  readonly checked_at: Date | null;
  readonly verified_at: Date | null;
  readonly last_error: string | null;
  readonly misses: number;
}

export async function listDomains(
  tx: ReadTx<'admin'> | ReadTx<'portal'>,
  shopId: string,
): Promise<readonly DomainRow[]> {
  return await selectDomains(tx as AnyTenantTx)
    .where('shop_id', '=', shopId)
    .orderBy('host')
    .limit(100)
    .execute();
}

export async function countDomains(tx: ServiceTx, shopId: string): Promise<number> {
  const row = await tx
    .selectFrom('tenancy.shop_domain')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('shop_id', '=', shopId)
    .executeTakeFirstOrThrow();
  return row.n;
}

export async function insertDomain(
  tx: ServiceTx,
  domain: {
    readonly id: string;
    readonly shopId: string;
    readonly distributorId: string;
    readonly host: string;
    readonly token: string;
  },
): Promise<void> {
  await tx
    .insertInto('tenancy.shop_domain')
    .values({
      id: domain.id,
      shop_id: domain.shopId,
      distributor_id: domain.distributorId,
      host: domain.host,
      txt_token: domain.token,
    })
    .execute();
}

/** A domain as its writer addresses it; `distributorId` narrows to the caller's own. */
export async function lockDomain(
  tx: ServiceTx,
  id: string,
  distributorId: string | undefined,
): Promise<DomainRow | undefined> {
  let query = tx.selectFrom('tenancy.shop_domain').select(COLUMNS).where('id', '=', id);
  if (distributorId !== undefined) query = query.where('distributor_id', '=', distributorId);
  return await query.forNoKeyUpdate().executeTakeFirst();
}

export async function deleteDomain(tx: ServiceTx, id: string): Promise<void> {
  await tx.deleteFrom('tenancy.shop_domain').where('id', '=', id).execute();
}

/** Domains whose next check is due. Nobody holds a lock while DNS answers; the outcome is judged again under one. */
export async function listDueDomains(tx: ServiceTx, limit: number): Promise<readonly DomainRow[]> {
  return await tx
    .selectFrom('tenancy.shop_domain')
    .select(COLUMNS)
    .where('next_check_at', '<=', NOW)
    .orderBy('next_check_at')
    .limit(limit)
    .execute();
}

export interface CheckOutcome {
  readonly state: DomainState;
  readonly misses: number;
  readonly error: string | null;
  readonly nextCheckSeconds: number;
  readonly verifiedNow: boolean;
}

export async function recordCheck(tx: ServiceTx, id: string, outcome: CheckOutcome): Promise<void> {
  await tx
    .updateTable('tenancy.shop_domain')
    .set({
      state: outcome.state,
      misses: outcome.misses,
      last_error: outcome.error,
      checked_at: NOW,
      next_check_at: sql<Date>`app.now() + make_interval(secs => ${outcome.nextCheckSeconds})`,
      ...(outcome.verifiedNow ? { verified_at: NOW } : {}),
    })
    .where('id', '=', id)
    .execute();
}
