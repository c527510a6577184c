import { DomainError } from '@keyfall/core';
import type { Auth } from '../auth.ts';
import { rotateSession, type OpenedSession } from '../sessions/open-session.ts';
import { proveSecondFactor, type SecondFactor } from './prove-second-factor.ts';
import { confirmPassword, loginOf, type StaffSession } from './set-up-totp.ts';

/**
 * Opens, for ten minutes, what asks for a fresh second factor; the session's token is replaced. A login without a second
 * factor steps up with its password, but only where the installation is not strict.
 *
 * @throws DomainError second_factor_required (there is one, and it was not shown), second_factor_must_be_set_up,
 *   second_factor_wrong, bad_credentials, login_locked, unauthenticated
 */
export async function stepUp(
  auth: Auth,
  session: StaffSession,
  proof: SecondFactor | { readonly password: string },
): Promise<OpenedSession> {
  const login = await loginOf(auth, session.loginKey);
  if (login.totp_enabled_at !== null) {
    if ('password' in proof) throw new DomainError('second_factor_required');
    await proveSecondFactor(auth, login, proof);
  } else {
    if (auth.strict || !('password' in proof)) throw new DomainError('second_factor_must_be_set_up');
    await confirmPassword(auth, login, proof.password);
  }
  const rotated = await rotateSession(auth, session.audience, session.token, { steppedUp: true });
  if (rotated === undefined) throw new DomainError('unauthenticated');
  return rotated;
}
