import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Sweeper } from './sweepers.ts';

export interface WorkerLoop {
  /** Starts no further rounds and waits for the running ones. */
  stop(): Promise<void>;
}

/** After failures the pause doubles up to this, so that a broken database is not hammered. */
const BACKOFF_MAX_MS = 30_000;
/** Several workers must not look at the same moment. */
const JITTER = 0.2;

/** Runs every sweeper in a loop of its own until stopped; a failing round is logged and tried again later. */
export function startWorkerLoop(sweepers: readonly Sweeper[], log: Logger): WorkerLoop {
  const stopping = new AbortController();
  const loops = sweepers.map((sweeper) => runSweeper(sweeper, stopping.signal, log));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function runSweeper(sweeper: Sweeper, signal: AbortSignal, log: Logger): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let more = false;
    try {
      more = await sweeper.sweep(signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      log.error({ err: error, sweeper: sweeper.name, failures }, 'sweep failed');
    }
    if (!more || failures > 0) await pause(pauseMs(sweeper.everyMs, failures), signal);
  }
}

/** The pause before the next round, in milliseconds. */
export function pauseMs(everyMs: number, failures: number): number {
  const base = failures === 0 ? everyMs : Math.min(Math.max(everyMs, 500) * 2 ** failures, BACKOFF_MAX_MS);
  return base * (1 + JITTER * (Math.random() - 0.5));
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(durationMs, undefined, { signal });
  } catch {
    // Stopped while waiting: the loop's own condition ends it.
  }
}
