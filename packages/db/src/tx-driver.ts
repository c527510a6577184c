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
import type { PoolClient, QueryConfig } from 'pg';
import { isStalePlan } from './pg-errors.ts';
import type { StatementNames } from './statement-names.ts';

/** What a transaction's function and its driver know together. */
export interface TxState {
  /** The work has ended: no statement may be sent any more. */
  over: boolean;
  /** Why the connection must not be used again. */
  broken: Error | undefined;
  /** Names statements that come back, so that they are prepared; undefined where nothing is. */
  readonly nameOf: StatementNames | undefined;
}

/** Commands whose row count is a number of changed rows. */
const CHANGING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

class OneConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #state: TxState;

  constructor(client: PoolClient, state: TxState) {
    this.#client = client;
    this.#state = state;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // The client may already serve somebody else's transaction: a statement that nobody awaited must not reach it.
    if (this.#state.over) throw new Error('the transaction is over: a statement was not awaited');
    const result = await this.#client.query(toDriverQuery(query, this.#state.nameOf)).catch((error: unknown) => {
      // The connection's prepared statement would fail again and again: the next one shall prepare it anew.
      if (isStalePlan(error)) this.#state.broken = error;
      throw error;
    });
    const rows = result.rows as Row[];
    if (result.rowCount === null || !CHANGING.has(result.command)) return { rows };
    return { rows, numAffectedRows: BigInt(result.rowCount) };
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('a transaction does not stream: read by key, or use a cursor in SQL');
  }
}

/** Without parameters the simple protocol is used, which also takes several statements at once. */
function toDriverQuery(
  { sql: text, parameters }: CompiledQuery,
  nameOf: StatementNames | undefined,
): QueryConfig<unknown[]> {
  if (parameters.length === 0) return { text };
  const name = nameOf?.(text);
  return { text, values: [...parameters], ...(name === undefined ? {} : { name }) };
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
export function kyselyOver<Tables>(client: PoolClient, state: TxState): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createQueryCompiler: () => compiler,
    createDriver: () => new OneConnectionDriver(new OneConnection(client, state)),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
  return new Kysely<Tables>({ dialect });
}
