/** One connection pool per role, sealed: only the transaction functions of this package reach a connection. */
import pg from 'pg';
import { urlAs } from './connection-url.ts';
import { assertRolePrefix, roleOnServer, type LoginRole } from './role-names.ts';
import { createStatementNames, type StatementNames } from './statement-names.ts';
import { TurnSocket } from './turn-socket.ts';
import { wireTypes } from './wire-types.ts';

/** The roles that serve requests and jobs; the migrator is not among them. */
export type RuntimeRole = Exclude<LoginRole, 'kf_migrator'>;

/** `kf_service` has a second, unpipelined pool: COPY cannot share a pipelined connection. */
export type PoolName = RuntimeRole | 'bulk';

const POOL_SIZES: Readonly<Record<PoolName, number>> = {
  kf_identity: 3,
  kf_admin: 4,
  kf_portal: 6,
  kf_shop: 8,
  kf_service: 8,
  kf_vault: 2,
  kf_scheduler: 1,
  kf_platform: 1,
  bulk: 4,
};

export interface DatabaseOptions {
  /** Server and database; a user and password in it are ignored. */
  readonly url: string;
  readonly passwords: Readonly<Record<RuntimeRole, string>>;
  /** KEYFALL_ROLE_PREFIX; empty by default. */
  readonly rolePrefix?: string;
  readonly poolSizes?: Partial<Readonly<Record<PoolName, number>>>;
  /** Keeps the plans of statements that come back. True by default; false behind a pooler that cannot (PgBouncer < 1.21). */
  readonly prepareStatements?: boolean;
  /** How long a caller waits for a free connection; 10 s by default. */
  readonly connectTimeoutMs?: number;
  /** Hears of connections lost while idle; the pool replaces them by itself. */
  readonly onPoolError?: (role: PoolName, error: Error) => void;
  readonly applicationName?: string;
}

declare const sealed: unique symbol;

/** The running application's access to its database. Has no query method: see the transaction functions. */
export interface Database {
  readonly [sealed]: 'database';
  /** Ends every connection, after the transactions in flight. */
  close(): Promise<void>;
}

/** Connections of one pool, for /metrics. */
export interface PoolStats {
  readonly pool: PoolName;
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

interface Internals {
  readonly pools: ReadonlyMap<PoolName, pg.Pool>;
  /** Undefined when nothing is prepared. */
  readonly statementNames: StatementNames | undefined;
}
const internalsOf = new WeakMap<Database, Internals>();

/** Makes the pools; connections are opened when first needed. */
export function createDatabase(options: DatabaseOptions): Database {
  const prefix = options.rolePrefix ?? '';
  assertRolePrefix(prefix);
  const pools = new Map<PoolName, pg.Pool>();
  for (const name of Object.keys(POOL_SIZES) as PoolName[]) {
    const role: RuntimeRole = name === 'bulk' ? 'kf_service' : name;
    const pool = new pg.Pool({
      connectionString: urlAs(options.url, roleOnServer(role, prefix), options.passwords[role]),
      max: options.poolSizes?.[name] ?? POOL_SIZES[name],
      pipeline: name !== 'bulk',
      types: wireTypes,
      stream: () => new TurnSocket(),
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
      keepAlive: true,
      application_name: options.applicationName ?? 'keyfall',
    });
    // Without a listener a connection lost while idle would end the process.
    pool.on('error', (error) => options.onPoolError?.(name, error));
    // The pool listens only while a client is idle; one lost in use rejects its queries, and that is enough.
    pool.on('connect', (client) => client.on('error', () => {}));
    pools.set(name, pool);
  }
  const database = {
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  } as Database;
  const prepares = options.prepareStatements ?? true;
  internalsOf.set(database, { pools, statementNames: prepares ? createStatementNames() : undefined });
  return Object.freeze(database);
}

/** For the transaction functions of this package only; not exported from it. */
export function poolOf(database: Database, name: PoolName): pg.Pool {
  const pool = internalsOf.get(database)?.pools.get(name);
  if (pool === undefined) throw new TypeError('not a database of createDatabase');
  return pool;
}

/** How statements on this pool are named and so prepared: never in bulk work, whose temporary tables come and go. */
export const namesOn = (database: Database, name: PoolName): StatementNames | undefined =>
  name === 'bulk' ? undefined : internalsOf.get(database)?.statementNames;

export function poolStats(database: Database): PoolStats[] {
  return [...(internalsOf.get(database)?.pools ?? [])].map(([name, pool]) => ({
    pool: name,
    total: pool.totalCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  }));
}
