import type { DomainState } from '@keyfall/contracts';

/** What DNS said: the record, another text, nothing, or no answer at all. */
export type DnsFinding = 'found' | 'wrong' | 'missing' | 'unreachable';

export interface DomainStanding {
  readonly state: DomainState;
  readonly misses: number;
}

export interface DomainVerdict extends DomainStanding {
  readonly error: string | null;
  readonly nextCheckSeconds: number;
  readonly verifiedNow: boolean;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;

/** Misses in a row, a day apart, after which a verified domain is no longer served. */
export const MISSES_MAX = 3;
/** A domain that was never proved is looked at every ten minutes for two days, then daily. */
const EAGER_MISSES = 288;

const ERRORS: Readonly<Record<DnsFinding, string | null>> = {
  found: null,
  wrong: 'txt_wrong',
  missing: 'txt_missing',
  unreachable: 'dns_unreachable',
};

/** What a finding means. A resolver that does not answer proves nothing and changes nothing. */
export function judgeDomain(standing: DomainStanding, finding: DnsFinding): DomainVerdict {
  const { state, misses } = standing;
  const error = ERRORS[finding];
  if (finding === 'found') {
    return { state: 'verified', misses: 0, error, nextCheckSeconds: WEEK, verifiedNow: state !== 'verified' };
  }
  if (finding === 'unreachable') return { state, misses, error, nextCheckSeconds: 10 * MINUTE, verifiedNow: false };
  const missed = misses + 1;
  if (state === 'verified') {
    const isLost = missed >= MISSES_MAX;
    return { state: isLost ? 'lost' : 'verified', misses: missed, error, nextCheckSeconds: DAY, verifiedNow: false };
  }
  const nextCheckSeconds = state === 'pending' && missed < EAGER_MISSES ? 10 * MINUTE : DAY;
  return { state, misses: missed, error, nextCheckSeconds, verifiedNow: false };
}
