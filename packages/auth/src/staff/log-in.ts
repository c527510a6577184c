import { DomainError } from '@keyfall/core';
import { keyOf, loginKeyOf, newToken } from '@keyfall/core/access';
import { identityTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { needsSecondFactor, type Auth } from '../auth.ts';
import { isOutdated } from '../passwords/argon2.ts';
import { hashPassword, verifyPassword } from '../passwords/passwords.ts';
import { openSession, type OpenedSession } from '../sessions/open-session.ts';
import { recordStaffAct } from './record-staff-act.ts';
import { LOGIN_BY_ACCOUNT, LOGIN_BY_ADDRESS, attempt, countAttempts, forgetAttempts } from '../throttle.ts';
import {
  findLoginByKey,
  insertChallenge,
  listMemberships,
  setPasswordHash,
  spendPresentedToken,
  type LoginRow,
} from './login-queries.ts';
import { isAnySuspended } from './suspended-tenants.ts';
import {
  membershipOf,
  nameMemberships,
  type Membership,
  type NamedMembership,
  type StaffAudience,
} from './memberships.ts';

/** Where a request comes from: for throttles, the list of sessions and the audit trail. */
export interface Origin {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
}

/** What a step of a login leads to. */
export type LoginStep =
  | { readonly next: 'signed_in'; readonly session: OpenedSession; readonly secondFactorMissing: boolean }
  | { readonly next: 'totp'; readonly challenge: string }
  | { readonly next: 'choose'; readonly challenge: string; readonly memberships: readonly NamedMembership[] };

/**
 * First step of a login: mail address and password. An unknown address, a wrong password and an account without access
 * answer the same after the same time.
 *
 * @throws DomainError bad_credentials, login_locked, rate_limited, tenant_suspended (after the right password)
 */
export async function logIn(
  auth: Auth,
  audience: StaffAudience,
  credentials: { readonly mail: string; readonly password: string },
  origin: Origin,
): Promise<LoginStep> {
  const { db } = auth.core;
  const key = loginKeyOf(credentials.mail);
  const attempts = [attempt(LOGIN_BY_ACCOUNT, key), attempt(LOGIN_BY_ADDRESS, origin.ip)];
  await countAttempts(db, attempts);
  const { login, memberships } = await identityTx(db, { presented: key }, async (tx) => {
    const [found, places] = await Promise.all([findLoginByKey(tx, key), listMemberships(tx, key, audience)]);
    return { login: found, memberships: places.map(membershipOf) };
  });
  const isRight = await verifyPassword(login?.password_hash, credentials.password);
  if (!isRight || login === undefined || memberships.length === 0) throw new DomainError('bad_credentials');
  await forgetAttempts(db, attempts);
  if (login.password_hash !== null && isOutdated(login.password_hash)) await rehash(auth, key, credentials.password);
  if (login.totp_enabled_at !== null) {
    return { next: 'totp', challenge: await openChallenge(auth, audience, login, memberships, 'totp') };
  }
  return await enter(auth, audience, login, memberships, { proved: false, origin });
}

/**
 * Second step for a login with several places: which one. The challenge is spent by it.
 *
 * @throws DomainError token_invalid (challenge), not_found (a membership that is not the login's)
 */
export async function chooseMembership(
  auth: Auth,
  audience: StaffAudience,
  input: { readonly challenge: string; readonly membershipId: string },
  origin: Origin,
): Promise<LoginStep> {
  const { loginKey, proved } = await spendChallenge(auth, audience, input.challenge, 'choose');
  const { login, memberships } = await readLogin(auth, audience, loginKey);
  const chosen = memberships.find((membership) => membership.id === input.membershipId);
  if (chosen === undefined) throw new DomainError('not_found', { what: 'membership' });
  return await signIn(auth, audience, login, chosen, { proved, origin });
}

/** A login and what it may enter, after its password was right. @throws DomainError token_invalid when it is gone */
export async function readLogin(
  auth: Auth,
  audience: StaffAudience,
  loginKey: string,
): Promise<{ readonly login: LoginRow; readonly memberships: readonly Membership[] }> {
  return await identityTx(auth.core.db, { presented: loginKey }, async (tx) => {
    const [login, places] = await Promise.all([findLoginByKey(tx, loginKey), listMemberships(tx, loginKey, audience)]);
    if (login === undefined) throw new DomainError('token_invalid');
    return { login, memberships: places.map(membershipOf) };
  });
}

interface Proof {
  /** Whether a second factor was proved in this login. */
  readonly proved: boolean;
  readonly origin: Origin;
}

/**
 * Signs in to the only place, or asks which.
 *
 * @throws DomainError tenant_suspended, bad_credentials when no place can be entered now
 */
export async function enter(
  auth: Auth,
  audience: StaffAudience,
  login: LoginRow,
  memberships: readonly Membership[],
  proof: Proof,
): Promise<LoginStep> {
  const named = await nameMemberships(auth, memberships);
  const only = named.length === 1 ? memberships.find(({ id }) => id === named[0]?.membershipId) : undefined;
  if (only !== undefined) return await signIn(auth, audience, login, only, proof);
  if (named.length === 0) {
    // Whoever gets here has proved who he is, and may know why he stays outside.
    throw new DomainError((await isAnySuspended(auth, memberships)) ? 'tenant_suspended' : 'bad_credentials');
  }
  const challenge = await openChallenge(auth, audience, login, memberships, 'choose', proof.proved);
  return { next: 'choose', challenge, memberships: named };
}

async function signIn(
  auth: Auth,
  audience: StaffAudience,
  login: LoginRow,
  membership: Membership,
  { proved, origin }: Proof,
): Promise<LoginStep> {
  const secondFactorMissing = login.totp_enabled_at === null && needsSecondFactor(auth, membership.role);
  const session = await openSession(
    auth,
    {
      audience,
      kind: 'staff',
      tenantId: membership.tenantId,
      distributorId: membership.distributorId,
      shopId: null,
      loginKey: login.key,
      loginId: login.id,
      membershipId: membership.id,
      buyerId: null,
      role: membership.role,
      secondFactorMissing,
      ip: origin.ip,
      userAgent: origin.userAgent,
    },
    proved,
  );
  await recordStaffAct(auth, { login, membership, sessionId: session.sessionId }, origin, {
    action: 'access.sign_in',
    data: { audience, secondFactor: proved },
  });
  return { next: 'signed_in', session, secondFactorMissing };
}

type ChallengeStep = 'totp' | 'choose';

async function openChallenge(
  auth: Auth,
  audience: StaffAudience,
  login: LoginRow,
  memberships: readonly Membership[],
  step: ChallengeStep,
  proved = false,
): Promise<string> {
  const token = newToken();
  const key = keyOf(token);
  const tenantId = memberships[0]?.tenantId;
  if (tenantId === undefined) throw new DomainError('bad_credentials');
  await identityTx(auth.core.db, { presented: key }, (tx) =>
    insertChallenge(tx, { key, id: uuidv7(), tenantId, loginKey: login.key, data: { audience, step, proved } }),
  );
  return token;
}

/** Spends a challenge of this step. @throws DomainError token_invalid */
export async function spendChallenge(
  auth: Auth,
  audience: StaffAudience,
  challenge: string,
  step: ChallengeStep,
): Promise<{ readonly loginKey: string; readonly proved: boolean }> {
  const key = keyOf(challenge);
  const row = await identityTx(auth.core.db, { presented: key }, (tx) =>
    spendPresentedToken(tx, key, 'login_challenge'),
  );
  const data = row?.data as { audience?: string; step?: string; proved?: boolean } | undefined;
  if (typeof row?.login_key !== 'string' || data?.audience !== audience || data.step !== step) {
    throw new DomainError('token_invalid');
  }
  return { loginKey: row.login_key, proved: data.proved === true };
}

async function rehash(auth: Auth, key: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await identityTx(auth.core.db, { presented: key }, (tx) => setPasswordHash(tx, key, hash));
}
