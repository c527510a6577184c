import { csvLine } from './export.rules.ts';

/** Makes spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
/** Rows are handed on together: a piece for each would cost more than its text. */
const PIECE_CHARS = 64 * 1024;

/** Writes a CSV file while it is downloaded, whatever its length; each cell is neutralised and quoted where needed. */
export async function* writeCsv(
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let piece = BYTE_ORDER_MARK + csvLine(header);
  for await (const row of rows) {
    piece += csvLine(row);
    if (piece.length < PIECE_CHARS) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
