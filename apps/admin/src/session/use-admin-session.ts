import type { AdminSession as SessionDto } from '@keyfall/contracts/session-schemas';
import { useSession, useSessionFromQuery } from '@keyfall/web';
import type { SessionBase, SessionState } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Me = Outputs['session']['me'];
export type AdminSession = Me & SessionBase;

const withName = (me: Me): AdminSession => ({ ...me, name: me.login.name === '' ? me.login.mail : me.login.name });
const identity = (session: AdminSession): string => `${session.login.id} ${session.membershipId}`;

/** Who is signed in, asked once for the whole page. */
export function useAdminSessionState(): SessionState<AdminSession> {
  const query = useQuery({ ...trpc.session.me.queryOptions(), select: withName });
  return useSessionFromQuery<AdminSession>(query, identity);
}

/** The session inside the shell, where somebody is always signed in. */
export function useAdminSession(): AdminSession {
  const session = useSession<AdminSession>();
  if (session === undefined) throw new Error('A page of the back office was rendered without a session.');
  return session;
}

/** The tenant's accounting currency. */
export function useCurrency(): SessionDto['tenant']['currency'] {
  return useAdminSession().tenant.currency;
}
