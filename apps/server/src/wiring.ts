import type { Logger } from 'pino';
import type { Env } from './env.ts';
import { createLog } from './log.ts';
import { findUnbuiltApps } from './pages.ts';
import { createReadiness, type Probe, type Readiness } from './readiness.ts';

/** Everything a process is made of, built once at start and handed down. */
export interface Wiring {
  readonly env: Env;
  readonly log: Logger;
  readonly readiness: Readiness;
  /** Closes what was opened, in reverse order. Safe to call once. */
  close(): Promise<void>;
}

/** Builds the parts of the process `program`: this is where ports get their adapters, and the only such place. */
export function createWiring(env: Env, program: 'http' | 'worker'): Wiring {
  const log = createLog(env, program);
  const probes = new Map<string, Probe>([
    [
      'pages',
      async () => {
        const missing = await findUnbuiltApps(env);
        return missing.length === 0 ? undefined : `not built: ${missing.join(', ')}`;
      },
    ],
  ]);
  const readiness = createReadiness(env.awaitedParts, probes);
  return {
    env,
    log,
    readiness,
    async close() {
      await Promise.resolve();
    },
  };
}
