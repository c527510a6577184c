import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/** Rules of withdrawals as they are in force; amounts in minor units of `currency`. */
export interface Policy {
  readonly currency: string;
  readonly timezone: string;
  readonly minimum: bigint;
  readonly feeFixed: bigint;
  readonly feeRate: string;
  readonly taxRate: string;
  readonly dailyMax: bigint | null;
  readonly monthlyMax: bigint | null;
  readonly coolingOffHours: number;
}

export interface FullPolicy extends Policy {
  readonly secondAbove: bigint | null;
  readonly autoApproveMax: bigint;
  readonly autoAccountId: string | null;
  readonly version: bigint;
}

const plain = (numeric: string): string => (numeric.includes('.') ? numeric.replace(/\.?0+$/, '') : numeric);

/** What a distributor may know of the rules, its own rate of tax applied. */
export async function readPolicy(tx: AnyTenantTx, distributorId: string): Promise<Policy> {
  const row = await tx
    .selectFrom('tenancy.tenant as t')
    .leftJoin('withdrawals.policy as p', 'p.tenant_id', 't.tenant_id')
    .leftJoin('withdrawals.terms as own', (join) =>
      join.onRef('own.tenant_id', '=', 't.tenant_id').on('own.distributor_id', '=', distributorId),
    )
    .select([
      't.currency',
      't.timezone',
      'p.minimum',
      'p.fee_fixed',
      'p.fee_rate',
      'p.tax_rate',
      'own.tax_rate as own_tax_rate',
      'p.daily_max',
      'p.monthly_max',
      'p.cooling_off_hours',
    ])
    .executeTakeFirstOrThrow();
  return {
    currency: row.currency,
    timezone: row.timezone,
    minimum: row.minimum ?? 1n,
    feeFixed: row.fee_fixed ?? 0n,
    feeRate: plain(row.fee_rate ?? '0'),
    taxRate: plain(row.own_tax_rate ?? row.tax_rate ?? '0'),
    dailyMax: row.daily_max,
    monthlyMax: row.monthly_max,
    coolingOffHours: row.cooling_off_hours ?? 24,
  };
}

/** What of the rules only the wholesaler knows. A tenant that never saved any has the defaults. */
export async function readChecks(tx: ServiceTx | ReadTx<'admin'>) {
  const row = await tx
    .selectFrom('withdrawals.policy')
    .select(['second_above', 'auto_approve_max', 'auto_account_id', 'version'])
    .executeTakeFirst();
  return {
    secondAbove: row?.second_above ?? null,
    autoApproveMax: row?.auto_approve_max ?? 0n,
    autoAccountId: row?.auto_account_id ?? null,
    version: row?.version ?? 0n,
  };
}

/** Writes the rules; false when somebody else has saved since `version` (0: there were none). */
export async function writePolicy(
  tx: ServiceTx,
  version: bigint,
  policy: Omit<FullPolicy, 'currency' | 'timezone' | 'version'>,
): Promise<boolean> {
  const columns = {
    minimum: policy.minimum,
    fee_fixed: policy.feeFixed,
    fee_rate: policy.feeRate,
    tax_rate: policy.taxRate,
    daily_max: policy.dailyMax,
    monthly_max: policy.monthlyMax,
    second_above: policy.secondAbove,
    auto_approve_max: policy.autoApproveMax,
    auto_account_id: policy.autoAccountId,
    cooling_off_hours: policy.coolingOffHours,
  };
  if (version === 0n) {
    const inserted = await tx
      .insertInto('withdrawals.policy')
      .values(columns)
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const updated = await tx
    .updateTable('withdrawals.policy')
    .set({ ...columns, updated_at: NOW, version: sql<bigint>`version + 1` })
    .where('version', '=', version)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** A distributor's own rate of tax; null takes the tenant's. */
/** The rate of withheld tax a distributor has of its own; null where the wholesaler's holds. */
export async function readTaxRate(tx: ReadTx<'admin'>, distributorId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('withdrawals.terms')
    .select('tax_rate')
    .where('distributor_id', '=', distributorId)
    .executeTakeFirst();
  return row === undefined || row.tax_rate === null ? null : plain(row.tax_rate);
}

export async function writeTaxRate(tx: ServiceTx, distributorId: string, taxRate: string | null): Promise<void> {
  await tx
    .insertInto('withdrawals.terms')
    .values({ distributor_id: distributorId, tax_rate: taxRate })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'distributor_id']).doUpdateSet({ tax_rate: taxRate, updated_at: NOW }),
    )
    .execute();
}

/** Who asks for money: its standing, and what its papers say. */
export async function readParty(tx: AnyTenantTx, distributorId: string) {
  return await tx
    .selectFrom('tenancy.distributor as d')
    .leftJoin('tenancy.distributor_profile as p', (join) =>
      join.onRef('p.tenant_id', '=', 'd.tenant_id').onRef('p.distributor_id', '=', 'd.id'),
    )
    .select(['d.id', 'd.name', 'd.status', 'p.legal_name', 'p.tax_number'])
    .where('d.id', '=', distributorId)
    .executeTakeFirst();
}
