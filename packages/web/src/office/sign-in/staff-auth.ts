import type { Locale } from '@keyfall/i18n';
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

/** The plain routes of staff logins, which answer on their own audience's host only. All throw HttpError. */
export interface StaffAuth {
  readonly logIn: (mail: string, password: string) => Promise<SignInStep>;
  readonly proveTotp: (challenge: string, code: string) => Promise<SignInStep>;
  readonly proveRecovery: (challenge: string, code: string) => Promise<SignInStep>;
  readonly choose: (challenge: string, membershipId: string) => Promise<SignInStep>;
  readonly logOut: () => Promise<unknown>;
  /** A fresh proof for acts that ask for it. */
  readonly stepUp: (proof: { readonly code: string } | { readonly password: string }) => Promise<unknown>;
  readonly forgot: (mail: string) => Promise<unknown>;
  readonly reset: (token: string, password: string) => Promise<unknown>;
  readonly changePassword: (current: string, next: string) => Promise<unknown>;
  readonly viewInvitation: (token: string) => Promise<InvitationView>;
  /** Somebody new is signed in by it; somebody who has a login gets a place more and signs in as usual. */
  readonly acceptInvitation: (
    token: string,
    own: { readonly name: string; readonly password: string; readonly locale: Locale } | undefined,
  ) => Promise<SignInStep | { readonly next: 'log_in' }>;
  /** `code`: the present passcode, where one is replaced by another device. */
  readonly beginTotp: (password: string, code?: string) => Promise<{ readonly secret: string; readonly uri: string }>;
  readonly finishTotp: (code: string) => Promise<RecoveryCodes>;
  readonly removeTotp: (password: string, code: string) => Promise<unknown>;
  readonly renewRecoveryCodes: (code: string) => Promise<RecoveryCodes>;
}

/** `const auth = createStaffAuth('portal')`, once per app. */
export function createStaffAuth(audience: 'admin' | 'portal'): StaffAuth {
  const ask = async <Answer>(path: string, body: unknown): Promise<Answer> =>
    (await postJson(`/auth/${audience}/${path}`, body)) as Answer;
  return {
    logIn: (mail, password) => ask('login', { mail, password }),
    proveTotp: (challenge, code) => ask('totp', { challenge, code }),
    proveRecovery: (challenge, code) => ask('recovery', { challenge, code }),
    choose: (challenge, membershipId) => ask('membership', { challenge, membershipId }),
    logOut: () => ask('logout', {}),
    stepUp: (proof) => ask('step-up', proof),
    forgot: (mail) => ask('password/forgot', { mail }),
    reset: (token, password) => ask('password/reset', { token, password }),
    changePassword: (current, next) => ask('password/change', { current, next }),
    viewInvitation: (token) => ask('invitation', { token }),
    acceptInvitation: (token, own) => ask('invitation/accept', { token, ...own }),
    beginTotp: (password, code) => ask('totp/setup', { password, ...(code === undefined ? {} : { code }) }),
    finishTotp: (code) => ask('totp/enable', { code }),
    removeTotp: (password, code) => ask('totp/disable', { password, code }),
    renewRecoveryCodes: (code) => ask('recovery-codes', { code }),
  };
}

/** The token of a mailed link stands behind `#`, where no server and no log sees it. */
export function tokenOfLink(): string {
  return window.location.hash.slice(1);
}
