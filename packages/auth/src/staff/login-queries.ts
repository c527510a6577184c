import type { IdentityTx } from '@keyfall/db';
import { sql } from 'kysely';

const NOW = sql<Date>`app.now()`;

/** A login with its secrets, found by the key that is presented. */
export async function findLoginByKey(tx: IdentityTx, key: string) {
  return await tx
    .selectFrom('identity.login')
    .select(['key', 'id', 'mail', 'name', 'locale', 'password_hash', 'totp_secret', 'totp_pending', 'totp_enabled_at'])
    .where('key', '=', key)
    .executeTakeFirst();
}
export interface LoginRow {
  readonly key: string;
  readonly id: string;
  readonly mail: string;
  readonly name: string;
  readonly locale: 'zh-CN' | 'en';
  readonly password_hash: string | null;
  readonly totp_secret: Buffer | null;
  readonly totp_pending: Buffer | null;
  readonly totp_enabled_at: Date | null;
}

/** What the login may enter in an audience. Only active memberships count. */
export async function listMemberships(tx: IdentityTx, loginKey: string, audience: 'admin' | 'portal') {
  return await tx
    .selectFrom('identity.membership')
    .select(['id', 'tenant_ref', 'distributor_ref', 'role'])
    .where('login_key', '=', loginKey)
    .where('audience', '=', audience)
    .where('status', '=', 'active')
    .orderBy('created_at')
    .limit(100)
    .execute();
}

/** Every tenant the login belongs to, whatever the audience and the state. */
export async function listAllMemberships(tx: IdentityTx, loginKey: string) {
  return await tx
    .selectFrom('identity.membership')
    .select(['id', 'tenant_ref'])
    .where('login_key', '=', loginKey)
    .execute();
}

/** Makes a login unless the mail address has one. True when it was made. */
export async function insertLogin(
  tx: IdentityTx,
  login: {
    readonly key: string;
    readonly id: string;
    readonly mail: string;
    readonly name: string;
    readonly locale: 'zh-CN' | 'en';
    readonly passwordHash: string;
  },
): Promise<boolean> {
  const result = await tx
    .insertInto('identity.login')
    .values({
      key: login.key,
      id: login.id,
      mail: login.mail,
      name: login.name,
      locale: login.locale,
      password_hash: login.passwordHash,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function setPasswordHash(tx: IdentityTx, key: string, hash: string): Promise<boolean> {
  const result = await tx
    .updateTable('identity.login')
    .set({ password_hash: hash, updated_at: NOW })
    .where('key', '=', key)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function setPendingTotp(tx: IdentityTx, key: string, sealed: Buffer): Promise<void> {
  await tx
    .updateTable('identity.login')
    .set({ totp_pending: sealed, updated_at: NOW })
    .where('key', '=', key)
    .execute();
}

/** The pending key becomes the login's own; `step` is already spent by the code that proved it. */
export async function enableTotp(tx: IdentityTx, key: string, sealed: Buffer, step: bigint): Promise<void> {
  await tx
    .updateTable('identity.login')
    .set({ totp_secret: sealed, totp_pending: null, totp_enabled_at: NOW, totp_last_step: step, updated_at: NOW })
    .where('key', '=', key)
    .execute();
}

export async function disableTotp(tx: IdentityTx, key: string): Promise<void> {
  await tx
    .updateTable('identity.login')
    .set({ totp_secret: null, totp_pending: null, totp_enabled_at: null, updated_at: NOW })
    .where('key', '=', key)
    .execute();
}

/** Stores the same key sealed anew; false when it was changed meanwhile. */
export async function replaceTotpSecret(tx: IdentityTx, key: string, before: Buffer, sealed: Buffer): Promise<boolean> {
  const result = await tx
    .updateTable('identity.login')
    .set({ totp_secret: sealed })
    .where('key', '=', key)
    .where('totp_secret', '=', before)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Spends a time step: false when this or a later one was used before, so no passcode works twice. */
export async function spendTotpStep(tx: IdentityTx, key: string, step: bigint): Promise<boolean> {
  const result = await tx
    .updateTable('identity.login')
    .set({ totp_last_step: step })
    .where('key', '=', key)
    .where('totp_last_step', '<', step)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function replaceRecoveryCodes(tx: IdentityTx, key: string, hashes: readonly string[]): Promise<void> {
  await tx.deleteFrom('identity.recovery_code').where('login_key', '=', key).execute();
  if (hashes.length === 0) return;
  await tx
    .insertInto('identity.recovery_code')
    .values(hashes.map((hash) => ({ login_key: key, code_hash: hash })))
    .execute();
}

/** Spends a recovery code; false when there is no such unused one. */
export async function spendRecoveryCode(tx: IdentityTx, key: string, hash: string): Promise<boolean> {
  const result = await tx
    .updateTable('identity.recovery_code')
    .set({ used_at: NOW })
    .where('login_key', '=', key)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function countRecoveryCodes(tx: IdentityTx, key: string): Promise<number> {
  const row = await tx
    .selectFrom('identity.recovery_code')
    .select(sql<number>`count(*)::integer`.as('n'))
    .where('login_key', '=', key)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.n;
}

/** A token that was presented, if it is still good; its row stays unspent. */
export async function findToken(tx: IdentityTx, key: string, purpose: string) {
  return await tx
    .selectFrom('identity.one_time_token')
    .select(['id', 'tenant_ref', 'login_key', 'shop_ref', 'buyer_ref', 'order_ref', 'data'])
    .where('key', '=', key)
    .where('purpose', '=', purpose as 'invitation')
    .where('used_at', 'is', null)
    .where('expires_at', '>', NOW)
    .executeTakeFirst();
}

/** Spends a presented token; undefined when it is wrong, spent or has run out. */
export async function spendPresentedToken(tx: IdentityTx, key: string, purpose: string) {
  return await tx
    .updateTable('identity.one_time_token')
    .set({ used_at: NOW })
    .where('key', '=', key)
    .where('purpose', '=', purpose as 'invitation')
    .where('used_at', 'is', null)
    .where('expires_at', '>', NOW)
    .returning(['id', 'tenant_ref', 'login_key', 'shop_ref', 'buyer_ref', 'order_ref', 'data'])
    .executeTakeFirst();
}

const CHALLENGE_SECONDS = 10 * 60;

/** A login half done: the password was right, a second factor or a choice is still to come. */
export async function insertChallenge(
  tx: IdentityTx,
  challenge: {
    readonly key: string;
    readonly id: string;
    readonly tenantId: string;
    readonly loginKey: string;
    readonly data: object;
  },
): Promise<void> {
  await tx
    .insertInto('identity.one_time_token')
    .values({
      key: challenge.key,
      id: challenge.id,
      purpose: 'login_challenge',
      tenant_ref: challenge.tenantId,
      login_key: challenge.loginKey,
      data: JSON.stringify(challenge.data),
      expires_at: sql<Date>`app.now() + make_interval(secs => ${CHALLENGE_SECONDS})`,
    })
    .execute();
}

/** Whose public link a token is. */
export async function findApplicationAddress(tx: IdentityTx, key: string) {
  return await tx
    .selectFrom('identity.application_address')
    .select(['tenant_ref', 'distributor_ref'])
    .where('key', '=', key)
    .executeTakeFirst();
}
