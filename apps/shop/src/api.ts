import type { ShopRouter } from '@keyfall/api';
import { createApi } from '@keyfall/web';
import type { Api } from '@keyfall/web';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

const api: Api<ShopRouter> = createApi<ShopRouter>({ audience: 'shop' });

/** The shop's typed client; one for the whole page. */
export const trpc: Api<ShopRouter>['trpc'] = api.trpc;
export const client: Api<ShopRouter>['client'] = api.client;
export const queryClient: Api<ShopRouter>['queryClient'] = api.queryClient;

export type Inputs = inferRouterInputs<ShopRouter>;
export type Outputs = inferRouterOutputs<ShopRouter>;
