import { DomainError, asService, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '@keyfall/core';
import { consumerKeyOf, insertOneTimeToken, keyOf, spendToken } from '@keyfall/core/access';
import { recordAudit } from '@keyfall/core/audit';
import { queueMail } from '@keyfall/core/notifications';
import { identityTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { assertPassword } from '../passwords/password-rules.ts';
import { hashPassword, verifyPassword } from '../passwords/passwords.ts';
import { findToken } from '../staff/login-queries.ts';
import {
  LOGIN_BY_ACCOUNT,
  MAIL_BY_ACCOUNT,
  MAIL_BY_ADDRESS,
  TOKEN_BY_ADDRESS,
  attempt,
  countAttempts,
  forgetAttempts,
} from '../throttle.ts';
import {
  endSessionsOfBuyer,
  findBuyerContact,
  findConsumer,
  findConsumerOfBuyer,
  setConsumerPassword,
} from './consumer-queries.ts';

const RESET_SECONDS = 3600;

/** Mails a link to set a new password, if there is such an account; says the same either way. @throws login_locked */
export async function requestConsumerReset(auth: Auth, ctx: Ctx<VisitorPrincipal>, mail: string): Promise<void> {
  const { db } = auth.core;
  const { shopId, tenantId } = ctx.principal;
  const key = consumerKeyOf(shopId, mail);
  await countAttempts(db, [attempt(MAIL_BY_ACCOUNT, key), attempt(MAIL_BY_ADDRESS, ctx.ip)]);
  const consumer = await identityTx(db, { presented: key }, (tx) => findConsumer(tx, key));
  if (consumer === undefined) return;
  await asService(ctx, async (tx) => {
    const contact = await findBuyerContact(tx, consumer.buyer_ref);
    const { id } = await insertOneTimeToken(tx, {
      purpose: 'password_reset',
      tenantId,
      shopId,
      buyerId: consumer.buyer_ref,
      validSeconds: RESET_SECONDS,
      data: { mail },
    });
    await queueMail(tx, tenantId, {
      template: 'password_reset',
      recipient: mail,
      locale: contact?.locale ?? ctx.locale,
      params: { tokenId: id },
      shopId,
      dedupe: `password_reset:${id}`,
    });
  });
}

/**
 * Sets a new password with a mailed link and ends every session of the account.
 *
 * @throws DomainError token_invalid, password_too_weak, login_locked
 */
export async function resetConsumerPassword(
  auth: Auth,
  ctx: Ctx<VisitorPrincipal>,
  input: { readonly token: string; readonly password: string },
): Promise<void> {
  const { db } = auth.core;
  const attempts = [attempt(TOKEN_BY_ADDRESS, ctx.ip)];
  await countAttempts(db, attempts);
  const tokenKey = keyOf(input.token);
  const row = await identityTx(db, { presented: tokenKey }, (tx) => findToken(tx, tokenKey, 'password_reset'));
  const mail = (row?.data as { mail?: string } | undefined)?.mail;
  if (row?.shop_ref !== ctx.principal.shopId || row.buyer_ref === null || mail === undefined) {
    throw new DomainError('token_invalid');
  }
  const buyerId = row.buyer_ref;
  assertPassword(input.password, [mail]);
  const hash = await hashPassword(input.password);
  await asService(ctx, async (tx) => {
    if ((await spendToken(tx, input.token, 'password_reset')) === undefined) throw new DomainError('token_invalid');
    await setConsumerPassword(tx, consumerKeyOf(ctx.principal.shopId, mail), hash);
    await endSessionsOfBuyer(tx, buyerId);
    await recordAudit(tx, ctx, { action: 'access.reset_password', subjectKind: 'buyer', subjectId: buyerId });
  });
  await forgetAttempts(db, attempts);
}

/**
 * Changes the password of a consumer who is signed in; every other session ends.
 *
 * @throws DomainError forbidden (a guest), bad_credentials, password_unchanged, password_too_weak, login_locked
 */
export async function changeConsumerPassword(
  auth: Auth,
  ctx: Ctx<BuyerPrincipal>,
  token: string,
  input: { readonly current: string; readonly next: string },
): Promise<void> {
  const { db } = auth.core;
  const { buyerId } = ctx.principal;
  const { consumer, contact } = await asService(ctx, async (tx) => {
    const [account, person] = await Promise.all([findConsumerOfBuyer(tx, buyerId), findBuyerContact(tx, buyerId)]);
    return { consumer: account, contact: person };
  });
  if (consumer === undefined) throw new DomainError('forbidden');
  const attempts = [attempt(LOGIN_BY_ACCOUNT, consumer.key)];
  await countAttempts(db, attempts);
  if (!(await verifyPassword(consumer.password_hash, input.current))) throw new DomainError('bad_credentials');
  await forgetAttempts(db, attempts);
  assertPassword(input.next, [contact?.mail ?? '', contact?.name ?? '']);
  if (await verifyPassword(consumer.password_hash, input.next)) throw new DomainError('password_unchanged');
  const hash = await hashPassword(input.next);
  await asService(ctx, async (tx) => {
    await setConsumerPassword(tx, consumer.key, hash);
    await endSessionsOfBuyer(tx, buyerId, keyOf(token));
    await recordAudit(tx, ctx, { action: 'access.change_password', subjectKind: 'buyer', subjectId: buyerId });
  });
}
