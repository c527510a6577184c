import { EnvError } from './env.ts';
import { ListenError } from './listen.ts';

/** What a main file hands back once it runs. */
export interface Running {
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts a program and ends it gracefully when asked: by TERM or INT, or by the end of the process that started it
 * (its ipc channel closes even after kill -9). What a person can repair is printed as one line.
 */
export async function runMain(program: string, start: () => Promise<Running>): Promise<void> {
  let running: Running;
  try {
    running = await start();
  } catch (error) {
    const known = error instanceof EnvError || error instanceof ListenError;
    console.error(
      `keyfall ${program}: ${known ? error.message : error instanceof Error ? error.stack : String(error)}`,
    );
    process.exit(1);
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`keyfall ${program}: could not stop cleanly:`, error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
}

/** Tells the process that started us, if there is one, that a part is ready. */
export function reportReady(part: string): void {
  process.send?.({ ready: part });
}
