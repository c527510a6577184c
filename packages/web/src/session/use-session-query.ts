import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readError } from '../errors/client-error.ts';
import type { SessionBase, SessionState } from './session.tsx';

/** As much of a query's result as is needed; any `useQuery` result fits, whatever its error type. */
interface SessionQuery<S> {
  readonly data: S | null | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/**
 * The state of a session from the query that asks for it. `null` and *unauthenticated* both mean nobody. When another person signs
 * in on the same page, everything fetched for the former one is thrown away.
 */
export function useSessionFromQuery<S extends SessionBase>(
  query: SessionQuery<S>,
  identity: (session: S) => string,
): SessionState<S> {
  const queryClient = useQueryClient();
  const [last, setLast] = useState<S | undefined>(undefined);
  const known = useRef<string | undefined>(undefined);
  const current = query.data ?? undefined;
  const id = current === undefined ? undefined : identity(current);
  if (current !== undefined && current !== last) setLast(current);

  useEffect(() => {
    if (id === undefined) return;
    if (known.current !== undefined && known.current !== id) queryClient.clear();
    known.current = id;
  }, [id, queryClient]);

  const refused = query.error !== null && readError(query.error).kind === 'unauthenticated';
  if (query.error !== null && !refused && current === undefined) {
    return { status: 'failed', error: query.error, retry: () => void query.refetch() };
  }
  if (current !== undefined && !refused) return { status: 'signed_in', session: current };
  if (query.isPending) return { status: 'loading' };
  return last === undefined ? { status: 'anonymous' } : { status: 'expired', session: last };
}
