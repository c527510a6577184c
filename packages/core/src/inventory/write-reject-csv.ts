import { csvLine } from './export.rules.ts';

/** A rejected or duplicate row, opened again for the download of its file. */
export interface RejectFileRow {
  readonly line: number;
  readonly reason: string;
  /** The row as it was written. */
  readonly text: string;
}

/** Makes spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
/** Rows are handed on together: a piece for each would cost more than its text. */
const PIECE_CHARS = 64 * 1024;

/**
 * Writes the file of rejected rows while it is downloaded: line, reason and the row as it was written, so that it can be
 * corrected and imported again. It holds plaintext and is never stored; each cell is neutralised.
 */
export async function* writeRejectCsv(rows: AsyncIterable<RejectFileRow>): AsyncGenerator<Uint8Array, void, undefined> {
  let piece = BYTE_ORDER_MARK + csvLine(['line', 'reason', 'row']);
  for await (const row of rows) {
    piece += csvLine([String(row.line), row.reason, row.text]);
    if (piece.length < PIECE_CHARS) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
