import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a merchant signs: everything that decides what a request does, one item a line, the body by its hash. */
export interface SignedRequest {
  /** Unix seconds as written in the header. */
  readonly timestamp: string;
  readonly method: string;
  /** Path with query, exactly as sent. */
  readonly target: string;
  readonly body: Uint8Array;
}

export function requestSignature(request: SignedRequest, apiKey: string): string {
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const signed = [request.timestamp, request.method, request.target, bodyHash].join('\n');
  return `v1=${createHmac('sha256', apiKey).update(signed).digest('hex')}`;
}

/** Signature of a webhook: over `timestamp.body`, so that neither can be replaced without the other. */
export function webhookSignature(timestamp: string, body: string, webhookSecret: string): string {
  return `v1=${createHmac('sha256', webhookSecret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** Compares in a time that depends on the lengths only. */
export function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
