import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';

/**
 * Has the statements of this transaction planned by their values: the plan kept for every period takes it for a short one, and walks
 * an index row by row through a year of orders.
 */
export async function planByValues(tx: ReadTx<'admin'> | ReadTx<'portal'>): Promise<void> {
  await readSql(tx, sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`);
}

/** The same, and gives each statement 20 s: staff rather wait for the figures of a year than read that they took too long. */
export async function readUnhurried(tx: ReadTx<'admin'>): Promise<void> {
  await readSql(
    tx,
    sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('statement_timeout', '20s', true)`,
  );
}
