/** A database with the whole cast in it and the probes to run: what the matrix and the mutation run start from. */
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../src/testing.ts';
import { makeCast, VISIBLE, type Cast } from './cast.ts';
import { readCatalog, type Table } from './catalog.ts';
import { makeProbes, PROBE_SQL, type Probe } from './probes.ts';
import { RowFactory } from './row-factory.ts';

/** A row of every table for every member of the cast: on a busy machine that takes its time. */
export const SCENE_TIMEOUT_MS = 120_000;

export interface Scene {
  readonly test: TestDatabase;
  /** A superuser's connection: it takes on the role that a probe asks for. */
  readonly client: pg.Client;
  readonly tables: readonly Table[];
  readonly cast: Cast;
  readonly probes: readonly Probe[];
  close(): Promise<void>;
}

export async function makeScene(): Promise<Scene> {
  const test = await createTestDatabase();
  const client = new pg.Client({ connectionString: test.superuserUrl });
  await client.connect();
  await client.query(PROBE_SQL);
  const tables = await readCatalog(test.owner);
  const factory = new RowFactory(test.owner, tables, VISIBLE);
  const cast = await makeCast(factory, tables);
  const probes = await makeProbes(client, tables, cast, factory);
  return {
    test,
    client,
    tables,
    cast,
    probes,
    close: async () => {
      await client.end();
      await test.close();
    },
  };
}

/** Runs `work` in a transaction that is always rolled back. */
export async function rolledBack<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}
