import type { AdminRouter } from '@keyfall/api';
import { createApi } from '@keyfall/web';
import type { Api } from '@keyfall/web';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

type AdminApi = Api<AdminRouter>;

/** The back office's typed client; one for the whole page. */
const api: AdminApi = createApi<AdminRouter>({
  audience: 'admin',
  onUnauthenticated: askWhoIsSignedIn,
});

export const trpc: AdminApi['trpc'] = api.trpc;
export const client: AdminApi['client'] = api.client;
export const queryClient: AdminApi['queryClient'] = api.queryClient;

export type Inputs = inferRouterInputs<AdminRouter>;
export type Outputs = inferRouterOutputs<AdminRouter>;

/** Some request met no session: asks once more who is signed in, unless that very question is the one that failed. */
function askWhoIsSignedIn(): void {
  const key = trpc.session.me.queryKey();
  const state = queryClient.getQueryState(key);
  if (state?.data === undefined || state.status === 'error' || state.fetchStatus !== 'idle') return;
  void queryClient.invalidateQueries({ queryKey: key });
}
