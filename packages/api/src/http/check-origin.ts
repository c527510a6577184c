import { DomainError } from '@keyfall/core';
import type { MiddlewareHandler } from 'hono';
import type { ApiHttpEnv } from './http-env.ts';
import { errorResponse } from './error-response.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a changing request that a page of another origin sent. Browsers name the origin on every such request; a caller
 * that names neither origin nor site is no browser and carries nobody's cookies but its own.
 */
export const checkOrigin: MiddlewareHandler<ApiHttpEnv> = async (c, next) => {
  if (
    !SAFE.has(c.req.method) &&
    !isOwnOrigin(c.req.header('origin'), c.req.header('sec-fetch-site'), c.req.header('host'))
  ) {
    return errorResponse(c, new DomainError('bad_origin'), () => {});
  }
  await next();
  return undefined;
};

/** Whether a request with these headers came from a page of the host it was sent to. */
export function isOwnOrigin(origin: string | undefined, site: string | undefined, host: string | undefined): boolean {
  if (origin !== undefined)
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  return site === undefined || site === 'same-origin' || site === 'none';
}
