import { DomainError } from '@keyfall/core';
import { identityTx, type Database } from '@keyfall/db';
import { sql } from 'kysely';

/** The live sessions of a login, in whatever tenant and app, newest first. */
export async function listSessions(db: Database, loginKey: string) {
  return await identityTx(db, { presented: loginKey }, (tx) =>
    tx
      .selectFrom('identity.session')
      .select(['id', 'audience', 'created_at', 'seen_at', 'ip', 'user_agent'])
      .where('login_key', '=', loginKey)
      .where('expires_at', '>', sql<Date>`app.now()`)
      .where('absolute_expires_at', '>', sql<Date>`app.now()`)
      .orderBy('seen_at', 'desc')
      .limit(200)
      .execute(),
  );
}

/** Ends one of the login's own sessions. @throws DomainError not_found when it is no session of this login */
export async function revokeSession(db: Database, loginKey: string, sessionId: string): Promise<void> {
  const result = await identityTx(db, { presented: loginKey }, (tx) =>
    tx.deleteFrom('identity.session').where('login_key', '=', loginKey).where('id', '=', sessionId).executeTakeFirst(),
  );
  if (result.numDeletedRows === 0n) throw new DomainError('not_found', { what: 'session' });
}

/** Ends all of the login's sessions but the present one; answers how many. */
export async function revokeOtherSessions(db: Database, loginKey: string, sessionId: string): Promise<number> {
  const result = await identityTx(db, { presented: loginKey }, (tx) =>
    tx.deleteFrom('identity.session').where('login_key', '=', loginKey).where('id', '<>', sessionId).executeTakeFirst(),
  );
  return Number(result.numDeletedRows);
}
