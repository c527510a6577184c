import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PortError } from '@keyfall/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSandboxGateway } from './sandbox-gateway.ts';

// Sockets that misbehave below HTTP, which no interceptor shows: a real server on loopback.

const refundRequest = {
  reference: 'refund-1',
  transactionId: 'txn_1',
  amount: 1n,
  currency: 'CNY',
  reason: 'test',
} as const;

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address where something listened a moment ago and nothing does now. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const gatewayAt = (baseUrl: string) =>
  createSandboxGateway({ baseUrl, merchantId: 'm-1', apiKey: 'k'.repeat(32), timeoutMs: 400 });

describe('a gateway that is not there', () => {
  it('certainly took no refund', async () => {
    const gateway = gatewayAt(await nobody());
    const failure = await gateway.refund(refundRequest).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PortError);
    expect(failure).toMatchObject({ retryable: true, message: expect.stringContaining('ECONNREFUSED') as string });
  });
});

describe('a gateway whose connection breaks after it read the request', () => {
  it('leaves the refund unknown', async () => {
    const gateway = gatewayAt(
      await serve((request) => {
        request.resume();
        request.on('end', () => request.socket.destroy());
      }),
    );
    expect(await gateway.refund(refundRequest)).toEqual({ state: 'unknown' });
  });
});

describe('a gateway that sends its answer a byte at a time', () => {
  it('is cut off after the timeout, however lively it looks', async () => {
    const gateway = gatewayAt(
      await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      }),
    );
    const startedAt = performance.now();
    expect(await gateway.refund(refundRequest)).toEqual({ state: 'unknown' });
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });
});

describe('a bill', () => {
  const header =
    'kind,occurred_at,transaction_id,reference,refund_reference,currency,gross,refunded,fee,net\n' +
    'payment,2026-01-01T00:00:00.000Z,txn_1,attempt-1,,CNY,100,0,1,99\n';

  it('that stops in the middle fails after the timeout', async () => {
    const gateway = gatewayAt(
      await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/csv' });
        response.write(header);
      }),
    );
    const rows: unknown[] = [];
    const reading = (async () => {
      for await (const row of gateway.fetchBill('2026-01-01')) rows.push(row);
    })();
    await expect(reading).rejects.toMatchObject({ name: 'PortError', retryable: true });
    expect(rows).toHaveLength(1);
  });

  it('waits for a slow reader without giving up the download', async () => {
    const gateway = gatewayAt(
      await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/csv' });
        response.write(header);
        setTimeout(() => response.end('end,1\n'), 50);
      }),
    );
    const rows: unknown[] = [];
    for await (const row of gateway.fetchBill('2026-01-01')) {
      rows.push(row);
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
    expect(rows).toHaveLength(1);
  });
});
