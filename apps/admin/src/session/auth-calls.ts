import type { AdminRole, Locale } from '@keyfall/contracts';
import { postJson } from '@keyfall/web';

/** A place a login may enter. */
export interface Membership {
  readonly membershipId: string;
  readonly tenantName: string;
  readonly distributorName: string | null;
  readonly role: AdminRole;
}

/** What a step of a login leads to; *signed_in* has set the cookie. */
export type LoginStep =
  | { readonly next: 'signed_in'; readonly secondFactorMissing: boolean }
  | { readonly next: 'totp'; readonly challenge: string }
  | { readonly next: 'choose'; readonly challenge: string; readonly memberships: readonly Membership[] };

export type SecondFactor = { readonly totp: string } | { readonly recoveryCode: string };

// The routes' answers are our own server's, of the same release as this page.
async function post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  return (await postJson(`/auth/admin/${path}`, body)) as Answer;
}

export const logIn = (mail: string, password: string): Promise<LoginStep> => post('login', { mail, password });

export const proveAtLogin = (challenge: string, factor: SecondFactor): Promise<LoginStep> =>
  'totp' in factor
    ? post('totp', { challenge, code: factor.totp })
    : post('recovery', { challenge, code: factor.recoveryCode });

export const chooseMembership = (challenge: string, membershipId: string): Promise<LoginStep> =>
  post('membership', { challenge, membershipId });

export const signOut = (): Promise<unknown> => post('logout');

/** Proves the person anew, for ten minutes, for acts that ask for it. */
export const stepUp = (proof: { readonly code: string } | { readonly password: string }): Promise<unknown> =>
  post('step-up', proof);

/** Says the same whether or not there is such an account. */
export const requestPasswordReset = (mail: string): Promise<unknown> => post('password/forgot', { mail });

export const resetPassword = (token: string, password: string): Promise<unknown> =>
  post('password/reset', { token, password });

export const changePassword = (current: string, next: string): Promise<unknown> =>
  post('password/change', { current, next });

export interface InvitationView {
  readonly mail: string;
  readonly name: string;
  readonly role: AdminRole;
  readonly tenantName: string;
  /** The person has a login already and keeps its password. */
  readonly hasLogin: boolean;
}

export const viewInvitation = (token: string): Promise<InvitationView> => post('invitation', { token });

export const acceptInvitation = (
  token: string,
  chosen: { readonly name?: string; readonly password?: string; readonly locale: Locale },
): Promise<LoginStep | { readonly next: 'log_in' }> => post('invitation/accept', { token, ...chosen });

/** A new key for an authenticator app; it counts once a passcode of it was shown. */
export const beginTotp = (
  password: string,
  totp?: string,
): Promise<{ readonly secret: string; readonly uri: string }> =>
  post('totp/setup', { password, ...(totp === undefined ? {} : { code: totp }) });

export const finishTotp = (code: string): Promise<{ readonly recoveryCodes: readonly string[] }> =>
  post('totp/enable', { code });

export const removeTotp = (password: string, code: string): Promise<unknown> =>
  post('totp/disable', { password, code });

export const renewRecoveryCodes = (code: string): Promise<{ readonly recoveryCodes: readonly string[] }> =>
  post('recovery-codes', { code });
