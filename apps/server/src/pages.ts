import fs from 'node:fs/promises';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, MiddlewareHandler } from 'hono';
import { proxy } from 'hono/proxy';
import type { Env } from './env.ts';
import { renderFirstPage } from './first-page.ts';
import type { HttpEnv } from './http-env.ts';
import type { Wiring } from './wiring.ts';

type App = 'admin' | 'portal' | 'shop';
const APPS: readonly App[] = ['admin', 'portal', 'shop'];

const FOREVER = 'public, max-age=31536000, immutable';
/** May be kept, but is asked for each time: a release must be seen at once. */
const REVALIDATE = 'no-cache';

const distOf = (env: Env, app: App): string => path.join(env.appsDir, app, 'dist');

/** The apps whose build is missing. */
export async function findUnbuiltApps(env: Env): Promise<App[]> {
  if (env.devPages !== undefined) return [];
  const found = await Promise.all(
    APPS.map((app) =>
      fs.access(path.join(distOf(env, app), 'index.html')).then(
        () => true,
        () => false,
      ),
    ),
  );
  return APPS.filter((_, index) => !found[index]);
}

/**
 * Serves the built app of the visitor's host: files with a hash in their name for ever, everything else revalidated.
 * A path that looks like a file and is none is 404; any other path is the app's own business and gets its first page.
 */
export function servePages(wiring: Wiring): MiddlewareHandler<HttpEnv> {
  const { env } = wiring;
  if (env.devPages !== undefined) return passToVite(wiring, env.devPages);
  const files = new Map<App, MiddlewareHandler<HttpEnv>>();
  const filesOf = (app: App): MiddlewareHandler<HttpEnv> => {
    const made = files.get(app) ?? serveFiles(distOf(env, app));
    files.set(app, made);
    return made;
  };
  return async (c, next) => {
    const site = c.get('site');
    if (site === 'links' || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) return await next();
    const looksLikeFile = path.posix.basename(c.req.path).includes('.');
    if (looksLikeFile) return await filesOf(site)(c, next);
    return await sendFirstPage(wiring, c, path.join(distOf(env, site), 'index.html'));
  };
}

function serveFiles(root: string): MiddlewareHandler<HttpEnv> {
  const serve = serveStatic<HttpEnv>({ root, precompressed: true });
  return async (c, next) => {
    const answer = await serve(c, next);
    // No response of its own when there is no such file: then the next handler has answered.
    if (!(answer instanceof Response)) return undefined;
    answer.headers.set('cache-control', c.req.path.startsWith('/assets/') ? FOREVER : REVALIDATE);
    return answer;
  };
}

async function sendFirstPage(wiring: Wiring, c: Context<HttpEnv>, file: string): Promise<Response> {
  let page: string;
  try {
    page = await fs.readFile(file, 'utf8');
  } catch {
    return c.text('This app has not been built yet.', 503);
  }
  const rendered = await renderFirstPage(wiring, c, page);
  return c.html(rendered.page, rendered.status, { 'cache-control': REVALIDATE, vary: 'Accept-Language' });
}

/** Development: vite serves the pages and their hot reload; its own inline scripts need a policy without ours. */
function passToVite(wiring: Wiring, ports: NonNullable<Env['devPages']>): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const site = c.get('site');
    if (site === 'links') return await next();
    const url = new URL(c.req.url);
    const answer = await proxy(`http://127.0.0.1:${ports[site]}${url.pathname}${url.search}`, { raw: c.req.raw });
    c.set('isDevPage', true);
    if (answer.headers.get('content-type')?.startsWith('text/html') === true) {
      const rendered = await renderFirstPage(wiring, c, await answer.text());
      return c.html(rendered.page, rendered.status);
    }
    c.res = answer;
    c.res.headers.delete('content-security-policy');
    return undefined;
  };
}
