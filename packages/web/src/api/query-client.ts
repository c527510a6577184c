import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { readError } from '../errors/client-error.ts';

export interface QueryClientEvents {
  /** The session has ended, or never was: called once per failing request, whatever asked. */
  readonly onUnauthenticated?: () => void;
}

const STALE_MS = 15_000;
const KEEP_MS = 10 * 60_000;
const RETRIES = 2;
const RETRY_FIRST_MS = 400;
const RETRY_MAX_MS = 4_000;

/** Whether a failed read is worth asking again: only what the server calls retryable, or no answer at all. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const { retryable, code } = readError(error);
  return failures < RETRIES && retryable && code !== 'rate_limited';
}

/**
 * Reads are fresh for 15 s and kept for 10 min, so that going back to a list shows it at once; reads retry what may pass, changes
 * never retry by themselves (a person decides whether to pay twice).
 */
export function createQueryClient(events: QueryClientEvents = {}): QueryClient {
  const onError = (error: unknown): void => {
    const { code } = readError(error);
    if (code === 'unauthenticated' || code === 'session_expired') events.onUnauthenticated?.();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        gcTime: KEEP_MS,
        retry: shouldRetry,
        retryDelay: (attempt) => Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** attempt),
        refetchOnWindowFocus: true,
        // Offline is said in the page's banner; a paused query would look like an endless load.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
