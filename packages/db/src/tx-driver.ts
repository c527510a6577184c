/** A kysely over one connection that is already inside a transaction: kysely only compiles and sends. */
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { PoolClient } from 'pg';

/** Commands whose row count is a number of changed rows. */
const CHANGING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

class OneConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #isOver: () => boolean;

  constructor(client: PoolClient, isOver: () => boolean) {
    this.#client = client;
    this.#isOver = isOver;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // The client may already serve somebody else's transaction: a statement that nobody awaited must not reach it.
    if (this.#isOver()) throw new Error('the transaction is over: a statement was not awaited');
    const result = await this.#client.query(query.sql, query.parameters as unknown[]);
    const rows = result.rows as Row[];
    if (result.rowCount === null || !CHANGING.has(result.command)) return { rows };
    return { rows, numAffectedRows: BigInt(result.rowCount) };
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('a transaction does not stream: read by key, or use a cursor in SQL');
  }
}

class OneConnectionDriver implements Driver {
  readonly #connection: OneConnection;

  constructor(connection: OneConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('already in a transaction');
  }
  async commitTransaction(): Promise<void> {
    throw new Error('the transaction function commits');
  }
  async rollbackTransaction(): Promise<void> {
    throw new Error('throw to roll back');
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/** Costs under a microsecond, so each transaction gets its own. */
export function kyselyOver<Tables>(client: PoolClient, isOver: () => boolean): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createQueryCompiler: () => compiler,
    createDriver: () => new OneConnectionDriver(new OneConnection(client, isOver)),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
  return new Kysely<Tables>({ dialect });
}
