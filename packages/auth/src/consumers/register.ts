import type { BuyerId, Locale } from '@keyfall/contracts';
import { DomainError, type Ctx, type VisitorPrincipal, asService } from '@keyfall/core';
import { consumerKeyOf, insertBuyer, insertOneTimeToken, keyOf, spendToken } from '@keyfall/core/access';
import { recordAudit } from '@keyfall/core/audit';
import { queueMail } from '@keyfall/core/notifications';
import { constraintOf, identityTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Auth } from '../auth.ts';
import { assertPassword } from '../passwords/password-rules.ts';
import { hashPassword } from '../passwords/passwords.ts';
import type { OpenedSession } from '../sessions/open-session.ts';
import type { Origin } from '../staff/log-in.ts';
import { findToken } from '../staff/login-queries.ts';
import {
  MAIL_BY_ACCOUNT,
  MAIL_BY_ADDRESS,
  TOKEN_BY_ADDRESS,
  attempt,
  countAttempts,
  forgetAttempts,
} from '../throttle.ts';
import { findConsumer, insertConsumer } from './consumer-queries.ts';
import { openBuyerSession, type ShopPlace } from './shop-place.ts';

const VALID_SECONDS = 24 * 3600;

/**
 * Begins an account: mails a link that proves the address. Nothing is made and no password is taken before, so nobody can
 * prepare an account for somebody else's address; and an address that has an account gets a link to set its password
 * instead, so the answer tells nothing.
 *
 * @throws DomainError login_locked
 */
export async function beginRegistration(
  auth: Auth,
  ctx: Ctx<VisitorPrincipal>,
  input: { readonly mail: string; readonly locale: Locale },
): Promise<void> {
  const { db } = auth.core;
  const { tenantId, shopId } = ctx.principal;
  const key = consumerKeyOf(shopId, input.mail);
  await countAttempts(db, [attempt(MAIL_BY_ACCOUNT, key), attempt(MAIL_BY_ADDRESS, ctx.ip)]);
  const present = await identityTx(db, { presented: key }, (tx) => findConsumer(tx, key));
  await asService(ctx, async (tx) => {
    const purpose = present === undefined ? 'verify_mail' : 'password_reset';
    const { id } = await insertOneTimeToken(tx, {
      purpose,
      tenantId,
      shopId,
      validSeconds: VALID_SECONDS,
      ...(present === undefined ? {} : { buyerId: present.buyer_ref }),
      data: { mail: input.mail, locale: input.locale },
    });
    await queueMail(tx, tenantId, {
      template: purpose,
      recipient: input.mail,
      locale: input.locale,
      params: { tokenId: id },
      shopId,
      dedupe: `${purpose}:${id}`,
    });
  });
}

/**
 * Ends a registration with the mailed link: the account is made with a proved address and the password chosen now, and its
 * owner is signed in.
 *
 * @throws DomainError token_invalid, password_too_weak, mail_taken, login_locked
 */
export async function finishRegistration(
  auth: Auth,
  ctx: Ctx<VisitorPrincipal>,
  input: { readonly token: string; readonly password: string; readonly name: string | null },
  origin: Origin,
): Promise<OpenedSession> {
  const { db } = auth.core;
  const { principal } = ctx;
  const attempts = [attempt(TOKEN_BY_ADDRESS, ctx.ip)];
  await countAttempts(db, attempts);
  const tokenKey = keyOf(input.token);
  const row = await identityTx(db, { presented: tokenKey }, (tx) => findToken(tx, tokenKey, 'verify_mail'));
  const data = row?.data as { mail?: string; locale?: Locale } | undefined;
  if (row?.shop_ref !== principal.shopId || data?.mail === undefined) throw new DomainError('token_invalid');
  const { mail, locale = 'zh-CN' } = data;
  assertPassword(input.password, [mail, input.name ?? '']);
  const passwordHash = await hashPassword(input.password);
  const key = consumerKeyOf(principal.shopId, mail);
  const buyerId = uuidv7() as BuyerId;
  const work = asService(ctx, async (tx) => {
    if ((await spendToken(tx, input.token, 'verify_mail')) === undefined) throw new DomainError('token_invalid');
    await insertBuyer(tx, {
      id: buyerId,
      shopId: principal.shopId,
      distributorId: principal.distributorId,
      kind: 'account',
      mail,
      phone: null,
      name: input.name,
      locale,
    });
    await insertConsumer(tx, {
      key,
      tenantId: principal.tenantId,
      shopId: principal.shopId,
      buyerId,
      passwordHash,
    });
    await recordAudit(tx, ctx, { action: 'access.register', subjectKind: 'buyer', subjectId: buyerId });
  });
  await refusingTakenMail(work);
  await forgetAttempts(db, attempts);
  const place: ShopPlace = principal;
  return await openBuyerSession(auth, place, { id: buyerId, kind: 'consumer' }, origin);
}

/** Two links of the same address may be out: the account of the first one stands. */
async function refusingTakenMail(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const constraint = constraintOf(error);
    throw constraint === 'buyer_account' || constraint === 'consumer_pkey' ? new DomainError('mail_taken') : error;
  }
}
