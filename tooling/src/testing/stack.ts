import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Auth } from '@keyfall/auth';
import type { Core } from '@keyfall/core';
import { readEnv, type Env } from '@keyfall/server/env';
import { createWiring, type Wiring } from '@keyfall/server/wiring';
import pg from 'pg';
import { EMBEDDED_DATABASE } from '@keyfall/server/database-settings';
import { startDatabaseProxy } from '../chaos/database-proxy.ts';
import { inRoot, ROOT } from '../run/root.ts';
import { startDatabase } from '../start/database.ts';
import { assertPortIsFree } from '../start/ports.ts';
import { supervise, type Program } from '../start/supervise.ts';
import { layDatabase } from './lay-database.ts';
import { seedTenant, type SeededTenant, type SeedWish } from './seed-tenant.ts';

export type ProgramName = 'http' | 'worker' | 'sandbox';

export interface TestStackOptions extends Omit<SeedWish, 'gatewayUrl'> {
  /** Further settings of the programs, for example `{ KEYFALL_LOG_LEVEL: 'info' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How far the clock that a program's own code reads lies off. */
  readonly skewMs?: Readonly<Partial<Record<'http' | 'worker', number>>>;
  /** Lets the programs reach the database through a proxy, so that `cutConnection` can break a single connection. */
  readonly isBreakable?: boolean;
}

/** The whole product on one machine: PostgreSQL, web server, worker, sandbox, each a process, with a seeded tenant. */
export interface TestStack {
  readonly port: number;
  readonly stateDir: string;
  readonly tenant: SeededTenant;
  /** The platform's use cases over the same database, for what a test arranges or asks without a page. */
  readonly core: Core;
  readonly auth: Auth;
  readonly sandboxUrl: string;
  /** Everything the programs have written, one file. */
  readonly logFile: string;
  /** The address of a host on this stack, for example `urlOf('admin.localhost', '/orders')`. */
  urlOf(host: string, path?: string): string;
  /** Reads past row-level security, as only a test may. */
  sql<Row = Record<string, unknown>>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** kill -9; the supervisor starts it again. */
  killProgram(name: ProgramName): void;
  /** kill -9 of the database's main process; it is started again and recovers from its log. */
  killDatabase(): Promise<void>;
  /** Breaks a program's connection to the database, named by the port the database sees; both ends are left alone with it. */
  cutConnection(clientPort: number): boolean;
  /**
   * Starts a second web server and worker over the same database, of this checkout or of a copy of another version, and
   * answers the web server's port.
   */
  startBeside(root?: string): Promise<number>;
  /** Waits until web server, worker, sandbox and database answer. */
  untilUp(): Promise<void>;
  /** Stops everything; removes the state folder unless it shall be kept. */
  stop(): Promise<void>;
}

const FILES: Readonly<Record<ProgramName, string>> = {
  http: 'apps/server/src/main.http.ts',
  worker: 'apps/server/src/main.worker.ts',
  sandbox: 'tooling/src/sandbox/main.ts',
};
const UP_TIMEOUT_MS = 60_000;
const DEAD_TIMEOUT_MS = 5_000;

/**
 * Starts the stack on free ports over a state folder of its own; a few seconds. The seed runs before the programs, so
 * nothing drives its rows meanwhile. Everything ends with this process, however it ends.
 */
export async function startTestStack(options: TestStackOptions): Promise<TestStack> {
  const stateDir = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-stack-'));
  // The database may run under another user id: it has to get in.
  fs.chmodSync(stateDir, 0o755);
  const port = await findFreePorts();
  // A proxy takes the database's port, and the database one that is free.
  const databasePort = options.isBreakable === true ? port + PORTS : port + 2;
  const settings = {
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: '',
    KEYFALL_MODE: 'test',
    KEYFALL_STATE: stateDir,
    KEYFALL_LOG_LEVEL: 'info',
    // Buyers of a test come from addresses of their own.
    KEYFALL_TRUST_PROXY: '1',
    ...options.settings,
  };
  const env = readEnv(settings);
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).toReversed()) await end();
    fs.rmSync(stateDir, { recursive: true, force: true });
  };
  try {
    const logFile = path.join(stateDir, 'programs.log');
    const databaseEnv = { ...env, port: databasePort - 2 };
    await layDatabase(databaseEnv);
    const database = await startDatabase(databaseEnv, (line) => fs.appendFileSync(logFile, `${line}\n`));
    stops.push(database.stop);
    const proxy = options.isBreakable === true ? await startDatabaseProxy(port + 2, databasePort) : undefined;
    stops.push(() => proxy?.stop());
    const databaseUrl = `postgres://127.0.0.1:${databasePort}/${EMBEDDED_DATABASE}`;
    const wiring = createWiring({ ...env, databaseUrl, logLevel: 'silent' }, 'cli');
    stops.push(() => wiring.close());
    const pool = ownerPool(database.adminUrl);
    stops.push(() => pool.end());
    const tenant = await seed(env, wiring, options);
    const keep = async (programs: readonly Program[]): Promise<void> => {
      stops.push(async () => {
        await Promise.all(programs.map((program) => program.stop()));
      });
      await Promise.all(programs.map((program) => program.ready));
    };
    const start = (name: ProgramName, changed: Readonly<Record<string, string>> = {}, root = ROOT): Program =>
      startProgram(name, path.join(root, FILES[name]), { ...settings, ...clockOf(options, name), ...changed }, logFile);
    const programs = { http: start('http'), worker: start('worker'), sandbox: start('sandbox') };
    await keep(Object.values(programs));
    return {
      port,
      stateDir,
      tenant,
      core: wiring.core,
      auth: wiring.kit.auth,
      sandboxUrl: `http://127.0.0.1:${port + 1}`,
      logFile,
      urlOf: (host, pagePath = '/') => `http://${host}:${port}${pagePath}`,
      sql: async <Row>(text: string, parameters: readonly unknown[] = []) =>
        (await pool.query(text, [...parameters])).rows as Row[],
      killProgram: (name) => programs[name].kill(),
      killDatabase: () => killDatabase(pool),
      cutConnection: (clientPort) => proxy?.cut(clientPort) ?? false,
      startBeside: async (root) => {
        const besidePort = await findFreePorts();
        const changed = {
          PORT: String(besidePort),
          DATABASE_URL: `postgres://127.0.0.1:${port + 2}/${EMBEDDED_DATABASE}`,
          KEYFALL_SMTP_URL: `smtp+plain://127.0.0.1:${port + 3}`,
        };
        await keep([start('http', changed, root), start('worker', changed, root)]);
        return besidePort;
      },
      untilUp: () => untilUp(port, pool, logFile),
      stop,
    };
  } catch (cause) {
    const written = lastLines(path.join(stateDir, 'programs.log'));
    await stop();
    throw new Error(`the stack did not start: ${String(cause)}\n${written}`, { cause });
  }
}

function lastLines(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(-30).join('\n') : '';
}

async function seed(env: Env, wiring: Wiring, options: TestStackOptions): Promise<SeededTenant> {
  const tenant = await seedTenant(wiring.core, wiring.kit.auth, {
    ...options,
    gatewayUrl: `http://127.0.0.1:${env.port + 1}`,
  });
  const folder = path.join(env.stateDir, 'sandbox');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'merchants.json'), JSON.stringify([tenant.merchant]), { mode: 0o600 });
  return tenant;
}

function startProgram(
  name: ProgramName,
  file: string,
  settings: Readonly<Record<string, string>>,
  logFile: string,
): Program {
  return supervise({
    name,
    file,
    env: { ...settings, NODE_COMPILE_CACHE: inRoot('node_modules/.cache/compile') },
    log: (line) => fs.appendFileSync(logFile, `${line}\n`),
    onReady: () => {},
    outputFile: logFile,
  });
}

const CLOCK_FILE = inRoot('tooling/src/chaos/skewed-clock.ts');
/** Beyond this a provider takes a signed request for a replay; the sandbox is more patient with wrong clocks. */
const TOLERANCE_MS = 60 * 60_000;

function clockOf({ skewMs = {} }: TestStackOptions, name: ProgramName): Readonly<Record<string, string>> {
  if (name === 'sandbox')
    return Object.keys(skewMs).length === 0 ? {} : { KEYFALL_SANDBOX_TOLERANCE_MS: String(TOLERANCE_MS) };
  const ms = skewMs[name];
  return ms === undefined ? {} : { NODE_OPTIONS: `--import=${CLOCK_FILE}`, KEYFALL_TEST_SKEW_MS: String(ms) };
}

function ownerPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'keyfall test' });
  // A killed server cuts idle connections; the next statement makes a new one.
  pool.on('error', () => {});
  return pool;
}

async function killDatabase(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
  );
  process.kill(Number(rows[0]?.pid), 'SIGKILL');
  // Its connections end a moment later: whoever asks now whether it is up shall not hear the dead one.
  const giveUpAt = Date.now() + DEAD_TIMEOUT_MS;
  while (Date.now() < giveUpAt && (await isAnswered(() => pool.query('select 1')))) await sleep(10);
}

async function isAnswered(work: () => Promise<unknown>): Promise<boolean> {
  return await work().then(
    () => true,
    () => false,
  );
}

async function untilUp(port: number, pool: pg.Pool, logFile: string): Promise<void> {
  const giveUpAt = Date.now() + UP_TIMEOUT_MS;
  for (;;) {
    const up = await Promise.all([
      isAnswered(() => fetch(`http://127.0.0.1:${port}/readyz`)),
      isAnswered(() => fetch(`http://127.0.0.1:${port + 1}/api/test/faults`)),
      isAnswered(() => pool.query('select 1')),
    ]);
    if (up.every(Boolean)) return;
    if (Date.now() > giveUpAt) {
      throw new Error(`not up again: web ${up[0]}, sandbox ${up[1]}, database ${up[2]}\n${lastLines(logFile)}`);
    }
    await sleep(50);
  }
}

/** Web, gateway, database, mail; behind them one for a database with a proxy before it. */
const PORTS = 4;

/** The first of five neighbouring ports that nobody listens on. */
async function findFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    // Below the ports that a system gives to outgoing connections, of which a test makes many.
    const first = randomInt(20_000, 32_000);
    const probes = Array.from({ length: PORTS + 1 }, (_, index) =>
      assertPortIsFree('127.0.0.1', first + index, 'test', first),
    );
    if ((await Promise.allSettled(probes)).every((probe) => probe.status === 'fulfilled')) return first;
  }
  throw new Error('no five neighbouring free ports found');
}
