import { once } from 'node:events';
import { readEnv, type Env } from '@keyfall/server/env';
import { buildApps } from '../run/build-apps.ts';
import { inRoot } from '../run/root.ts';
import { bannerLines } from './banner.ts';
import { startDatabase } from './database.ts';
import { ensureDemoData } from './demo.ts';
import type { DevPages } from './dev-pages.ts';
import { assertPortIsFree } from './ports.ts';
import { StartError } from './start-error.ts';
import { lockState } from './state-lock.ts';
import { supervise, type Program } from './supervise.ts';
import { watchServerSources } from './watch-sources.ts';

export interface StackOptions {
  /** Pages from vite with hot reload, and a server that restarts when its sources change. */
  readonly dev: boolean;
  /** Aborted when everything shall stop. */
  readonly signal: AbortSignal;
}

/** The sandbox gateway and the mailbox: demo and test installations only. */
const SANDBOX = inRoot('tooling/src/sandbox/main.ts');

function log(line: string): void {
  console.log(`[keyfall] ${line}`);
}

/**
 * Starts everything, prints where it is, and returns once it was asked to stop and everything has stopped. Throws when
 * the start failed, after stopping what had started.
 */
export async function runStack({ dev, signal }: StackOptions): Promise<void> {
  const startedAt = performance.now();
  const wanted = readEnv(process.env);
  const stops: (() => Promise<void> | void)[] = [lockState(wanted.stateDir, wanted.port)];
  try {
    await assertPortsAreFree(wanted);
    // Settled, not all: what did start is stopped even when the other failed.
    const [databaseStart, pagesStart] = await Promise.allSettled([
      startDatabase(wanted, log),
      dev ? startPages() : buildPages(),
    ]);
    if (databaseStart.status === 'fulfilled') stops.push(databaseStart.value.stop);
    if (pagesStart.status === 'fulfilled' && pagesStart.value !== undefined) stops.push(pagesStart.value.stop);
    const database = valueOrThrow(databaseStart);
    const pages = valueOrThrow(pagesStart);
    signal.throwIfAborted();
    const env: Env = { ...wanted, mode: database.mode };
    // Before the programs: while the demo's past is made, nothing else shall drive its rows.
    const demo = await ensureDemoData({ env, adminUrl: database.adminUrl, log });
    const programs = startPrograms(env, pages);
    stops.push(programs.stop);
    if (dev) {
      const restart = (): void => {
        log('sources changed, restarting the server');
        programs.restart();
      };
      stops.push(watchServerSources(restart));
    }
    await programs.ready;
    if (!signal.aborted) for (const line of bannerLines(env, demo, performance.now() - startedAt)) console.log(line);
    if (!signal.aborted) await once(signal, 'abort');
    log('stopping');
  } finally {
    // In reverse: the programs end before the database they use.
    for (const stop of stops.reverse()) await stop();
  }
}

async function assertPortsAreFree({ host, port, mode }: Env): Promise<void> {
  await assertPortIsFree(host, port, 'web server', port);
  if (mode === 'production') return;
  await assertPortIsFree(host, port + 1, 'sandbox gateway and mailbox', port);
  await assertPortIsFree('127.0.0.1', port + 3, 'mail', port);
}

function valueOrThrow<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** Loads vite only here: every other start would wait for it too. */
async function startPages(): Promise<DevPages> {
  const { startDevPages } = await import('./dev-pages.ts');
  return await startDevPages();
}

async function buildPages(): Promise<undefined> {
  const { failed, output } = await buildApps();
  if (failed.length > 0) throw new StartError(`the build of ${failed.join(', ')} failed:\n${output}`);
}

interface Programs {
  restart(): void;
  stop(): Promise<void>;
  /** Resolves when all have reported ready. */
  readonly ready: Promise<unknown>;
}

function startPrograms(env: Env, pages: DevPages | undefined): Programs {
  const files = new Map([
    ['http', inRoot('apps/server/src/main.http.ts')],
    ['worker', inRoot('apps/server/src/main.worker.ts')],
  ]);
  if (env.mode !== 'production') files.set('sandbox', SANDBOX);
  const awaited = [...files.keys()].filter((name) => name !== 'http');

  const programs = new Map<string, Program>();
  // Kept, so that a web server that was started again hears of all of them.
  const readyParts = new Set<string>();
  const announce = (part: string): void => {
    readyParts.add(part);
    for (const ready of readyParts) programs.get('http')?.send({ ready });
  };
  for (const [name, file] of files) {
    const settings = programEnv(env, pages, name === 'http' ? awaited : []);
    programs.set(name, supervise({ name, file, env: settings, log, onReady: () => announce(name) }));
  }
  const all = [...programs.values()];
  return {
    ready: Promise.all(all.map((program) => program.ready)),
    restart: () => all.forEach((program) => program.restart()),
    stop: async () => {
      await Promise.all(all.map((program) => program.stop()));
    },
  };
}

function programEnv(env: Env, pages: DevPages | undefined, awaited: readonly string[]): Record<string, string> {
  return {
    PORT: String(env.port),
    HOST: env.host,
    KEYFALL_MODE: env.mode,
    KEYFALL_STATE: env.stateDir,
    KEYFALL_AWAIT: awaited.join(','),
    KEYFALL_DEV_PAGES: pages === undefined ? '' : JSON.stringify(pages.ports),
    NODE_COMPILE_CACHE: inRoot('node_modules/.cache/compile'),
  };
}
