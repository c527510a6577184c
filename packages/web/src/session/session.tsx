import type { Permission } from '@keyfall/contracts';
import { createContext, use, useMemo } from 'react';
import type { ReactNode } from 'react';

/** The least a session tells: who one is on screen, and what one may do. An app's own session extends it. */
export interface SessionBase {
  /** How the person is called on screen. */
  readonly name: string;
  /** From the session DTO, or `permissionsOf({ audience, role })` of contracts. */
  readonly permissions: readonly Permission[];
}

export type SessionState<S extends SessionBase> =
  | { readonly status: 'loading' }
  /** The question itself failed; `error` says why. */
  | { readonly status: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly status: 'anonymous' }
  /** Was signed in on this page, and is not any more: what is on the screen stays, a login comes over it. */
  | { readonly status: 'expired'; readonly session: S }
  | { readonly status: 'signed_in'; readonly session: S };

const Context = createContext<SessionState<SessionBase> | undefined>(undefined);

/**
 * Says who is signed in. The app asks its own endpoint and hands in the answer:
 * `<SessionProvider state={useSessionState(query)}>`.
 */
export function SessionProvider<S extends SessionBase>(props: {
  readonly state: SessionState<S>;
  readonly children: ReactNode;
}): ReactNode {
  return <Context value={props.state}>{props.children}</Context>;
}

export function useSessionState(): SessionState<SessionBase> {
  const state = use(Context);
  if (state === undefined) throw new Error('A session was asked for outside <SessionProvider>.');
  return state;
}

/** The session as the app knows it: `const { session } = useSession<AdminSession>()`; undefined while nobody is signed in. */
export function useSession<S extends SessionBase>(): S | undefined {
  const state = useSessionState();
  // The provider of the same app put it there; its type is the app's.
  return state.status === 'signed_in' || state.status === 'expired' ? (state.session as S) : undefined;
}

/** Whether the session holds the permission. Only for what is shown: the server decides. */
export function can(session: SessionBase | undefined, permission: Permission): boolean {
  return session?.permissions.includes(permission) ?? false;
}

export function useCan(): (permission: Permission) => boolean {
  const session = useSession();
  return useMemo(() => (permission: Permission) => can(session, permission), [session]);
}

export interface CanProps {
  /** All of them are needed. */
  readonly permission: Permission | readonly Permission[];
  readonly children: ReactNode;
  readonly otherwise?: ReactNode;
}

/** Shows its children to those who may: `<Can permission="refunds.request">…</Can>`. */
export function Can({ permission, children, otherwise = null }: CanProps): ReactNode {
  const session = useSession();
  const needed = typeof permission === 'string' ? [permission] : permission;
  return needed.every((each) => can(session, each)) ? children : otherwise;
}
