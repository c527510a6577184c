import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { SCHEMA } from './schema.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * The sandbox's own small database. Every write is on disk before its call returns (WAL, synchronous=FULL), so a
 * `kill -9` loses nothing that was answered. One process owns the folder: the lock is held until it ends.
 */
export interface Store {
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
  /** @returns how many rows were changed */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  /** All writes of `work` or none. Transactions do not nest and `work` must not await. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** @throws Error with one line that says the remedy when another process owns the folder. */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'sandbox.sqlite'));
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full');
    database.exec('pragma foreign_keys = on');
    database.exec(SCHEMA);
  } catch (cause) {
    database.close();
    throw new Error(`The sandbox store in ${folder} cannot be opened; is another sandbox running on it?`, { cause });
  }
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      statement.setReadBigInts(true);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    all: (sql, ...values) => prepared(sql).all(...values),
    get: (sql, ...values) => prepared(sql).get(...values),
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    transaction: (work) => {
      database.exec('begin immediate');
      try {
        const result = work();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        throw error;
      }
    },
    close: () => database.close(),
  };
}
