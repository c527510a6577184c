import type { Audience } from '@keyfall/contracts';
import type { Auth } from '../auth.ts';

/** Ends the session of a token; nothing happens when there is none. */
export async function logOut(auth: Auth, audience: Audience, token: string | undefined): Promise<void> {
  if (token !== undefined) await auth.sessionsOf[audience].invalidateSession(token);
}
