import { writeCsv } from './write-csv.ts';

/** A rejected or duplicate row, opened again for the download of its file. */
export interface RejectFileRow {
  readonly line: number;
  readonly reason: string;
  /** The row as it was written. */
  readonly text: string;
}

/**
 * Writes the file of rejected rows while it is downloaded: line, reason and the row as it was written, so that it can be
 * corrected and imported again. It holds plaintext and is never stored; each cell is neutralised.
 */
export function writeRejectCsv(rows: AsyncIterable<RejectFileRow>): AsyncGenerator<Uint8Array, void, undefined> {
  return writeCsv(['line', 'reason', 'row'], cellsOf(rows));
}

async function* cellsOf(rows: AsyncIterable<RejectFileRow>): AsyncGenerator<readonly string[], void, undefined> {
  for await (const row of rows) yield [String(row.line), row.reason, row.text];
}
