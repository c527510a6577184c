import { randomInt, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuyerPrincipal, Core, Ctx, GatewayFactory } from '@keyfall/core';
import { createGatewayFactory } from '@keyfall/integrations';
import { readEnv } from '@keyfall/server/env';
import { createWiring } from '@keyfall/server/wiring';
import pg from 'pg';
import { makeGuest } from '../demo/make-guest.ts';
import { startDatabase } from '../start/database.ts';
import { seedTenant, type SeededTenant } from '../testing/seed-tenant.ts';

/** A durable PostgreSQL of the benchmark's own with the schema, one seeded tenant, and the use cases over it. */
export interface BenchWorld {
  readonly core: Core;
  readonly tenant: SeededTenant;
  /** As the superuser: for the floor and for looking. */
  readonly adminUrl: string;
  readonly admin: pg.Client;
  makeBuyer(): Promise<Ctx<BuyerPrincipal>>;
  stop(): Promise<void>;
}

/** The SKU that benchmarks sell. */
export const BENCH_SKU = 'TVV-1MONTH';

/** Starts the server as `npm start` does (fsync and synchronous_commit on) and seeds it with so many codes. */
export async function startBenchWorld(codes: number): Promise<BenchWorld> {
  const stateDir = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-bench-'));
  fs.chmodSync(stateDir, 0o755);
  const port = randomInt(20_000, 50_000);
  const env = readEnv({
    PORT: String(port),
    DATABASE_URL: '',
    // The database's clock as production has it; the test clock reads a row more.
    KEYFALL_MODE: 'production',
    KEYFALL_STATE: stateDir,
    KEYFALL_LOG_LEVEL: 'error',
    KEYFALL_SMTP_URL: 'smtp+plain://127.0.0.1:9',
  });
  const database = await startDatabase(env, () => {});
  const wiring = createWiring(env, 'cli', { ports: { gateways: promptGateways() } });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const { core } = wiring;
  const tenant = await seedTenant(core, wiring.kit.auth, {
    gatewayUrl: 'http://127.0.0.1:9',
    codes: codes === 0 ? {} : { [BENCH_SKU]: codes },
  });
  await admin.query('vacuum analyze');
  return {
    core,
    tenant,
    adminUrl: database.adminUrl,
    admin,
    makeBuyer: () =>
      makeGuest(core, { tenantId: tenant.tenantId, shop: tenant.shop, locale: 'en', requestId: 'bench' }),
    async stop() {
      await admin.end();
      await wiring.close();
      await database.stop();
      fs.rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/**
 * The sandbox's adapter with its real webhook check, whose provider opens a payment at once: what a provider takes for
 * its answer is not ours to measure.
 */
function promptGateways(): GatewayFactory {
  const factory = createGatewayFactory();
  return {
    settingsOf: factory.settingsOf,
    open: (account) => ({
      ...factory.open(account),
      createPayment: () => {
        const providerRef = `pay_${randomUUID()}`;
        return Promise.resolve({ providerRef, payUrl: `http://127.0.0.1/${providerRef}` });
      },
    }),
  };
}
