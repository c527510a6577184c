import { createAuth } from '@keyfall/auth';
import type { ApiKit } from '@keyfall/api/server';
import type { Core, Ports } from '@keyfall/core';
import { resolveHost } from '@keyfall/core/shops';
import { pingDatabase, type Database } from '@keyfall/db';
import { createGatewayFactory, createRailFactory, invoiceWriter, statementWriter } from '@keyfall/integrations';
import type { Logger } from 'pino';
import { createAddresses } from './addresses.ts';
import type { Env } from './env.ts';
import { cacheHosts } from './host-cache.ts';
import { createLog } from './log.ts';
import { openDatabase } from './open-database.ts';
import { openMailer } from './open-mailer.ts';
import { openVault } from './open-vault.ts';
import { findUnbuiltApps } from './pages.ts';
import { createPokeRelay, type PokeRelay } from './poke-relay.ts';
import { createReadiness, type Probe, type Readiness } from './readiness.ts';
import { createTxtResolver } from './txt-resolver.ts';

/** A change of brand or host is seen by every process after this at the latest. */
const HOST_KEPT_MS = 2000;

/** Everything a process is made of, built once at start and handed down. */
export interface Wiring {
  readonly env: Env;
  readonly log: Logger;
  readonly readiness: Readiness;
  readonly core: Core;
  readonly kit: ApiKit;
  /** Where `ports.poke` leads; the program decides what a poke starts. */
  readonly pokes: PokeRelay;
  /** Closes what was opened, in reverse order. Safe to call once. */
  close(): Promise<void>;
}

/** What a test gives instead of the real thing. What it gives it also closes. */
export interface WiringParts {
  readonly database?: Database;
  readonly ports?: Partial<Ports>;
}

/** Builds the parts of the process `program`: this is where ports get their adapters, and the only such place. */
export function createWiring(env: Env, program: 'http' | 'worker' | 'cli', parts: WiringParts = {}): Wiring {
  const log = createLog(env, program);
  const db = parts.database ?? openDatabase(env, log, program);
  const mailer = openMailer(env);
  const pokes = createPokeRelay();
  const ports: Ports = {
    vault: openVault(env, db),
    // Distributors' own accounts are at the sandbox too, where there is one.
    gateways: createGatewayFactory({
      sandboxUrl: env.mode === 'production' ? undefined : `http://127.0.0.1:${env.port + 1}`,
    }),
    payouts: createRailFactory(),
    mailer,
    dns: createTxtResolver(),
    addresses: createAddresses(env),
    statements: statementWriter,
    invoices: invoiceWriter,
    poke: pokes.poke,
    ...parts.ports,
  };
  const core: Core = { db, ports };
  const kit: ApiKit = {
    core,
    auth: createAuth({ core, strict: env.mode === 'production' }),
    shopOfHost: cacheHosts((host) => resolveHost(db, host), env.mode === 'test' ? 0 : HOST_KEPT_MS),
    onUnexpected: (error, requestId) => log.error({ err: error, requestId }, 'request failed'),
  };
  return {
    env,
    log,
    core,
    kit,
    pokes,
    readiness: createReadiness(env.awaitedParts, probesOf(env, db)),
    async close() {
      mailer.close();
      if (parts.database === undefined) await db.close();
    },
  };
}

function probesOf(env: Env, db: Database): ReadonlyMap<string, Probe> {
  return new Map<string, Probe>([
    ['database', async () => ((await pingDatabase(db)) ? undefined : 'not reachable')],
    [
      'pages',
      async () => {
        const missing = await findUnbuiltApps(env);
        return missing.length === 0 ? undefined : `not built: ${missing.join(', ')}`;
      },
    ],
  ]);
}
