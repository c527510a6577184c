import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewayEvent, PaymentGateway, WebhookDelivery, WebhookVerdict } from '@keyfall/core/payments';
import { onTestFinished, vi } from 'vitest';
import { MERCHANT } from './test-sandbox.ts';

export interface WebhookCatcher {
  readonly url: string;
  readonly deliveries: readonly WebhookDelivery[];
  /** How many requests were under way at once, at most. */
  concurrentMax(): number;
  /** The next answers, one a delivery; afterwards 204. `hang` never answers. */
  answerNext(...answers: readonly (number | 'hang')[]): void;
  verdicts(gateway: PaymentGateway): readonly WebhookVerdict[];
  /** Waits until so many deliveries came in. */
  untilCount(count: number): Promise<void>;
}

/** A platform's webhook address that keeps what it was sent and takes `delayMs` for each answer. */
export async function catchWebhooks(delayMs = 0): Promise<WebhookCatcher> {
  const deliveries: WebhookDelivery[] = [];
  const answers: (number | 'hang')[] = [];
  let concurrent = 0;
  let concurrentMax = 0;
  const server = createServer((request, response) => {
    concurrent += 1;
    concurrentMax = Math.max(concurrentMax, concurrent);
    response.on('close', () => (concurrent -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      deliveries.push({
        rawBody: new Uint8Array(Buffer.concat(chunks)),
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        secrets: [MERCHANT.webhook_secret],
        receivedAt: new Date(),
      });
      const answer = answers.shift() ?? 204;
      if (answer === 'hang') return;
      response.writeHead(answer, answer >= 300 && answer < 400 ? { location: '/elsewhere' } : {});
      setTimeout(() => response.end(), delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/pay/address`,
    deliveries,
    concurrentMax: () => concurrentMax,
    answerNext: (...next) => answers.push(...next),
    verdicts: (gateway) => deliveries.map((delivery) => gateway.parseWebhook(delivery)),
    untilCount: (count) =>
      vi.waitFor(
        () => {
          if (deliveries.length < count) throw new Error(`${deliveries.length} of ${count} webhooks came`);
        },
        { timeout: 15_000, interval: 10 },
      ),
  };
}

/** The events of all verified deliveries, in the order they came. */
export function eventsOf(verdicts: readonly WebhookVerdict[]): readonly GatewayEvent[] {
  return verdicts.flatMap((verdict) => (verdict.ok ? verdict.events : []));
}
