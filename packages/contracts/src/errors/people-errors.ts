import { spec } from './error-kind.ts';

/** Logins, teams, invitations, API keys. Unknown account and wrong password are one answer. */
export const peopleErrors = {
  bad_credentials: spec('unauthenticated'),
  session_expired: spec('unauthenticated'),
  second_factor_required: spec('unauthenticated'),
  second_factor_wrong: spec('unauthenticated'),
  second_factor_must_be_set_up: spec('forbidden'),
  login_locked: spec<{ retryAfterSeconds: number }>('rate_limited'),
  password_too_weak: spec<{ reason: 'short' | 'long' | 'common' | 'breached' | 'like_login' }>('validation'),
  password_unchanged: spec('validation'),
  mail_taken: spec('conflict'),
  mail_not_verified: spec('forbidden'),
  token_invalid: spec('gone'),
  invitation_invalid: spec('gone'),
  last_owner: spec('conflict'),
  own_role: spec('forbidden'),
  api_key_scope_missing: spec<{ scope: string }>('forbidden'),
  api_key_address_refused: spec('forbidden'),
  signature_invalid: spec('unauthenticated'),
  signature_expired: spec('unauthenticated'),
  nonce_reused: spec('unauthenticated'),
  distributor_frozen: spec('forbidden'),
  distributor_closed: spec('forbidden'),
  tenant_suspended: spec('forbidden'),
} as const;
