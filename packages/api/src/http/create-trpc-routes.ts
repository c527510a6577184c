import { DomainError, isDomainError } from '@keyfall/core';
import type { AnyRouter } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono, type Context } from 'hono';
import { adminApi } from '../routers/admin/index.ts';
import { portalApi } from '../routers/portal/index.ts';
import { shopApi } from '../routers/shop/index.ts';
import { asTrpcError } from '../trpc/errors.ts';
import type { ApiKit } from './api-kit.ts';
import { checkOrigin } from './check-origin.ts';
import { errorResponse } from './error-response.ts';
import type { ApiHttpEnv } from './http-env.ts';
import { adminContext, portalContext, shopContext } from './request-facts.ts';

const BATCH_MAX = 20;

/** `/trpc/{admin|portal|shop}`: each only on its own host; the host, never the path, decides whose cookie counts. */
export function createTrpcRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.use('/trpc/*', checkOrigin);
  app.all('/trpc/admin/*', async (c): Promise<Response> => await serve(kit, c, 'admin', adminApi, adminContext));
  app.all('/trpc/portal/*', async (c): Promise<Response> => await serve(kit, c, 'portal', portalApi, portalContext));
  app.all('/trpc/shop/*', async (c): Promise<Response> => await serve(kit, c, 'shop', shopApi, shopContext));
  return app;
}

async function serve<Ctx extends object>(
  kit: ApiKit,
  c: Context<ApiHttpEnv>,
  audience: 'admin' | 'portal' | 'shop',
  router: AnyRouter,
  createContext: (kit: ApiKit, c: Context<ApiHttpEnv>) => Promise<Ctx>,
): Promise<Response> {
  if (c.get('site') !== audience) return errorResponse(c, new DomainError('not_found'), kit.onUnexpected);
  const requestId = c.get('requestId');
  return await fetchRequestHandler({
    endpoint: `/trpc/${audience}`,
    req: c.req.raw,
    router,
    allowBatching: true,
    maxBatchSize: BATCH_MAX,
    createContext: async () => {
      try {
        return await createContext(kit, c);
      } catch (error) {
        throw isDomainError(error) ? asTrpcError(error) : error;
      }
    },
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR')
        kit.onUnexpected(error.cause ?? error, `${requestId} ${path ?? ''}`.trim());
    },
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
  });
}
