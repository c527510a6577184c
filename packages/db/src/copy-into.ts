import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { bulkClientOf } from './tenant-tx.ts';
import type { BulkTx } from './tx-types.ts';

const COPY_TO_TEMPORARY = /^copy pg_temp\.[a-z_][a-z0-9_]* \([a-z0-9_, ]+\) from stdin(?: \([a-z ,'"]+\))?$/;

/**
 * Streams `source` (CSV, text or binary rows, as the statement says) into a temporary table and returns how many rows
 * it took. COPY refuses tables under row-level security, so it fills a table made in the same transaction
 * (`create temporary table … on commit drop`), from which an `insert … select` passes the policies.
 * Memory stays flat: the source is read as fast as the server takes it. An error of the source aborts the COPY and,
 * with it, the transaction.
 *
 * @param statement `copy pg_temp.<table> (<columns>) from stdin` with options, for example `(format csv)`
 */
export async function copyInto(tx: BulkTx, statement: string, source: AsyncIterable<Buffer | string>): Promise<number> {
  if (!COPY_TO_TEMPORARY.test(statement))
    throw new TypeError('copyInto takes "copy pg_temp.<table> (<columns>) from stdin (<options>)"');
  const stream = bulkClientOf(tx).query(copyFrom(statement));
  await pipeline(Readable.from(source, { objectMode: false }), stream);
  return stream.rowCount;
}
