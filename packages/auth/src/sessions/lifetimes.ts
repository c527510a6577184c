import type { Audience } from '@keyfall/contracts';

const HOUR = 3600;
const DAY = 24 * HOUR;

export interface Lifetime {
  /** A session that nobody uses for so long is over. */
  readonly idleSeconds: number;
  /** However busy it is, a session ends after this. */
  readonly absoluteSeconds: number;
}

export type SessionKind = 'staff' | 'consumer' | 'guest';

const STAFF: Readonly<Record<'admin' | 'portal', Lifetime>> = {
  admin: { idleSeconds: 2 * HOUR, absoluteSeconds: 12 * HOUR },
  portal: { idleSeconds: 12 * HOUR, absoluteSeconds: 7 * DAY },
};
const CONSUMER: Lifetime = { idleSeconds: 30 * DAY, absoluteSeconds: 180 * DAY };
const GUEST: Lifetime = { idleSeconds: 30 * DAY, absoluteSeconds: 90 * DAY };

export function lifetimeOf(audience: Audience, kind: SessionKind): Lifetime {
  if (audience !== 'shop') return STAFF[audience];
  return kind === 'guest' ? GUEST : CONSUMER;
}

/** How long a proved second factor opens what asks for one. */
export const STEP_UP_SECONDS = 10 * 60;

/** “Last used” is kept this exact: a session in use writes no more than once in this time. */
export const SEEN_EVERY_SECONDS = 5 * 60;
