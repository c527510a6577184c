import { DomainError } from '@keyfall/core';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiKit } from '../http/api-kit.ts';
import { checkOrigin } from '../http/check-origin.ts';
import { errorResponse } from '../http/error-response.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { createShopAuthRoutes } from './shop-routes.ts';
import { createStaffAuthRoutes } from './staff-routes.ts';

const BODY_BYTES_MAX = 16 * 1024;

/**
 * Everything that sets or takes a session's cookie: plain routes, since a batched tRPC answer has sent its head before a
 * procedure could. Each audience's routes answer on its own host only.
 */
export function createAuthRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.use(
    '/auth/*',
    checkOrigin,
    bodyLimit({
      maxSize: BODY_BYTES_MAX,
      onError: (c) => errorResponse(c, new DomainError('payload_too_large', { bytesMax: BODY_BYTES_MAX }), () => {}),
    }),
    async (c, next) => {
      await next();
      c.header('cache-control', 'no-store');
    },
  );
  for (const audience of ['admin', 'portal', 'shop'] as const) app.use(`/auth/${audience}/*`, onlyOn(audience));
  app.route('/auth/admin', createStaffAuthRoutes(kit, 'admin'));
  app.route('/auth/portal', createStaffAuthRoutes(kit, 'portal'));
  app.route('/auth/shop', createShopAuthRoutes(kit));
  return app;
}

function onlyOn(site: 'admin' | 'portal' | 'shop'): MiddlewareHandler<ApiHttpEnv> {
  return async (c, next) => {
    if (c.get('site') !== site) return errorResponse(c, new DomainError('not_found'), () => {});
    await next();
    return undefined;
  };
}
