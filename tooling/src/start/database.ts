import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type Cluster } from '@keyfall/db/cluster';
import { migrate, readInstallationMode } from '@keyfall/db/migrate';
import { EMBEDDED_DATABASE, ensureRolePasswords } from '@keyfall/server/database-settings';
import type { Env } from '@keyfall/server/env';
import pg from 'pg';
import { StartError } from './start-error.ts';

export interface StartedDatabase {
  /** A role that owns the database: for migrations and demo data, never handed to the server. */
  readonly adminUrl: string;
  /** What the installation is; fixed when its database was first set up. */
  readonly mode: Env['mode'];
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of the state folder on PORT+2, or takes the one that DATABASE_URL names, and brings it
 * to the schema of this checkout. The embedded one is started again when it dies, and ends with this process, however
 * that ends.
 */
export async function startDatabase(env: Env, log: (line: string) => void): Promise<StartedDatabase> {
  const embedded = env.databaseUrl === undefined ? await keepEmbeddedUp(env, log) : undefined;
  try {
    const adminUrl = env.databaseUrl ?? (await createDatabase(embedded?.superuserUrl ?? ''));
    const mode = (await readInstallationMode(adminUrl)) ?? env.mode;
    await migrate({ adminUrl, passwords: ensureRolePasswords(env), rolePrefix: env.rolePrefix, mode, log });
    return { adminUrl, mode, stop: async () => await embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw new StartError(`the database is not usable: ${messageOf(error)}`, { cause: error });
  }
}

interface Embedded {
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

const WATCH_MS = 500;

async function keepEmbeddedUp(env: Env, log: (line: string) => void): Promise<Embedded> {
  let cluster = await startEmbedded(env, log);
  const superuserUrl = cluster.superuserUrl();
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await sleep(WATCH_MS, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted || (await answersOn(cluster.port))) continue;
      log('the database is gone, starting it again');
      try {
        cluster = await startEmbedded(env, log);
      } catch (error) {
        log(messageOf(error));
      }
    }
  })();
  return {
    superuserUrl,
    async stop() {
      stopping.abort();
      await watching;
      await cluster.stop();
    },
  };
}

/** True when something accepts connections: a killed postmaster's port is closed at once. */
async function answersOn(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function startEmbedded(env: Env, log: (line: string) => void): Promise<Cluster> {
  try {
    return await startCluster({ dir: env.stateDir, port: env.port + 2, dieWithParent: true, log });
  } catch (error) {
    throw new StartError(messageOf(error), { cause: error });
  }
}

async function createDatabase(superuserUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [EMBEDDED_DATABASE]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(EMBEDDED_DATABASE)}`);
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.pathname = `/${EMBEDDED_DATABASE}`;
  return url.href;
}
