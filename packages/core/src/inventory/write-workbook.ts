import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

type Row = readonly string[];

/**
 * A workbook with one sheet, written row by row. Every cell is text: a number keeps its zeros, no amount becomes a float, and
 * nothing is a formula. The next page is asked for when the one before has been taken, so memory holds a page and not the
 * sheet.
 */
export async function* writeWorkbook(
  sheetName: string,
  header: Row,
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const out = new PassThrough();
  let written: Uint8Array[] = [];
  out.on('data', (chunk: Uint8Array) => written.push(chunk));
  const take = (): readonly Uint8Array[] => {
    const taken = written;
    written = [];
    return taken;
  };
  // Loaded when the first workbook is asked for: every start of a program would wait for it.
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useStyles: false, useSharedStrings: false });
  const sheet = workbook.addWorksheet(sheetName);
  sheet.addRow([...header]).commit();
  for await (const page of pages) {
    for (const row of page) sheet.addRow([...row]).commit();
    // The archive is packed behind the writer.
    await setImmediate();
    yield* take();
  }
  sheet.commit();
  await workbook.commit();
  yield* take();
}
