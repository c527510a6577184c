import { WEBHOOK_BODY_BYTES_MAX, receiveWebhook } from '@keyfall/core/payments';
import { Hono } from 'hono';
import type { ApiKit } from '../http/api-kit.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { readBounded } from '../http/read-bounded.ts';

/**
 * Where payment providers report: `/hooks/pay/{address}`, answered on every host, since a provider knows an address and
 * not a shop. The raw request is stored before it is judged; success means "we have it", and what could not be finished
 * at once is the worker's.
 */
export function createHookRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.post('/hooks/pay/:address', async (c) => {
    const requestId = c.get('requestId');
    let body: Uint8Array;
    try {
      body = await readBounded(c, WEBHOOK_BODY_BYTES_MAX);
    } catch {
      return c.json({ error: 'payload_too_large' }, 413);
    }
    try {
      const result = await receiveWebhook(kit.core, {
        hookAddress: c.req.param('address'),
        headers: Object.fromEntries(c.req.raw.headers.entries()),
        body,
        ip: c.get('clientAddress') || null,
        requestId,
      });
      if (result === undefined) return c.json({ error: 'not_found' }, 404);
      if (result.state === 'refused') return c.json({ error: 'refused' }, 400);
      return c.json({ ok: true });
    } catch (error) {
      // The provider comes again; what was stored is not lost meanwhile.
      kit.onUnexpected(error, requestId);
      return c.json({ error: 'unavailable' }, 503);
    }
  });
  return app;
}
