import { randomUUID } from 'node:crypto';
import { errorResponse } from '@keyfall/api/server';
import { DomainError } from '@keyfall/core';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { hostNameOf, siteOfHost } from './hosts.ts';
import type { HttpEnv } from './http-env.ts';
import { backOfficeLinks, renderLinksPage } from './links-page.ts';
import { servePages } from './pages.ts';
import { mountRoutes } from './routes.ts';
import { HTTPS_ONLY, SECURITY_HEADERS } from './security-headers.ts';
import type { Wiring } from './wiring.ts';

/** No request needs a larger body, except uploads, which have their own limit and are read as a stream. */
const BODY_BYTES_MAX = 1024 * 1024;
const UPLOADS = '/uploads/';

/** The web application: three apps by host, their API, health. It can be asked in process or be put behind a port. */
export function createHttpApp(wiring: Wiring): Hono<HttpEnv> {
  const { env, kit } = wiring;
  const app = new Hono<HttpEnv>();

  app.use(identifyRequest(wiring));
  app.use(addSecurityHeaders);
  mountHealth(app, wiring);
  app.use(bodyLimitExceptUploads(bodyLimit({ maxSize: BODY_BYTES_MAX, onError: refuseLargeBody })));
  mountRoutes(app, wiring);
  app.get('/', async (c, next) => {
    if (c.get('site') !== 'links') return await next();
    return c.html(renderLinksPage(backOfficeLinks(env, c.env?.incoming?.socket.localPort ?? env.port)));
  });
  app.use(servePages(wiring));

  app.notFound((c) => errorResponse(c, new DomainError('not_found'), kit.onUnexpected));
  app.onError((error, c) => errorResponse(c, error, kit.onUnexpected));
  return app;
}

function refuseLargeBody(c: Context): Response {
  return errorResponse(c, new DomainError('payload_too_large', { bytesMax: BODY_BYTES_MAX }), () => {});
}

/** 200 once everything is ready; `/readyz` says what is not. Answered on every host, so that any probe can ask. */
function mountHealth(app: Hono<HttpEnv>, { readiness }: Wiring): void {
  app.get('/healthz', async (c) => {
    const { ready } = await readiness.report();
    c.header('cache-control', 'no-store');
    return ready ? c.text('ok') : c.text('not ready, see /readyz', 503);
  });
  app.get('/readyz', async (c) => {
    const report = await readiness.report();
    c.header('cache-control', 'no-store');
    return c.json(report, report.ready ? 200 : 503);
  });
}

/** Gives the request its id, host, app and address, refuses a malformed Host, and writes one log line when it is done. */
function identifyRequest({ env, log }: Wiring): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    const hostName = hostNameOf(c.req.header('host') ?? new URL(c.req.url).host);
    if (hostName === undefined) return errorResponse(c, new DomainError('malformed_request'), () => {});
    c.set('hostName', hostName);
    c.set('site', siteOfHost(hostName, env));
    c.set('clientAddress', clientAddressOf(c, env.trustProxy));
    c.set('isSecure', env.trustProxy && c.req.header('x-forwarded-proto') === 'https');
    await next();
    const durationMs = Math.round(performance.now() - startedAt);
    const { method } = c.req;
    log.info(
      { requestId, method, path: pathForLog(c.req.path), host: hostName, status: c.res.status, durationMs },
      'request',
    );
    return undefined;
  };
}

/** The last address a trusted proxy wrote; what a client wrote before it counts for nothing. */
function clientAddressOf(c: Context<HttpEnv>, trustProxy: boolean): string {
  const told = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  if (told !== undefined && told !== '') return told;
  // A request asked in process has no connection.
  return c.env?.incoming === undefined ? '127.0.0.1' : (getConnInfo(c).remote.address ?? '');
}

/** Long path segments may be tokens (order links, webhook addresses): the log names their place, not their value. */
export function pathForLog(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.length >= 16 && /\d/.test(segment) && !segment.includes('.') ? ':token' : segment))
    .join('/')
    .slice(0, 200);
}

const addSecurityHeaders: MiddlewareHandler<HttpEnv> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (name === 'content-security-policy' && c.get('isDevPage')) continue;
    c.res.headers.set(name, value);
  }
  if (c.get('isSecure')) {
    for (const [name, value] of Object.entries(HTTPS_ONLY)) c.res.headers.set(name, value);
  }
};

function bodyLimitExceptUploads(limit: MiddlewareHandler<HttpEnv>): MiddlewareHandler<HttpEnv> {
  return async (c, next) => (c.req.path.startsWith(UPLOADS) ? await next() : await limit(c, next));
}
