import { isKnownHost } from '@keyfall/core/shops';
import { Hono } from 'hono';
import { hostNameOf } from './hosts.ts';
import type { HttpEnv } from './http-env.ts';
import type { Wiring } from './wiring.ts';

/**
 * `/internal/tls-ask?domain=`: what the proxy asks before it gets a certificate for a host. 200 for hosts that exist here,
 * 404 for all others, so that nobody can make us ask for certificates of names we do not serve.
 */
export function createTlsAskRoute({ env, core }: Wiring): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/internal/tls-ask', async (c) => {
    const host = hostNameOf(c.req.query('domain'));
    c.header('cache-control', 'no-store');
    if (host === undefined) return c.text('no host', 404);
    const isOurs = host === env.adminHost || host === env.portalHost || (await isKnownHost(core.db, host));
    return isOurs ? c.text('ok') : c.text('unknown host', 404);
  });
  return app;
}
