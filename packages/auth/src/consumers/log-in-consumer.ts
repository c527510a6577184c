import type { BuyerId } from '@keyfall/contracts';
import { DomainError } from '@keyfall/core';
import { consumerKeyOf } from '@keyfall/core/access';
import { identityTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { verifyPassword } from '../passwords/passwords.ts';
import type { OpenedSession } from '../sessions/open-session.ts';
import type { Origin } from '../staff/log-in.ts';
import { LOGIN_BY_ACCOUNT, LOGIN_BY_ADDRESS, attempt, countAttempts, forgetAttempts } from '../throttle.ts';
import { findConsumer } from './consumer-queries.ts';
import { openBuyerSession, type ShopPlace } from './shop-place.ts';

/**
 * Signs a consumer in to one shop; the same address in another shop is another account. An unknown address and a wrong
 * password answer the same after the same time.
 *
 * @throws DomainError bad_credentials, login_locked, rate_limited
 */
export async function logInConsumer(
  auth: Auth,
  shop: ShopPlace,
  credentials: { readonly mail: string; readonly password: string },
  origin: Origin,
): Promise<OpenedSession> {
  const { db } = auth.core;
  const key = consumerKeyOf(shop.shopId, credentials.mail);
  const attempts = [attempt(LOGIN_BY_ACCOUNT, key), attempt(LOGIN_BY_ADDRESS, origin.ip)];
  await countAttempts(db, attempts);
  const consumer = await identityTx(db, { presented: key }, (tx) => findConsumer(tx, key));
  const isRight = await verifyPassword(consumer?.password_hash, credentials.password);
  if (!isRight || consumer === undefined) throw new DomainError('bad_credentials');
  await forgetAttempts(db, attempts);
  return await openBuyerSession(auth, shop, { id: consumer.buyer_ref as BuyerId, kind: 'consumer' }, origin);
}
