import type { Hono } from 'hono';
import type { HttpEnv } from './http-env.ts';
import type { Wiring } from './wiring.ts';

/**
 * Mounts everything that is not a page, one line a part. What is mounted here comes before the apps' pages, and behind
 * the security headers, the request id and the size limit of `http-app.ts`.
 */
export function mountRoutes(_app: Hono<HttpEnv>, _wiring: Wiring): void {}
