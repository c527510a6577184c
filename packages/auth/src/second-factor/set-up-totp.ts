import { DomainError } from '@keyfall/core';
import { identityTx } from '@keyfall/db';
import { needsSecondFactor, type Auth } from '../auth.ts';
import { verifyPassword } from '../passwords/passwords.ts';
import { rotateSession, type OpenedSession } from '../sessions/open-session.ts';
import {
  disableTotp,
  enableTotp,
  findLoginByKey,
  replaceRecoveryCodes,
  setPendingTotp,
  type LoginRow,
} from '../staff/login-queries.ts';
import type { StaffAudience } from '../staff/memberships.ts';
import { LOGIN_BY_ACCOUNT, SECOND_FACTOR, attempt, countAttempts, forgetAttempts } from '../throttle.ts';
import { proveSecondFactor } from './prove-second-factor.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { openTotpKey, sealTotpKey } from './sealed-totp-key.ts';
import { newTotpKey, stepOfTotp, totpKeyText, totpUri } from './totp.ts';

/** A signed-in member of staff, as the routes know it from its cookie. */
export interface StaffSession {
  readonly audience: StaffAudience;
  readonly token: string;
  readonly loginKey: string;
  readonly role: string;
}

/**
 * Begins setting up a second factor: a new key that counts only once a passcode of it was shown. The password is asked
 * again, so that a browser left alone cannot be locked to somebody else's phone; who has a second factor already proves it.
 *
 * @throws DomainError bad_credentials, second_factor_required, second_factor_wrong, login_locked
 */
export async function beginTotp(
  auth: Auth,
  session: StaffSession,
  input: { readonly password: string; readonly totp?: string | undefined },
): Promise<{ readonly secret: string; readonly uri: string }> {
  const login = await loginOf(auth, session.loginKey);
  await confirmPassword(auth, login, input.password);
  if (login.totp_enabled_at !== null) {
    if (input.totp === undefined) throw new DomainError('second_factor_required');
    await proveSecondFactor(auth, login, { totp: input.totp });
  }
  const key = newTotpKey();
  const sealed = await sealTotpKey(auth.core.ports.vault, login.id, key);
  await identityTx(auth.core.db, { presented: login.key }, (tx) => setPendingTotp(tx, login.key, sealed));
  return { secret: totpKeyText(key), uri: totpUri(key, login.mail) };
}

/**
 * Ends setting up: a passcode of the new key proves that the phone has it. Answers recovery codes, which are shown this
 * once, and a rotated session.
 *
 * @throws DomainError state_conflict (nothing begun), second_factor_wrong, login_locked
 */
export async function finishTotp(
  auth: Auth,
  session: StaffSession,
  code: string,
): Promise<{ readonly recoveryCodes: readonly string[]; readonly session: OpenedSession | undefined }> {
  const login = await loginOf(auth, session.loginKey);
  const sealed = login.totp_pending;
  if (sealed === null) throw new DomainError('state_conflict', { what: 'totp', state: 'none' });
  const attempts = [attempt(SECOND_FACTOR, login.key)];
  await countAttempts(auth.core.db, attempts);
  const step = stepOfTotp(await openTotpKey(auth.core.ports.vault, login.id, sealed), code);
  if (step === undefined) throw new DomainError('second_factor_wrong');
  await forgetAttempts(auth.core.db, attempts);
  const recoveryCodes = newRecoveryCodes();
  await identityTx(auth.core.db, { presented: login.key }, async (tx) => {
    await enableTotp(tx, login.key, sealed, step);
    await replaceRecoveryCodes(
      tx,
      login.key,
      recoveryCodes.map((each) => recoveryCodeHash(login.key, each)),
    );
  });
  const rotated = await rotateSession(auth, session.audience, session.token, {
    steppedUp: true,
    secondFactorMissing: false,
  });
  return { recoveryCodes, session: rotated };
}

/**
 * Gives up the second factor, after both factors were shown once more.
 *
 * @throws DomainError second_factor_must_be_set_up (the role needs one), bad_credentials, second_factor_wrong, login_locked
 */
export async function removeTotp(
  auth: Auth,
  session: StaffSession,
  input: { readonly password: string; readonly totp: string },
): Promise<void> {
  if (needsSecondFactor(auth, session.role)) throw new DomainError('second_factor_must_be_set_up');
  const login = await loginOf(auth, session.loginKey);
  await confirmPassword(auth, login, input.password);
  await proveSecondFactor(auth, login, { totp: input.totp });
  await identityTx(auth.core.db, { presented: login.key }, async (tx) => {
    await disableTotp(tx, login.key);
    await replaceRecoveryCodes(tx, login.key, []);
  });
}

/** Replaces all recovery codes; the old ones stop working. @throws DomainError second_factor_wrong, login_locked */
export async function renewRecoveryCodes(
  auth: Auth,
  session: StaffSession,
  totp: string,
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const login = await loginOf(auth, session.loginKey);
  await proveSecondFactor(auth, login, { totp });
  const recoveryCodes = newRecoveryCodes();
  await identityTx(auth.core.db, { presented: login.key }, (tx) =>
    replaceRecoveryCodes(
      tx,
      login.key,
      recoveryCodes.map((each) => recoveryCodeHash(login.key, each)),
    ),
  );
  return { recoveryCodes };
}

/** The login behind a session. @throws DomainError unauthenticated when it is gone */
export async function loginOf(auth: Auth, loginKey: string): Promise<LoginRow> {
  const login = await identityTx(auth.core.db, { presented: loginKey }, (tx) => findLoginByKey(tx, loginKey));
  if (login === undefined) throw new DomainError('unauthenticated');
  return login;
}

/** Checks the password of somebody signed in; counted like a login. @throws DomainError bad_credentials, login_locked */
export async function confirmPassword(auth: Auth, login: LoginRow, password: string): Promise<void> {
  const attempts = [attempt(LOGIN_BY_ACCOUNT, login.key)];
  await countAttempts(auth.core.db, attempts);
  if (!(await verifyPassword(login.password_hash, password))) throw new DomainError('bad_credentials');
  await forgetAttempts(auth.core.db, attempts);
}
