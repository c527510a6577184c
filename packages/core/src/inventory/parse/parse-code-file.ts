import { createRowBuilder } from './build-row.ts';
import { CODE_FILE_LIMITS, type CodeFileLimits } from './code-file-limits.ts';
import { type CodeFileProfile, takesQuotes } from './code-file-profile.ts';
import { CodeFileRefused } from './code-file-refused.ts';
import type { CodeFileRow, RawRecord } from './code-file-row.ts';
import { boundedBytes, type CodeFileSource, collectWorkbook } from './code-file-source.ts';
import { decodeText } from './decode-text.ts';
import { JsonDocumentReader } from './json-document-reader.ts';
import { JsonLinesReader } from './json-reader.ts';
import { DelimitedReader, type RecordReader } from './record-reader.ts';
import { readSheet } from './sheet-reader.ts';
import { openWorkbook, type Workbook, type WorkbookSheet } from './workbook.ts';

export interface ParseCodeFileOptions {
  /** IANA name of the tenant's zone, in which dates without a zone are meant. */
  readonly timezone: string;
  /** Lower bounds than the usual ones. */
  readonly limits?: Partial<CodeFileLimits>;
}

/**
 * Reads a code file row by row, in the file's order, blank rows and everything up to the headings left out. Memory does
 * not grow with the number of rows: of a text file one piece is held, of a workbook its packed bytes and its shared
 * strings. The same bytes and profile always give the same rows.
 *
 * @throws CodeFileRefused while iterating, when the file exceeds a bound or is no readable workbook.
 * @throws RangeError on a time zone that does not exist.
 */
export async function* parseCodeFile(
  source: CodeFileSource,
  profile: CodeFileProfile,
  options: ParseCodeFileOptions,
): AsyncGenerator<CodeFileRow, void, undefined> {
  const limits = { ...CODE_FILE_LIMITS, ...options.limits };
  const isWorkbook = profile.container === 'xlsx';
  const workbook = isWorkbook ? await openWorkbook(await collectWorkbook(source, limits), limits) : undefined;
  const build = createRowBuilder(profile, {
    timeZone: options.timezone,
    serials: isWorkbook,
    date1904: workbook?.date1904,
    dayMonthOrder: profile.dayMonthOrder,
  });
  const batches =
    workbook === undefined
      ? readTextRecords(source, profile, limits)
      : readSheet(workbook, sheetOf(workbook, profile.sheet), limits);
  let records = 0;
  for await (const batch of batches) {
    for (const record of batch) {
      records += 1;
      if (records > limits.linesMax) throw new CodeFileRefused('too_many_lines');
      if (record.line <= profile.headerLine) continue;
      const row = build(record);
      if (row !== undefined) yield row;
    }
  }
}

/** The records of a text file, in batches as its pieces arrive. */
async function* readTextRecords(
  source: CodeFileSource,
  profile: CodeFileProfile,
  limits: CodeFileLimits,
): AsyncGenerator<RawRecord[], void, undefined> {
  const reader = createReader(profile, limits.recordCharsMax);
  for await (const piece of decodeText(boundedBytes(source, limits.fileBytesMax), profile.encoding)) {
    yield reader.push(piece);
  }
  yield reader.finish();
}

function createReader(profile: CodeFileProfile, recordCharsMax: number): RecordReader {
  const keys = profile.columns.map((column) => column.name ?? '');
  switch (profile.container) {
    case 'jsonl':
      return new JsonLinesReader(keys, recordCharsMax);
    case 'json':
      return new JsonDocumentReader(keys, profile.objectDepth, recordCharsMax);
    case 'text':
    case 'csv':
    case 'xlsx':
      return new DelimitedReader({
        separator: profile.separator,
        quotes: takesQuotes(profile.container),
        recordCharsMax,
      });
  }
}

/** The sheet of a name, or the first one. @throws CodeFileRefused */
export function sheetOf(workbook: Workbook, name: string | null): WorkbookSheet {
  const sheet = name === null ? workbook.sheets[0] : workbook.sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new CodeFileRefused('sheet_not_found');
  return sheet;
}
