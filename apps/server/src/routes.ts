import {
  createAuthRoutes,
  createDownloadRoutes,
  createInvoiceRoutes,
  createPurchaseRoutes,
  createHookRoutes,
  createTrpcRoutes,
  createUploadRoutes,
} from '@keyfall/api/server';
import type { Hono } from 'hono';
import type { HttpEnv } from './http-env.ts';
import { createShopFiles } from './shop-files.ts';
import { createTlsAskRoute } from './tls-ask.ts';
import type { Wiring } from './wiring.ts';

/**
 * Mounts everything that is not a page, one line a part. What is mounted here comes before the apps' pages, and behind
 * the security headers, the request id and the size limit of `http-app.ts`.
 */
export function mountRoutes(app: Hono<HttpEnv>, wiring: Wiring): void {
  const { kit } = wiring;
  app.route('/', createTlsAskRoute(wiring));
  app.route('/', createHookRoutes(kit));
  app.route('/', createAuthRoutes(kit));
  app.route('/', createTrpcRoutes(kit));
  app.route('/', createUploadRoutes(kit));
  app.route('/', createDownloadRoutes(kit));
  app.route('/', createPurchaseRoutes(kit));
  app.route('/', createInvoiceRoutes(kit));
  app.route('/', createShopFiles(wiring));
}
