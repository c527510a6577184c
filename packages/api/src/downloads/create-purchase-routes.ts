import { openExport } from '@keyfall/core/purchases';
import { Hono } from 'hono';
import { z } from 'zod';
import { answerFile } from '../http/answer-file.ts';
import type { ApiKit } from '../http/api-kit.ts';
import { errorResponse } from '../http/error-response.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { distributorOf } from '../http/route-callers.ts';

const ticketSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const offsetSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0);

/**
 * `GET /downloads/purchases/{ticket}`: the codes of a purchase, by a ticket of `purchases.startExport`, to the person it was
 * made for. `?offset=N` goes on with a text file after so many bytes.
 */
export function createPurchaseRoutes(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.onError((error, c) => errorResponse(c, error, kit.onUnexpected));
  app.get('/downloads/purchases/:ticket', async (c) => {
    const ctx = await distributorOf(kit, c, 'purchases.export');
    const ticket = ticketSchema.parse(c.req.param('ticket'));
    const offset = offsetSchema.parse(c.req.query('offset'));
    const file = await openExport(ctx, { ticket, offset });
    return await answerFile(c, file.ending, file);
  });
  return app;
}
