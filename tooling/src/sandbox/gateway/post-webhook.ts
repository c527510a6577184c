import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { WebhookTarget } from './webhook-target.ts';

export type PostOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly error: string };

export interface WebhookPoster {
  /** Posts once. Never throws, never follows a redirect, reads nothing of the answer but its status. */
  post(target: WebhookTarget, headers: Readonly<Record<string, string>>, body: string): Promise<PostOutcome>;
  close(): void;
}

/** @param timeoutMs from the first byte sent to the status line */
export function createWebhookPoster(timeoutMs: number, socketsMax: number): WebhookPoster {
  const plain = new HttpAgent({ keepAlive: true, maxSockets: socketsMax });
  const secure = new HttpsAgent({ keepAlive: true, maxSockets: socketsMax });
  const post: WebhookPoster['post'] = (target, headers, body) =>
    new Promise((resolve) => {
      const { url, address } = target;
      const isPlain = url.protocol === 'http:';
      const outgoing = (isPlain ? httpRequest : httpsRequest)({
        agent: isPlain ? plain : secure,
        host: address,
        servername: url.hostname,
        port: url.port || (isPlain ? 80 : 443),
        path: url.pathname + url.search,
        method: 'POST',
        headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(timeoutMs),
      });
      outgoing.on('response', (response) => {
        // The body is of no interest; it is drained so that the connection can be used again.
        response.resume();
        response.on('error', () => undefined);
        resolve({ kind: 'answered', status: response.statusCode ?? 0 });
      });
      outgoing.on('error', (error) => {
        const timedOut = error.name === 'AbortError' || error.name === 'TimeoutError';
        resolve({ kind: 'failed', error: timedOut ? `no answer within ${timeoutMs} ms` : error.message.slice(0, 200) });
      });
      outgoing.end(body);
    });
  return {
    post,
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}
