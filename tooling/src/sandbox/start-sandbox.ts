import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { startWebhookSender } from './gateway/deliver-webhooks.ts';
import type { Gateway } from './gateway/gateway.ts';
import { merchantFileSchema, putMerchant } from './gateway/merchants.ts';
import type { Merchant } from './gateway/merchants.ts';
import { startSweep } from './gateway/sweep.ts';
import { createMailWaiting } from './mailbox/mail-waiting.ts';
import { startMailReceiver } from './mailbox/receive-mail.ts';
import { sandboxApp } from './sandbox-app.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { SandboxSettings } from './settings.ts';
import { createClock } from './store/clock.ts';
import { openStore } from './store/open-store.ts';

export interface SandboxOptions {
  /** Where the sandbox keeps its state; created when missing. One process owns it at a time. */
  readonly folder: string;
  /** Port of gateway and mailbox pages; 0 takes any free one. */
  readonly port: number;
  /** Port that takes mail; 0 takes any free one. */
  readonly smtpPort: number;
  readonly host?: string;
  /** The origin browsers reach it under; without it, `http://localhost:<port>`. */
  readonly publicUrl?: string;
  /** Merchants to create or replace besides those of `merchants.json` in the folder. */
  readonly merchants?: readonly Merchant[];
  /** Lets `PUT /admin/merchants/:id` in; without it the one in the folder's `admin-token` is used, made at the first start. */
  readonly adminToken?: string;
  readonly settings?: Partial<SandboxSettings>;
  /** Names besides loopback ones that the pages answer under and webhooks may go to. */
  readonly hostsAllowed?: readonly string[];
  /** The machine's clock, for tests. */
  readonly wall?: () => number;
  readonly onError?: (error: unknown) => void;
}

export interface Sandbox {
  /** Origin of API and pages on the loopback address. */
  readonly url: string;
  readonly publicUrl: string;
  readonly port: number;
  readonly smtpPort: number;
  readonly adminToken: string;
  /** Ends listening and sending; all state stays in the folder. */
  stop(): Promise<void>;
}

/**
 * Starts the sandbox gateway and the mailbox: an HTTP server, an SMTP server, the webhook sender and the timers, over
 * one folder of state. Starting again on the same folder goes on where it was, after a kill too.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const settings: SandboxSettings = { ...DEFAULT_SETTINGS, ...options.settings };
  const onError = options.onError ?? ((error) => console.error('sandbox:', error));
  const hostsAllowed = options.hostsAllowed ?? [];
  mkdirSync(options.folder, { recursive: true });
  // Mails hold reset links and merchants hold secrets. Set afterwards: as an option of mkdir it would hit every parent.
  chmodSync(options.folder, 0o700);
  const store = openStore(options.folder);
  const stops: (() => void | Promise<void>)[] = [() => store.close()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  try {
    for (const merchant of [...merchantsOfFile(options.folder), ...(options.merchants ?? [])]) {
      putMerchant(store, merchant);
    }
    const adminToken = options.adminToken ?? keptAdminToken(options.folder);
    const clock = createClock(store, options.wall ?? Date.now);
    const sender = startWebhookSender({ store, settings, clock }, { targetNamesAllowed: hostsAllowed, onError });
    stops.push(() => sender.stop());
    const gateway: Gateway = { store, settings, clock, wakeSender: () => sender.wake() };
    const sweep = startSweep(gateway, onError);
    stops.push(() => sweep.stop());

    const waiting = createMailWaiting();
    const receiver = await startMailReceiver(gateway, {
      port: options.smtpPort,
      onMail: () => waiting.mailHasCome(),
      onError,
    });
    stops.push(() => receiver.stop());

    const address = { publicUrl: options.publicUrl ?? '' };
    const app = sandboxApp(gateway, { publicUrl: () => address.publicUrl, adminToken, hostsAllowed, waiting, onError });
    const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
    const port = await listen(server, options.port, options.host ?? '127.0.0.1');
    stops.push(() => close(server));
    address.publicUrl = options.publicUrl ?? `http://localhost:${port}`;
    const { publicUrl } = address;
    return { url: `http://127.0.0.1:${port}`, publicUrl, port, smtpPort: receiver.port, adminToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function merchantsOfFile(folder: string): readonly Merchant[] {
  const file = join(folder, 'merchants.json');
  if (!existsSync(file)) return [];
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return merchantFileSchema.parse(content);
}

function keptAdminToken(folder: string): string {
  const file = join(folder, 'admin-token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
