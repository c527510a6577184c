import { DomainError } from '@keyfall/core';
import { keyOf } from '@keyfall/core/access';
import { identityTx } from '@keyfall/db';
import type { Auth } from '../auth.ts';
import { enter, readLogin, spendChallenge, type LoginStep, type Origin } from '../staff/log-in.ts';
import { findToken, spendRecoveryCode, spendTotpStep, type LoginRow } from '../staff/login-queries.ts';
import type { StaffAudience } from '../staff/memberships.ts';
import { SECOND_FACTOR, attempt, countAttempts, forgetAttempts } from '../throttle.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import { openTotpKey } from './sealed-totp-key.ts';
import { stepOfTotp } from './totp.ts';

/** What proves the second factor: a passcode, or one of the recovery codes. */
export type SecondFactor = { readonly totp: string } | { readonly recoveryCode: string };

/**
 * Second step of a login that has a second factor. A wrong code leaves the challenge usable; how often one may be wrong is
 * counted per login, over all its challenges.
 *
 * @throws DomainError token_invalid (challenge), second_factor_wrong, login_locked
 */
export async function proveAtLogin(
  auth: Auth,
  audience: StaffAudience,
  input: { readonly challenge: string; readonly factor: SecondFactor },
  origin: Origin,
): Promise<LoginStep> {
  const key = keyOf(input.challenge);
  const row = await identityTx(auth.core.db, { presented: key }, (tx) => findToken(tx, key, 'login_challenge'));
  if (typeof row?.login_key !== 'string') throw new DomainError('token_invalid');
  const { login, memberships } = await readLogin(auth, audience, row.login_key);
  await proveSecondFactor(auth, login, input.factor);
  await spendChallenge(auth, audience, input.challenge, 'totp');
  return await enter(auth, audience, login, memberships, { proved: true, origin });
}

/**
 * Checks a passcode or recovery code and spends it: neither works twice.
 *
 * @throws DomainError second_factor_wrong, login_locked
 */
export async function proveSecondFactor(auth: Auth, login: LoginRow, factor: SecondFactor): Promise<void> {
  const { db } = auth.core;
  const attempts = [attempt(SECOND_FACTOR, login.key)];
  await countAttempts(db, attempts);
  const isRight =
    'totp' in factor
      ? await spendTotp(auth, login, factor.totp)
      : await spendRecovery(auth, login, factor.recoveryCode);
  if (!isRight) throw new DomainError('second_factor_wrong');
  await forgetAttempts(db, attempts);
}

async function spendTotp(auth: Auth, login: LoginRow, code: string): Promise<boolean> {
  if (login.totp_secret === null || login.totp_enabled_at === null) return false;
  const key = await openTotpKey(auth.core.ports.vault, login.id, login.totp_secret);
  const step = stepOfTotp(key, code);
  if (step === undefined) return false;
  return await identityTx(auth.core.db, { presented: login.key }, (tx) => spendTotpStep(tx, login.key, step));
}

async function spendRecovery(auth: Auth, login: LoginRow, typed: string): Promise<boolean> {
  if (login.totp_enabled_at === null) return false;
  const hash = recoveryCodeHash(login.key, typed);
  return await identityTx(auth.core.db, { presented: login.key }, (tx) => spendRecoveryCode(tx, login.key, hash));
}
