import { InvariantError } from '@keyfall/core';
import { keyOf } from '@keyfall/core/access';
import { identityTx, type Database } from '@keyfall/db';
import type { Adapter, DatabaseSession, Lucia } from 'lucia';
import { lifetimeOf } from './lifetimes.ts';
import {
  deleteSession,
  findSession,
  insertSession,
  renewSession,
  type SessionFacts,
  type SessionRow,
} from './queries.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
  }
}

/** `facts` when a session is being opened, `row` once it is read back. */
export interface SessionAttributes {
  readonly facts?: SessionFacts & { readonly steppedUp: boolean };
  readonly row?: SessionRow;
}

/**
 * Sessions in `identity.session`, keyed by the hash of their token. lucia judges expiry by the process's clock; the
 * database's decides here, so what lucia gets is "so many seconds from now" in its own terms.
 */
export function sessionAdapter(db: Database): Adapter {
  return {
    async getSessionAndUser(token) {
      const key = keyOf(token);
      const row = await identityTx(db, { presented: key }, (tx) => findSession(tx, key));
      if (row === undefined) return [null, null];
      const userId = row.login_ref ?? row.buyer_ref ?? row.id;
      const expiresAt = new Date(Date.now() + row.seconds_left * 1000);
      return [
        { id: token, userId, expiresAt, attributes: { row } },
        { id: userId, attributes: {} },
      ];
    },
    async setSession({ id: token, attributes: { facts } }: DatabaseSession) {
      if (facts === undefined) throw new InvariantError('a session is opened with its facts');
      const key = keyOf(token);
      const lifetime = lifetimeOf(facts.audience, facts.kind);
      await identityTx(db, { presented: key }, (tx) => insertSession(tx, key, facts, lifetime, facts.steppedUp));
    },
    async updateSessionExpiration(token, expiresAt) {
      const key = keyOf(token);
      const idleSeconds = Math.round((expiresAt.getTime() - Date.now()) / 1000);
      await identityTx(db, { presented: key }, (tx) => renewSession(tx, key, idleSeconds));
    },
    async deleteSession(token) {
      const key = keyOf(token);
      await identityTx(db, { presented: key }, (tx) => deleteSession(tx, key));
    },
    // Sessions of a person are listed and ended by use cases that know the person's tenant, old ones by housekeeping.
    getUserSessions: () => Promise.reject(new InvariantError('sessions are listed by listSessions')),
    deleteUserSessions: () => Promise.reject(new InvariantError('sessions are ended by revokeSession')),
    deleteExpiredSessions: () => Promise.reject(new InvariantError('old sessions are removed by housekeeping')),
  };
}
