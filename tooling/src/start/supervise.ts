import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../run/root.ts';
import { StartError } from './start-error.ts';

export interface ProgramOptions {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onReady: () => void;
  readonly log: (line: string) => void;
  /** Where its output is appended; without it, it writes to our own terminal. */
  readonly outputFile?: string;
}

/** A program that is kept running: when it crashes it is started again. */
export interface Program {
  /** Resolves when it reported ready for the first time; rejects when it ended before. */
  readonly ready: Promise<void>;
  /** Passes a message on to the program. */
  send(message: Readonly<Record<string, string>>): void;
  /** Ends the present process; the next one starts at once. */
  restart(): void;
  /** kill -9, for tests of what survives it: started again like after any crash. */
  kill(): void;
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 12_000;
const BACKOFF_MAX_MS = 15_000;
/** A program that ran this long was healthy: its next crash starts the pauses anew. */
const HEALTHY_MS = 60_000;

/**
 * Starts a program under this Node and keeps it running. Its ipc channel is its life line: when we are gone, however,
 * it hears the channel close and stops.
 */
export function supervise(options: ProgramOptions): Program {
  let child: ChildProcess;
  let stopping = false;
  let crashes = 0;
  let restartAsked = false;
  const firstReady = Promise.withResolvers<void>();
  // A program that fails after another failed first has nobody waiting for it.
  firstReady.promise.catch(() => {});
  let wasReady = false;
  const output = options.outputFile === undefined ? undefined : fs.openSync(options.outputFile, 'a', 0o600);

  const launch = (): void => {
    const startedAt = performance.now();
    // A group of its own: a terminal's Ctrl-C reaches only us, and we stop the programs in order.
    child = fork(options.file, [], {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      execArgv: [],
      detached: true,
      ...(output === undefined ? {} : { stdio: ['ignore', output, output, 'ipc'] }),
    });
    child.on('message', (message: { ready?: unknown }) => {
      if (message.ready !== options.name) return;
      wasReady = true;
      options.onReady();
      firstReady.resolve();
    });
    child.on('exit', (code, signal) => void onExit(code, signal, performance.now() - startedAt));
  };

  const onExit = async (code: number | null, signal: string | null, lifeMs: number): Promise<void> => {
    if (stopping) return;
    if (!wasReady) {
      firstReady.reject(new StartError(`${options.name} did not start (${signal ?? `exit ${code}`}), see above`));
      return;
    }
    if (restartAsked) restartAsked = false;
    else {
      crashes = lifeMs > HEALTHY_MS ? 1 : crashes + 1;
      const pauseMs = Math.min(250 * 2 ** crashes, BACKOFF_MAX_MS);
      options.log(`${options.name} ended (${signal ?? `exit ${code}`}); starting it again in ${pauseMs / 1000} s`);
      await sleep(pauseMs);
    }
    if (!stopping) launch();
  };

  launch();
  return {
    ready: firstReady.promise,
    send: (message) => {
      if (child.connected) child.send(message);
    },
    restart() {
      restartAsked = true;
      child.kill('SIGTERM');
    },
    kill() {
      child.kill('SIGKILL');
    },
    async stop() {
      stopping = true;
      if (output !== undefined) fs.closeSync(output);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      child.kill('SIGKILL');
    },
  };
}
