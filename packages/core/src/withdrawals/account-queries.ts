import type { AnyTenantTx, ReadTx, ServiceTx } from '@keyfall/db';
import type { SealedText } from './sealed-text.ts';

export interface NewAccount {
  readonly id: string;
  readonly provider: 'sandbox' | 'bank_file';
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly sealed: SealedText | null;
  readonly currency: string;
}

export async function insertAccount(tx: ServiceTx, account: NewAccount): Promise<boolean> {
  const result = await tx
    .insertInto('withdrawals.account')
    .values({
      id: account.id,
      provider: account.provider,
      name: account.name,
      config: JSON.stringify(account.config),
      sealed_key_id: account.sealed?.keyId ?? null,
      sealed_nonce: account.sealed?.nonce ?? null,
      sealed: account.sealed?.ciphertext ?? null,
      currency: account.currency,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function setAccountEnabled(tx: ServiceTx, id: string, enabled: boolean): Promise<boolean> {
  const result = await tx.updateTable('withdrawals.account').set({ enabled }).where('id', '=', id).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** One account without its secret. */
export async function readAccount(tx: AnyTenantTx, id: string) {
  return await tx
    .selectFrom('withdrawals.account')
    .select(['id', 'provider', 'name', 'currency', 'enabled'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** One account with its sealed key, for whoever talks to the rail. */
export async function readSealedAccount(tx: ServiceTx, id: string) {
  return await tx
    .selectFrom('withdrawals.account')
    .select(['id', 'provider', 'config', 'sealed_key_id', 'sealed_nonce', 'sealed'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function listAccountRows(tx: ReadTx<'admin'>) {
  return await tx
    .selectFrom('withdrawals.account')
    .select(['id', 'provider', 'name', 'currency', 'enabled'])
    .orderBy('name')
    .limit(100)
    .execute();
}
