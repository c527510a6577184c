import type { Audience } from '@keyfall/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { TRPCClient } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { createQueryClient } from './query-client.ts';
import type { QueryClientEvents } from './query-client.ts';

export interface Api<Router extends AnyTRPCRouter> {
  /** Options for TanStack Query's hooks: `useQuery(trpc.orders.list.queryOptions({ … }))`. */
  readonly trpc: TRPCOptionsProxy<Router>;
  /** Direct calls, outside components: `await client.orders.get.query({ … })`. */
  readonly client: TRPCClient<Router>;
  readonly queryClient: QueryClient;
}

export interface ApiOptions extends QueryClientEvents {
  readonly audience: Audience;
}

/** The server refuses longer batches. */
const BATCH_MAX = 20;
/** Longer URLs are refused by some proxies; the batch is split instead. */
const URL_LENGTH_MAX = 2_048;

/**
 * The typed client of one audience. Queries batch into one streamed answer (a slow one does not hold the fast ones), subscriptions
 * are server-sent events. Cookies go along by themselves, since the API is on the page's own origin; the server checks the
 * origin of every change, and a header of our own keeps foreign forms from ever sending one.
 */
export function createApi<Router extends AnyTRPCRouter>(options: ApiOptions): Api<Router> {
  const url = `/trpc/${options.audience}`;
  const headers = { 'x-keyfall-page': options.audience };
  // Routers with another transformer than none would need one here too; ours sends money and times as texts.
  const batching = { url, headers, maxItems: BATCH_MAX, maxURLLength: URL_LENGTH_MAX };
  const client = createTRPCClient<AnyTRPCRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: httpBatchStreamLink(batching),
      }),
    ],
  }) as TRPCClient<Router>;
  const queryClient = createQueryClient(options);
  return { client, queryClient, trpc: createTRPCOptionsProxy<Router>({ client, queryClient }) };
}
