import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Database } from '@keyfall/db';
import { readEnv } from '@keyfall/server/env';
import { createHttpApp } from '@keyfall/server/http-app';
import { listen } from '@keyfall/server/listen';
import { createWiring } from '@keyfall/server/wiring';

export interface TestServer {
  readonly port: number;
  /** The address of a host on this server, for example `urlOf('admin.localhost', '/orders')`. */
  urlOf(host: string, path?: string): string;
  stop(): Promise<void>;
}

/**
 * The real web server with the built apps, in this process, on a free port and with a state folder of its own, over a
 * test's database (`createTestDatabase`, which the test closes).
 */
export async function startTestServer(
  database: Database,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const stateDir = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-web-'));
  const env = readEnv({ KEYFALL_MODE: 'test', KEYFALL_STATE: stateDir, KEYFALL_LOG_LEVEL: 'error', ...settings });
  const wiring = createWiring(env, 'http', { database });
  const listening = await listen(createHttpApp(wiring), env.host, 0);
  return {
    port: listening.port,
    urlOf: (host, pagePath = '/') => `http://${host}:${listening.port}${pagePath}`,
    async stop() {
      await listening.stop();
      await wiring.close();
      fs.rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
