import type { Core } from '@keyfall/core';
import type { Audience } from '@keyfall/contracts';
import { Lucia, TimeSpan } from 'lucia';
import { lifetimeOf } from './sessions/lifetimes.ts';
import { sessionAdapter, type SessionAttributes } from './sessions/session-adapter.ts';

export interface AuthOptions {
  readonly core: Core;
  /**
   * Whether roles that move money must have a second factor, and a password alone never counts as one. On in production;
   * a demo's logins have a passcode only where it says so.
   */
  readonly strict: boolean;
}

/** Logins and sessions of one installation. */
export interface Auth extends AuthOptions {
  readonly sessionsOf: Readonly<Record<Audience, Lucia<SessionAttributes>>>;
}

export function createAuth(options: AuthOptions): Auth {
  const adapter = sessionAdapter(options.core.db);
  const luciaFor = (audience: Audience): Lucia<SessionAttributes> =>
    new Lucia(adapter, {
      sessionExpiresIn: new TimeSpan(lifetimeOf(audience, audience === 'shop' ? 'consumer' : 'staff').idleSeconds, 's'),
      getSessionAttributes: (attributes) => attributes,
    });
  return { ...options, sessionsOf: { admin: luciaFor('admin'), portal: luciaFor('portal'), shop: luciaFor('shop') } };
}

/** Roles whose holders can move money: in a strict installation they need a second factor. */
export function needsSecondFactor(auth: Auth, role: string): boolean {
  return auth.strict && (role === 'owner' || role === 'finance');
}
