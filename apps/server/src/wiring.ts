import { pingDatabase, type Database } from '@keyfall/db';
import type { Logger } from 'pino';
import type { Env } from './env.ts';
import { createLog } from './log.ts';
import { openDatabase } from './open-database.ts';
import { findUnbuiltApps } from './pages.ts';
import { createReadiness, type Probe, type Readiness } from './readiness.ts';

/** Everything a process is made of, built once at start and handed down. */
export interface Wiring {
  readonly env: Env;
  readonly log: Logger;
  readonly database: Database;
  readonly readiness: Readiness;
  /** Closes what was opened, in reverse order. Safe to call once. */
  close(): Promise<void>;
}

export type Program = 'http' | 'worker';

/**
 * Builds the parts of a program: this is where ports get their adapters, and the only such place.
 *
 * @param given parts that the caller made (and closes) itself, for tests
 */
export function createWiring(env: Env, program: Program, given: { readonly database?: Database } = {}): Wiring {
  const log = createLog(env, program);
  const database = given.database ?? openDatabase(env, log, program);
  const probes = new Map<string, Probe>([
    ['database', async () => ((await pingDatabase(database)) ? undefined : 'not reachable')],
  ]);
  if (program === 'http') probes.set('pages', () => probePages(env));
  return {
    env,
    log,
    database,
    readiness: createReadiness(env.awaitedParts, probes),
    async close() {
      if (given.database === undefined) await database.close();
    },
  };
}

async function probePages(env: Env): Promise<string | undefined> {
  const missing = await findUnbuiltApps(env);
  return missing.length === 0 ? undefined : `not built: ${missing.join(', ')}`;
}
