import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { bearerAuth } from 'hono/bearer-auth';
import type { Gateway } from '../gateway/gateway.ts';
import { merchantSchema, putMerchant } from '../gateway/merchants.ts';
import { sameText } from '../gateway/signature.ts';
import { parseJson } from './errors.ts';

/** How a platform registers its accounts: `PUT /admin/merchants/:id`, with the token the sandbox was started with. */
export function adminRoutes(gateway: Gateway, adminToken: string): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 16 * 1024 }), bearerAuth({ verifyToken: (token) => sameText(token, adminToken) }));
  app.put('/merchants/:id', async (c) => {
    const body = parseJson(await c.req.text());
    const merchant = merchantSchema.parse({ ...(body as object), id: c.req.param('id') });
    putMerchant(gateway.store, merchant);
    return c.json({ id: merchant.id, name: merchant.name });
  });
  return app;
}
