import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

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
    ])
    .where('id', '=', accountId)
    .executeTakeFirst();
}

export interface NewGatewayAccount {
  readonly id: string;
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

/** Changes what may be changed of an account; false when there is none. */
export async function updateGatewayAccount(
  tx: ServiceTx,
  accountId: string,
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
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The tenant's accounts without their secrets, by name. */
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
    .orderBy('name')
    .orderBy('id')
    .limit(200)
    .execute();
}

/** Ways to pay an order in a currency, as a shop may know them. */
export async function listPaymentMethodRows(tx: AnyTenantTx, currency: string) {
  return await tx
    .selectFrom('payments.gateway_account')
    .select(['id', 'provider', 'name', 'currency'])
    .where('enabled', '=', true)
    .where('currency', '=', currency)
    .orderBy('name')
    .orderBy('id')
    .limit(20)
    .execute();
}
