import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { findMerchant } from '../gateway/merchants.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { requestSignature, sameText } from '../gateway/signature.ts';

export interface ApiVariables {
  readonly merchantId: string;
  /** The body as it was signed. */
  readonly body: string;
}

const TIMESTAMP = /^[0-9]{10}$/;

function refused(): HTTPException {
  return new HTTPException(401, { message: 'The signature, its timestamp or the merchant is not right.' });
}

/**
 * Lets a request pass that a merchant has signed within the tolerance. Every refusal is the same 401: the answer does
 * not say whether the merchant exists.
 */
export function requireSignature(gateway: Gateway) {
  return createMiddleware<{ Variables: ApiVariables }>(async (c, next) => {
    const timestamp = c.req.header('sandbox-timestamp') ?? '';
    const signature = c.req.header('sandbox-signature') ?? '';
    const merchant = findMerchant(gateway.store, c.req.header('sandbox-merchant') ?? '');
    if (!merchant || !TIMESTAMP.test(timestamp)) throw refused();
    const ageMs = Math.abs(gateway.clock.wall() - Number(timestamp) * 1000);
    if (ageMs > gateway.settings.signatureToleranceMs) throw refused();
    const url = new URL(c.req.url);
    const body = new Uint8Array(await c.req.arrayBuffer());
    const expected = requestSignature(
      { timestamp, method: c.req.method, target: url.pathname + url.search, body },
      merchant.api_key,
    );
    if (!sameText(signature, expected)) throw refused();
    c.set('merchantId', merchant.id);
    c.set('body', new TextDecoder().decode(body));
    await next();
  });
}
