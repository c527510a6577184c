import { DomainError } from '@keyfall/core';
import { insertOneTimeToken, keyOf, loginKeyOf } from '@keyfall/core/access';
import { queueMail } from '@keyfall/core/notifications';
import { identityTx, serviceTx } from '@keyfall/db';
import type { TenantId } from '@keyfall/contracts';
import type { Auth } from '../auth.ts';
import { assertPassword } from '../passwords/password-rules.ts';
import { hashPassword, verifyPassword } from '../passwords/passwords.ts';
import { confirmPassword, loginOf, type StaffSession } from '../second-factor/set-up-totp.ts';
import { rotateSession, type OpenedSession } from '../sessions/open-session.ts';
import { deleteSessionsOfLogin } from '../sessions/queries.ts';
import {
  MAIL_BY_ACCOUNT,
  MAIL_BY_ADDRESS,
  TOKEN_BY_ADDRESS,
  attempt,
  countAttempts,
  forgetAttempts,
} from '../throttle.ts';
import { readLogin, type Origin } from './log-in.ts';
import {
  disableTotp,
  findLoginByKey,
  findToken,
  listMemberships,
  replaceRecoveryCodes,
  setPasswordHash,
  spendPresentedToken,
} from './login-queries.ts';
import { houseNames, type StaffAudience } from './memberships.ts';

const RESET_SECONDS = 3600;

/**
 * Mails a link with which a new password can be set. Says the same whether or not there is such an account; the caller
 * answers after a fixed time, so that the time tells nothing either.
 *
 * @throws DomainError login_locked
 */
export async function requestPasswordReset(
  auth: Auth,
  audience: StaffAudience,
  mail: string,
  origin: Origin,
): Promise<void> {
  const { db } = auth.core;
  const key = loginKeyOf(mail);
  await countAttempts(db, [attempt(MAIL_BY_ACCOUNT, key), attempt(MAIL_BY_ADDRESS, origin.ip)]);
  const found = await identityTx(db, { presented: key }, async (tx) => {
    const [login, memberships] = await Promise.all([findLoginByKey(tx, key), listMemberships(tx, key, audience)]);
    return login === undefined ? undefined : { login, tenantId: memberships[0]?.tenant_ref as TenantId | undefined };
  });
  if (found?.tenantId === undefined) return;
  await mailPasswordReset(auth, audience, found.tenantId, found.login, origin.requestId, false);
}

/** Queues the mail with the link. `clearSecondFactor`: the link also takes the second factor away, for a lost phone. */
export async function mailPasswordReset(
  auth: Auth,
  audience: StaffAudience,
  tenantId: TenantId,
  login: { readonly key: string; readonly mail: string; readonly locale: 'zh-CN' | 'en' },
  requestId: string,
  clearSecondFactor: boolean,
): Promise<void> {
  await serviceTx(auth.core.db, { tenantId, requestId }, async (tx) => {
    const { id } = await insertOneTimeToken(tx, {
      purpose: 'password_reset',
      tenantId,
      validSeconds: RESET_SECONDS,
      loginKey: login.key,
      data: { audience, clearSecondFactor },
    });
    await queueMail(tx, tenantId, {
      template: 'password_reset',
      recipient: login.mail,
      locale: login.locale,
      params: { tokenId: id },
      dedupe: `password_reset:${id}`,
    });
  });
}

/**
 * Sets a new password with a mailed link and ends every session of the login. The link is spent only by a password that
 * is accepted.
 *
 * @throws DomainError token_invalid, password_too_weak, login_locked
 */
export async function resetPassword(
  auth: Auth,
  audience: StaffAudience,
  input: { readonly token: string; readonly password: string },
  origin: Origin,
): Promise<void> {
  const { db } = auth.core;
  const attempts = [attempt(TOKEN_BY_ADDRESS, origin.ip)];
  await countAttempts(db, attempts);
  const tokenKey = keyOf(input.token);
  const row = await identityTx(db, { presented: tokenKey }, (tx) => findToken(tx, tokenKey, 'password_reset'));
  const data = row?.data as { audience?: string; clearSecondFactor?: boolean } | undefined;
  const loginKey = row?.login_key;
  if (typeof loginKey !== 'string' || row?.shop_ref !== null || data?.audience !== audience) {
    throw new DomainError('token_invalid');
  }
  const { login, memberships } = await readLogin(auth, audience, loginKey);
  assertPassword(input.password, [login.mail, login.name, ...(await houseNames(auth, memberships))]);
  const hash = await hashPassword(input.password);
  await identityTx(db, { presented: [tokenKey, loginKey] }, async (tx) => {
    if ((await spendPresentedToken(tx, tokenKey, 'password_reset')) === undefined)
      throw new DomainError('token_invalid');
    await setPasswordHash(tx, loginKey, hash);
    if (data.clearSecondFactor === true) {
      await disableTotp(tx, loginKey);
      await replaceRecoveryCodes(tx, loginKey, []);
    }
    await deleteSessionsOfLogin(tx, loginKey);
  });
  await forgetAttempts(db, attempts);
}

/**
 * Changes the password of somebody signed in; every other session ends and this one gets a new token.
 *
 * @throws DomainError bad_credentials, login_locked, password_unchanged, password_too_weak, unauthenticated
 */
export async function changePassword(
  auth: Auth,
  session: StaffSession,
  input: { readonly current: string; readonly next: string },
): Promise<OpenedSession> {
  const login = await loginOf(auth, session.loginKey);
  await confirmPassword(auth, login, input.current);
  const { memberships } = await readLogin(auth, session.audience, login.key);
  assertPassword(input.next, [login.mail, login.name, ...(await houseNames(auth, memberships))]);
  if (await verifyPassword(login.password_hash, input.next)) throw new DomainError('password_unchanged');
  const hash = await hashPassword(input.next);
  const ownKey = keyOf(session.token);
  await identityTx(auth.core.db, { presented: [login.key, ownKey] }, async (tx) => {
    await setPasswordHash(tx, login.key, hash);
    await deleteSessionsOfLogin(tx, login.key, ownKey);
  });
  const rotated = await rotateSession(auth, session.audience, session.token, {});
  if (rotated === undefined) throw new DomainError('unauthenticated');
  return rotated;
}
