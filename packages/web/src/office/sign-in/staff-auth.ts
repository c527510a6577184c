import { postJson } from '../../api/post-json.ts';

/** One place a login may enter: a wholesaler's back office, a distributor's portal. */
export interface SignInPlace {
  readonly membershipId: string;
  readonly tenantName: string;
  readonly distributorName: string | null;
  readonly role: string;
}

/** What a step of a login leads to; the session itself is a cookie. */
export type SignInStep =
  | { readonly next: 'signed_in'; readonly secondFactorMissing: boolean }
  | { readonly next: 'totp'; readonly challenge: string }
  | { readonly next: 'choose'; readonly challenge: string; readonly memberships: readonly SignInPlace[] };

export interface InvitationView {
  readonly mail: string;
  readonly name: string;
  readonly role: string;
  readonly tenantName: string;
  readonly distributorName: string | null;
  /** The person has a login already and keeps its password. */
  readonly hasLogin: boolean;
}

/** What a wrong guess costs is counted by the server; the codes are shown once. */
export interface RecoveryCodes {
  readonly recoveryCodes: readonly string[];
}

/** The plain routes of staff logins; each audience asks its own host. All throw HttpError. */
export const staffAuth = {
  logIn: (mail: string, password: string) => ask<SignInStep>('login', { mail, password }),
  proveTotp: (challenge: string, code: string) => ask<SignInStep>('totp', { challenge, code }),
  proveRecovery: (challenge: string, code: string) => ask<SignInStep>('recovery', { challenge, code }),
  choose: (challenge: string, membershipId: string) => ask<SignInStep>('membership', { challenge, membershipId }),
  logOut: () => ask<unknown>('logout', {}),
  /** A fresh proof for acts that ask for it. */
  stepUp: (proof: { readonly code: string } | { readonly password: string }) => ask<unknown>('step-up', proof),
  forgot: (mail: string) => ask<unknown>('password/forgot', { mail }),
  reset: (token: string, password: string) => ask<unknown>('password/reset', { token, password }),
  changePassword: (current: string, next: string) => ask<unknown>('password/change', { current, next }),
  viewInvitation: (token: string) => ask<InvitationView>('invitation', { token }),
  /** Somebody new is signed in by it; somebody who has a login gets a place more and signs in as usual. */
  acceptInvitation: (token: string, own: { readonly name: string; readonly password: string } | undefined) =>
    ask<SignInStep | { readonly next: 'log_in' }>('invitation/accept', { token, ...own }),
  /** `code`: the present passcode, where one is replaced by another device. */
  beginTotp: (password: string, code?: string) =>
    ask<{ readonly secret: string; readonly uri: string }>('totp/setup', {
      password,
      ...(code === undefined ? {} : { code }),
    }),
  finishTotp: (code: string) => ask<RecoveryCodes>('totp/enable', { code }),
  removeTotp: (password: string, code: string) => ask<unknown>('totp/disable', { password, code }),
  renewRecoveryCodes: (code: string) => ask<RecoveryCodes>('recovery-codes', { code }),
} as const;

async function ask<Answer>(path: string, body: unknown): Promise<Answer> {
  return (await postJson(`/auth/${path}`, body)) as Answer;
}

/** The token of a mailed link stands behind `#`, where no server and no log sees it. */
export function tokenOfLink(): string {
  return window.location.hash.slice(1);
}
