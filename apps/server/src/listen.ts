import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { HttpEnv } from './http-env.ts';

/** Open streams (server-sent events) never end by themselves: after this they are cut, and pages reconnect. */
const DRAIN_MS = 1000;

export interface Listening {
  readonly port: number;
  /** Takes no more requests, lets running ones end, cuts streams. */
  stop(): Promise<void>;
}

/** A failed start whose message is one line with the remedy. */
export class ListenError extends Error {}

/** Puts the application behind a port. Port 0 takes any free one. Throws {@link ListenError}. */
export async function listen(app: Hono<HttpEnv>, host: string, port: number): Promise<Listening> {
  // The process's own Request and Response stay what they are: clients of providers and tests use them too.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(explain(error, host, port), { cause: error })),
    );
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.race([closed, sleep(DRAIN_MS, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} is in use: stop what uses it, or start on another one, for example PORT=${port + 100} npm start`;
    case 'EACCES':
      return `port ${port} needs more rights: take one above 1023, for example PORT=4000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is no address of this machine: take 127.0.0.1, or 0.0.0.0 for all`;
    default:
      return `cannot listen on ${host}:${port}: ${error.message}`;
  }
}
