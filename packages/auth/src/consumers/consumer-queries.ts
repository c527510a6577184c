import type { IdentityTx, ServiceTx } from '@keyfall/db';
import { sql } from 'kysely';

/** A consumer's account of one shop, found by the key that is presented. */
export async function findConsumer(tx: IdentityTx, key: string) {
  return await tx
    .selectFrom('identity.consumer')
    .select(['key', 'tenant_ref', 'shop_ref', 'buyer_ref', 'password_hash'])
    .where('key', '=', key)
    .executeTakeFirst();
}

export async function insertConsumer(
  tx: ServiceTx,
  consumer: {
    readonly key: string;
    readonly tenantId: string;
    readonly shopId: string;
    readonly buyerId: string;
    readonly passwordHash: string;
  },
): Promise<void> {
  await tx
    .insertInto('identity.consumer')
    .values({
      key: consumer.key,
      tenant_ref: consumer.tenantId,
      shop_ref: consumer.shopId,
      buyer_ref: consumer.buyerId,
      password_hash: consumer.passwordHash,
    })
    .execute();
}

export async function setConsumerPassword(tx: ServiceTx, key: string, hash: string): Promise<boolean> {
  const result = await tx
    .updateTable('identity.consumer')
    .set({ password_hash: hash, updated_at: sql<Date>`app.now()` })
    .where('key', '=', key)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function findConsumerOfBuyer(tx: ServiceTx, buyerId: string) {
  return await tx
    .selectFrom('identity.consumer')
    .select(['key', 'password_hash'])
    .where('buyer_ref', '=', buyerId)
    .executeTakeFirst();
}

/** Ends the sessions of a buyer, except one. */
export async function endSessionsOfBuyer(tx: ServiceTx, buyerId: string, exceptKey?: string): Promise<void> {
  const query = tx.deleteFrom('identity.session').where('buyer_ref', '=', buyerId);
  await (exceptKey === undefined ? query : query.where('key', '<>', exceptKey)).execute();
}

export async function findBuyerContact(tx: ServiceTx, buyerId: string) {
  return await tx
    .selectFrom('people.buyer')
    .select(['id', 'mail', 'name', 'locale', 'kind'])
    .where('id', '=', buyerId)
    .executeTakeFirst();
}

/** The live sessions of a buyer, newest first. */
export async function listSessionsOfBuyer(tx: ServiceTx, buyerId: string) {
  return await tx
    .selectFrom('identity.session')
    .select(['id', 'created_at', 'seen_at', 'ip', 'user_agent'])
    .where('buyer_ref', '=', buyerId)
    .where('expires_at', '>', sql<Date>`app.now()`)
    .where('absolute_expires_at', '>', sql<Date>`app.now()`)
    .orderBy('seen_at', 'desc')
    .limit(200)
    .execute();
}

export async function deleteSessionOfBuyer(tx: ServiceTx, buyerId: string, sessionId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('identity.session')
    .where('buyer_ref', '=', buyerId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
