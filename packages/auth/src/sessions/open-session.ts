import type { Audience, SessionId } from '@keyfall/contracts';
import { keyOf, newToken } from '@keyfall/core/access';
import { identityTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import type { Auth } from '../auth.ts';
import type { SessionKind } from './lifetimes.ts';
import { rekeySession, type SessionFacts } from './queries.ts';

/** A session's token, which only its browser keeps, and what the cookie needs. */
export interface OpenedSession {
  readonly token: string;
  readonly audience: Audience;
  readonly kind: SessionKind;
}

/** Opens a session. `steppedUp`: a second factor was proved in this very login. */
export async function openSession(
  auth: Auth,
  facts: Omit<SessionFacts, 'id'>,
  steppedUp: boolean,
): Promise<OpenedSession & { readonly sessionId: SessionId }> {
  const token = newToken();
  const id = uuidv7() as SessionId;
  const userId = facts.loginId ?? facts.buyerId ?? '';
  await auth.sessionsOf[facts.audience].createSession(
    userId,
    { facts: { ...facts, id, steppedUp } },
    { sessionId: token },
  );
  return { token, sessionId: id, audience: facts.audience, kind: facts.kind };
}

/**
 * Replaces a session's token, as is done whenever its holder proved more than before: whoever knew the old one is out.
 * Undefined when the session has ended meanwhile.
 */
export async function rotateSession(
  auth: Auth,
  audience: Audience,
  token: string,
  change: { readonly steppedUp?: boolean; readonly secondFactorMissing?: boolean },
): Promise<OpenedSession | undefined> {
  const [oldKey, next] = [keyOf(token), newToken()];
  const newKey = keyOf(next);
  const moved = await identityTx(auth.core.db, { presented: [oldKey, newKey] }, (tx) =>
    rekeySession(tx, oldKey, newKey, change),
  );
  return moved ? { token: next, audience, kind: audience === 'shop' ? 'consumer' : 'staff' } : undefined;
}
