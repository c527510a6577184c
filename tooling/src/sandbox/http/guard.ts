import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';

/**
 * The sandbox has no logins, so it answers only where it was meant to be reached: under a loopback name (or one that
 * was allowed), which keeps out pages that point their own name at this machine, and for changes only to its own pages
 * or to programs, which keeps out forms of other sites.
 */
export function guardHost(hostsAllowed: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    if (!isLoopbackName(url.hostname) && !hostsAllowed.includes(url.hostname)) {
      throw new HTTPException(421, { message: 'The sandbox does not answer under this name.' });
    }
    const origin = c.req.header('origin');
    const isChange = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    if (isChange && origin !== undefined && origin !== url.origin) {
      throw new HTTPException(403, { message: 'Another site may not act here.' });
    }
    await next();
  };
}

function isLoopbackName(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/**
 * Headers of every page: nothing but our own style sheet loads, no script runs, nobody frames us. `same-origin` and not
 * `no-referrer`, since browsers send `Origin: null` with the forms of a page that hides its referrer.
 */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  const policy = [
    `default-src 'none'`,
    `style-src 'self'`,
    `font-src 'self'`,
    `img-src 'self' data:`,
    `frame-src 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    // A form's answer may redirect, and browsers hold the redirect to the same list.
    `form-action ${["'self'", ...formTargets].join(' ')}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}
