import { spec } from './error-kind.ts';

/** Errors any request can meet. */
export const commonErrors = {
  malformed_request: spec('malformed'),
  validation_failed: spec<{ fields?: readonly string[] }>('validation'),
  method_not_allowed: spec('unsupported'),
  unsupported_media_type: spec('unsupported'),
  payload_too_large: spec<{ bytesMax: number }>('too_large'),
  unauthenticated: spec('unauthenticated'),
  forbidden: spec<{ permission?: string }>('forbidden'),
  step_up_required: spec('forbidden'),
  second_person_required: spec('forbidden'),
  bad_origin: spec('forbidden'),
  not_found: spec<{ what?: string }>('not_found'),
  cursor_invalid: spec('validation'),
  cursor_expired: spec('gone'),
  version_conflict: spec<{ what: string }>('conflict'),
  already_exists: spec<{ what: string; field?: string }>('conflict'),
  in_use: spec<{ what: string; by?: string }>('conflict'),
  state_conflict: spec<{ what: string; state: string; wanted?: string }>('conflict'),
  idempotency_conflict: spec('conflict'),
  idempotency_in_progress: spec('conflict', { retryable: true }),
  limit_exceeded: spec<{ limit: string; max?: number; scope?: string }>('conflict'),
  rate_limited: spec<{ retryAfterSeconds?: number }>('rate_limited'),
  unavailable: spec<{ what?: string }>('unavailable'),
  kill_switch_on: spec<{ what: string }>('unavailable'),
  internal: spec('internal'),
} as const;
