/**
 * The embedded PostgreSQL: made, started, adopted after a kill -9, stopped. Connections need a password
 * (scram-sha-256) from the first moment; nothing is ever trusted for coming from this machine.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseIdentity, findDataDir, type ServerIdentity } from './cluster-identity.ts';
import { clearStalePidFile, findPostmaster, stopPostmaster, type Postmaster } from './cluster-process.ts';
import { loadOrCreateSecrets } from './secrets.ts';

export interface ClusterOptions {
  /** The state folder (`.keyfall`): it gets `secrets.json`, `postgres/` and, when the data must lie elsewhere, `state.json`. */
  readonly dir: string;
  /** Loopback port; by default any free one. */
  readonly port?: number;
  /** fsync on. True by default; without it a kill -9 still loses nothing, a crash of the machine may lose everything. */
  readonly durable?: boolean;
  readonly maxConnections?: number;
  /** Further server settings, for example `{ shared_buffers: '512MB' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The server stops when this process ends, however it ends. */
  readonly dieWithParent?: boolean;
  readonly log?: (line: string) => void;
}

export interface Cluster {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** True when a server left behind by an earlier process was taken over. */
  readonly adopted: boolean;
  /** Connection URL of the superuser, with its password: migrations, tests, backups. Never for serving requests. */
  superuserUrl(database?: string): string;
  /** Stops the server, whoever started it. */
  stop(): Promise<void>;
}

/** No translated messages, no time zone of the machine: initdb writes what it finds here into the configuration. */
const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/**
 * Starts the cluster of a state folder, creating it at the first call. A running server with the same settings is
 * adopted, one with other settings is stopped first. Throws with one line that says the remedy.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const stateDir = path.resolve(options.dir);
  const log = options.log ?? (() => {});
  fs.mkdirSync(stateDir, { recursive: true });
  const secrets = loadOrCreateSecrets(stateDir);
  const identity = chooseIdentity(stateDir);
  const { dataDir } = identity;

  // A free port may be taken between choosing and binding it, and another process may start the same cluster: look again.
  for (let attempt = 1; ; attempt++) {
    const adopted = await adoptOrStop(dataDir, options, log);
    if (adopted) return clusterHandle(dataDir, adopted.port, adopted.pid, secrets.superuser, true);
    if (!fs.existsSync(path.join(dataDir, 'PG_VERSION')))
      initializeData(identity, secrets.superuser, options.durable ?? true);
    await clearStalePidFile(dataDir);
    const port = options.port ?? (await findFreePort());
    try {
      if (options.port !== undefined) await assertPortIsFree(port);
      return await launch(stateDir, identity, port, secrets.superuser, options);
    } catch (error) {
      const raced =
        findPostmaster(dataDir) !== undefined ||
        (options.port === undefined && /Address already in use/.test(String(error)));
      if (!raced || attempt === 3) throw error;
    }
  }
}

/** The server that already serves this folder, once it is ready; one with other settings is stopped instead. */
async function adoptOrStop(
  dataDir: string,
  options: ClusterOptions,
  log: (line: string) => void,
): Promise<Postmaster | undefined> {
  const running = findPostmaster(dataDir);
  if (running === undefined) return undefined;
  if (isAdoptable(running, options)) {
    log(`PostgreSQL is already running (pid ${running.pid}, port ${running.port})`);
    return await waitUntilReady(dataDir, () => undefined);
  }
  log(`stopping PostgreSQL ${running.pid}, which was started with other settings`);
  await stopPostmaster(dataDir, running.pid);
  return undefined;
}

/** Stops the cluster of a state folder, if one runs, without starting it. True when there was one. */
export async function stopCluster(dir: string): Promise<boolean> {
  const dataDir = findDataDir(dir);
  const running = findPostmaster(dataDir);
  if (running !== undefined) await stopPostmaster(dataDir, running.pid);
  return running !== undefined;
}

/** Stops the cluster and removes its data, also where it lies outside of the state folder. The state folder itself stays. */
export async function removeCluster(dir: string): Promise<void> {
  await stopCluster(dir);
  fs.rmSync(path.dirname(findDataDir(dir)), { recursive: true, force: true });
}

/** The server's settings as command-line words, which also tell whether a running server is the one we would start. */
function serverSettings(options: ClusterOptions): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    // No socket file: no limit on the path's length, nothing in /tmp.
    unix_socket_directories: '',
    max_connections: String(options.maxConnections ?? 200),
    password_encryption: 'scram-sha-256',
    // Statements and key values of failed statements may hold what must not lie in a log file.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...((options.durable ?? true) ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function isAdoptable(running: Postmaster, options: ClusterOptions): boolean {
  if (options.dieWithParent || (options.port !== undefined && running.port !== options.port)) return false;
  return running.command.slice(5).join(' ') === serverSettings(options).join(' ');
}

/** initdb into a draft folder and a rename: a killed first start leaves nothing that looks like a cluster. */
function initializeData(identity: ServerIdentity, password: string, durable: boolean): void {
  const home = path.dirname(identity.dataDir);
  // Apart from the data folder's mode: a recursive mkdir would give it to every parent it creates.
  fs.mkdirSync(home, { recursive: true, mode: 0o755 });
  const { uid, mode } = fs.statSync(home);
  if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0))
    throw new Error(`${home} belongs to another user or is writable by others`);
  const draft = path.join(home, `draft-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${draft}.password`;
  fs.mkdirSync(draft, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (identity.ids.uid !== undefined && identity.ids.gid !== undefined) {
    for (const file of [draft, passwordFile]) fs.chownSync(file, identity.ids.uid, identity.ids.gid);
  }
  try {
    const [program, words] = identity.wrap(path.join(identity.native, 'bin', 'initdb'), [
      '-D',
      draft,
      '-U',
      'postgres',
      `--pwfile=${passwordFile}`,
      '--auth-local=scram-sha-256',
      '--auth-host=scram-sha-256',
      // C.UTF-8: byte order is the same everywhere, yet case and character classes know Chinese.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
    const made = spawnSync(program, words, { ...identity.ids, cwd: '/', env: environment, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.trim()}`);
    moveIntoPlace(draft, identity.dataDir);
  } finally {
    fs.rmSync(passwordFile, { force: true });
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function moveIntoPlace(draft: string, dataDir: string): void {
  try {
    fs.renameSync(draft, dataDir);
  } catch (cause) {
    // Another process made the cluster at the same time, with the same password: use that one.
    if (fs.existsSync(path.join(dataDir, 'PG_VERSION'))) return;
    throw new Error(`${dataDir} exists but is no PostgreSQL cluster: move it away`, { cause });
  }
}

/**
 * Waits on a pipe that only the parent holds: when the parent dies, even by kill -9, `read` ends and the server is
 * stopped. When the server ends first, the shell ends with its status.
 */
const DIE_WITH_PARENT = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
( read _ <&3; kill -INT $server ) & watch=$!
wait $server; status=$?
kill $watch
exit $status`;

async function launch(
  stateDir: string,
  identity: ServerIdentity,
  port: number,
  password: string,
  options: ClusterOptions,
): Promise<Cluster> {
  const logFile = path.join(stateDir, 'postgres', 'postgres.log');
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const output = fs.openSync(logFile, 'a', 0o600);
  const [server, flags] = identity.wrap(path.join(identity.native, 'bin', 'postgres'), [
    '-D',
    identity.dataDir,
    '-p',
    String(port),
    ...serverSettings(options),
  ]);
  const [program, words] = options.dieWithParent
    ? ['/bin/sh', ['-c', DIE_WITH_PARENT, 'sh', server, ...flags]]
    : [server, flags];
  // detached: its own process group, so that Ctrl-C in the terminal does not end it before the pools that use it.
  const child: ChildProcess = spawn(program, words, {
    ...identity.ids,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: [options.dieWithParent ? 'pipe' : 'ignore', output, output],
  });
  fs.closeSync(output);
  child.unref();
  (child.stdin as net.Socket | null)?.unref();
  let ended: string | undefined;
  child.on('error', (error) => (ended = error.message));
  child.on('exit', (code, signal) => (ended = `exit ${code ?? signal}`));
  const postmaster = await waitUntilReady(identity.dataDir, () => {
    if (ended === undefined) return undefined;
    const lastLines = fs.readFileSync(logFile, 'utf8').trim().split('\n').slice(-4).join('\n');
    return `PostgreSQL did not start (${ended}):\n${lastLines}`;
  });
  // Another port: a process that started the same cluster at the same moment was quicker, and its server is the one.
  return clusterHandle(identity.dataDir, postmaster.port, postmaster.pid, password, postmaster.port !== port);
}

/** Line 8 of the pid file says "ready": no connection is needed to know. */
async function waitUntilReady(dataDir: string, failure: () => string | undefined): Promise<Postmaster> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const failed = failure();
    if (failed !== undefined) throw new Error(failed);
    const postmaster = findPostmaster(dataDir);
    if (postmaster?.ready) return postmaster;
    await sleep(20);
  }
  throw new Error('PostgreSQL was not ready after 60 s');
}

function clusterHandle(dataDir: string, port: number, pid: number, password: string, adopted: boolean): Cluster {
  return {
    host: '127.0.0.1',
    port,
    adopted,
    superuserUrl: (database = 'postgres') =>
      `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    async stop() {
      if (findPostmaster(dataDir)?.pid === pid) await stopPostmaster(dataDir, pid);
    },
  };
}

async function findFreePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function assertPortIsFree(port: number): Promise<void> {
  const probe = net.createServer();
  const failure = await new Promise<Error | undefined>((resolve) => {
    probe.once('error', resolve);
    probe.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  if (failure)
    throw new Error(`port ${port} is in use: choose another with PORT (the database takes PORT+2)`, { cause: failure });
  await new Promise((resolve) => probe.close(resolve));
}
