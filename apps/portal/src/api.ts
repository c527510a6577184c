import type { PortalRouter } from '@keyfall/api';
import { createApi } from '@keyfall/web';
import type { Api } from '@keyfall/web';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type PortalApi = Api<PortalRouter>;

/** The portal's typed client; one for the whole page. */
const api: PortalApi = createApi<PortalRouter>({
  audience: 'portal',
  onUnauthenticated: askWhoIsSignedIn,
});

export const trpc: PortalApi['trpc'] = api.trpc;
export const client: PortalApi['client'] = api.client;
export const queryClient: PortalApi['queryClient'] = api.queryClient;

export type Inputs = inferRouterInputs<PortalRouter>;
export type Outputs = inferRouterOutputs<PortalRouter>;

/** Some request met no session: asks once more who is signed in, unless that very question is the one that failed. */
function askWhoIsSignedIn(): void {
  const key = trpc.session.me.queryKey();
  const state = queryClient.getQueryState(key);
  if (state?.data === undefined || state.status === 'error' || state.fetchStatus !== 'idle') return;
  void queryClient.invalidateQueries({ queryKey: key });
}
