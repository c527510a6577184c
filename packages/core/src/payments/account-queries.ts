import type { ReadTx, ServiceTx } from '@keyfall/db';
import type { CurrencyCode } from '@keyfall/money';
import { sql } from 'kysely';
import { DomainError } from '../errors.ts';

/** One account with its sealed credentials, for those who talk to the provider. */
export async function readGatewayAccount(tx: ServiceTx, accountId: string) {
  return await tx
    .selectFrom('payments.gateway_account')
    .select([
      'id',
      'provider',
      'name',
      'config',
      'sealed_key_id',
      'sealed_nonce',
      'sealed',
      'currency',
      'fee_bearer',
      'fee_on_refund',
      'enabled',
      'distributor_id',
    ])
    .where('id', '=', accountId)
    .executeTakeFirst();
}

export interface NewGatewayAccount {
  readonly id: string;
  /** Whose account it is; null: the wholesaler's. */
  readonly distributorId: string | null;
  readonly provider: 'sandbox';
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly sealed: { readonly keyId: string; readonly nonce: Buffer; readonly ciphertext: Buffer };
  readonly currency: string;
  readonly feeRate: string;
  readonly feeBearer: 'platform' | 'seller';
  readonly feeOnRefund: 'returned' | 'kept';
}

export async function insertGatewayAccount(tx: ServiceTx, account: NewGatewayAccount): Promise<void> {
  await tx
    .insertInto('payments.gateway_account')
    .values({
      id: account.id,
      distributor_id: account.distributorId,
      provider: account.provider,
      name: account.name,
      config: JSON.stringify(account.config),
      sealed_key_id: account.sealed.keyId,
      sealed_nonce: account.sealed.nonce,
      sealed: account.sealed.ciphertext,
      currency: account.currency,
      fee_rate: account.feeRate,
      fee_bearer: account.feeBearer,
      fee_on_refund: account.feeOnRefund,
    })
    .execute();
}

/** Makes the webhook address known to the look-up that knows no tenant yet; only its hash is stored. */
export async function insertInbound(
  tx: ServiceTx,
  row: { readonly key: string; readonly tenantId: string; readonly accountId: string },
): Promise<void> {
  await tx
    .insertInto('identity.inbound')
    .values({ key: row.key, tenant_ref: row.tenantId, account_ref: row.accountId })
    .execute();
}

/** Changes what may be changed of an account of the wholesaler (null) or a distributor; false when there is none. */
export async function updateGatewayAccount(
  tx: ServiceTx,
  accountId: string,
  owner: string | null,
  change: {
    readonly name?: string | undefined;
    readonly enabled?: boolean | undefined;
    readonly feeBearer?: 'platform' | 'seller' | undefined;
    readonly feeOnRefund?: 'returned' | 'kept' | undefined;
    readonly sealed?: { readonly keyId: string; readonly nonce: Buffer; readonly ciphertext: Buffer } | undefined;
  },
): Promise<boolean> {
  const result = await tx
    .updateTable('payments.gateway_account')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
      ...(change.feeBearer === undefined ? {} : { fee_bearer: change.feeBearer }),
      ...(change.feeOnRefund === undefined ? {} : { fee_on_refund: change.feeOnRefund }),
      ...(change.sealed === undefined
        ? {}
        : { sealed_key_id: change.sealed.keyId, sealed_nonce: change.sealed.nonce, sealed: change.sealed.ciphertext }),
      updated_at: sql<Date>`app.now()`,
    })
    .where('id', '=', accountId)
    .where('distributor_id', 'is not distinct from', owner)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The wholesaler's accounts without their secrets, by name. */
export async function listGatewayAccountRows(tx: ReadTx<'admin'>) {
  return await tx
    .selectFrom('payments.gateway_account')
    .select([
      'id',
      'provider',
      'name',
      'config',
      'currency',
      'fee_rate',
      'fee_bearer',
      'fee_on_refund',
      'enabled',
      'created_at',
    ])
    .where('distributor_id', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(200)
    .execute();
}

/** A distributor's own accounts without their secrets, by name. */
export async function listOwnAccountRows(tx: ReadTx<'portal'> | ReadTx<'admin'>, distributorId: string) {
  return await (tx as ReadTx)
    .selectFrom('payments.gateway_account')
    .select(['id', 'provider', 'name', 'currency', 'enabled', 'created_at'])
    .where('distributor_id', '=', distributorId)
    .orderBy('name')
    .orderBy('id')
    .limit(50)
    .execute();
}

export interface CollectorRow {
  readonly status: string;
  readonly currency: CurrencyCode;
  /** Whether the wholesaler lets it collect its shops' money itself. */
  readonly allowed: boolean;
  /** Gateway accounts of its own, and how many of them take money. */
  readonly accounts: number;
  readonly enabled_accounts: number;
}

/**
 * A distributor below the house as a collector of its shops' money. Its row is locked: whoever allows, ends or uses it waits for
 * the other, and reads the rest once it holds the lock.
 */
export async function lockCollector(tx: ServiceTx, distributorId: string): Promise<CollectorRow> {
  await tx.selectFrom('tenancy.distributor').select('id').where('id', '=', distributorId).forNoKeyUpdate().execute();
  const { rows } = await sql<CollectorRow>`
    select d.status, t.currency, coalesce(c.allowed, false) as allowed, g.accounts, g.enabled_accounts
      from tenancy.distributor d
      join tenancy.tenant t on t.tenant_id = d.tenant_id
      left join payments.collector c on c.tenant_id = d.tenant_id and c.distributor_id = d.id
      cross join lateral (select count(*)::integer as accounts, (count(*) filter (where x.enabled))::integer as enabled_accounts
                            from payments.gateway_account x where x.tenant_id = d.tenant_id and x.distributor_id = d.id) g
     where d.tenant_id = app.tenant_id() and d.id = ${distributorId} and d.depth > 0`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new DomainError('not_found', { what: 'distributor' });
  return row;
}

/** Writes whether a distributor may collect its shops' money itself. */
export async function writeCollector(
  tx: ServiceTx,
  collector: { readonly distributorId: string; readonly allowed: boolean; readonly by: string },
): Promise<void> {
  const { distributorId, allowed, by } = collector;
  await tx
    .insertInto('payments.collector')
    .values({ distributor_id: distributorId, allowed, changed_by: by })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'distributor_id'])
        .doUpdateSet({ allowed, changed_by: by, changed_at: sql<Date>`app.now()` }),
    )
    .execute();
}

/** What takes a shop's money now, or an order's of it: the wholesaler's accounts, or its seller's own where it collects itself. */
export async function listPaymentMethodRows(tx: ServiceTx, shopId: string, orderNo: string | null) {
  return await tx
    .selectFrom('payments.gateway_account as g')
    .innerJoin('tenancy.shop as s', (join) => join.onRef('s.tenant_id', '=', 'g.tenant_id').on('s.id', '=', shopId))
    .leftJoin('orders.sales_order as o', (join) =>
      join.onRef('o.tenant_id', '=', 's.tenant_id').onRef('o.shop_id', '=', 's.id').on('o.order_no', '=', orderNo),
    )
    .select(['g.id', 'g.provider', 'g.name'])
    .where('g.enabled', '=', true)
    .where(
      'g.distributor_id',
      'is not distinct from',
      sql<string>`case coalesce(o.collected_by, s.collected_by) when 'distributor' then s.distributor_id end`,
    )
    .orderBy('g.id')
    .limit(50)
    .execute();
}
