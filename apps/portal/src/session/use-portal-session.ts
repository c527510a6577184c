import { useSession, useSessionFromQuery } from '@keyfall/web';
import type { SessionBase, SessionState } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Me = Outputs['session']['me'];
export type PortalSession = Me & SessionBase;

const withName = (me: Me): PortalSession => ({ ...me, name: me.login.name === '' ? me.login.mail : me.login.name });
const identity = (session: PortalSession): string => `${session.login.id} ${session.membershipId}`;

/** Who is signed in, asked once for the whole page. */
export function usePortalSessionState(): SessionState<PortalSession> {
  const query = useQuery({ ...trpc.session.me.queryOptions(), select: withName });
  return useSessionFromQuery<PortalSession>(query, identity);
}

/** The session inside the shell, where somebody is always signed in. */
export function usePortalSession(): PortalSession {
  const session = useSession<PortalSession>();
  if (session === undefined) throw new Error('A page of the portal was rendered without a session.');
  return session;
}
