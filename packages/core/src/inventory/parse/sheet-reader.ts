import type { CodeFileLimits } from './code-file-limits.ts';
import type { RawRecord } from './code-file-row.ts';
import { isBlank } from './normalise-cell.ts';
import { asRefusal, type Workbook, type WorkbookSheet } from './workbook.ts';
import type { CellStyle } from './workbook-styles.ts';
import { XmlFeed } from './xml-feed.ts';

/** Digits a spreadsheet keeps of a number; what is written beyond them was made up by rounding. */
const DIGITS_KEPT = 15;
/** How a workbook writes characters that XML cannot hold. */
const ESCAPED = /_x([0-9A-Fa-f]{4})_/gu;

/** Streams the rows of a sheet, a batch for each unpacked piece. @throws CodeFileRefused */
export async function* readSheet(
  workbook: Workbook,
  sheet: WorkbookSheet,
  limits: CodeFileLimits,
): AsyncGenerator<RawRecord[], void, undefined> {
  const rows = new SheetRows(workbook, limits);
  const feed = new XmlFeed(rows);
  try {
    for await (const piece of workbook.streamSheet(sheet)) {
      feed.write(piece);
      const ready = rows.take();
      if (ready.length > 0) yield ready;
    }
    feed.close();
  } catch (error) {
    throw asRefusal(error);
  }
  const rest = rows.take();
  if (rest.length > 0) yield rest;
}

interface CellState {
  readonly column: number;
  readonly type: string;
  readonly style: CellStyle;
  /** Text of `v`, or of the runs of `is`. */
  text: string;
}

/** Builds rows out of a sheet's tags. */
class SheetRows {
  readonly #workbook: Workbook;
  readonly #limits: CodeFileLimits;
  #ready: RawRecord[] = [];
  #row: RowState = new RowState(1);
  #cell: CellState | undefined;
  #inValue = false;
  #inReading = false;

  constructor(workbook: Workbook, limits: CodeFileLimits) {
    this.#workbook = workbook;
    this.#limits = limits;
  }

  /** The rows that are complete, once. */
  take(): RawRecord[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.#row = new RowState(rowNumber(attributes['r'], this.#row.line));
    } else if (name === 'c') {
      const column = columnIndex(attributes['r']) ?? this.#row.nextColumn;
      const style = this.#workbook.styles.get(Number(attributes['s'] ?? -1));
      this.#cell = { column, type: attributes['t'] ?? 'n', style, text: '' };
    } else if (name === 'v' || name === 't') {
      this.#inValue = !this.#inReading;
    } else if (name === 'rPh') {
      this.#inReading = true;
    }
  }

  text(piece: string): void {
    const cell = this.#cell;
    if (this.#inValue && cell !== undefined && cell.text.length <= this.#limits.recordCharsMax) cell.text += piece;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false;
    else if (name === 'rPh') this.#inReading = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
  }

  #closeCell(): void {
    const cell = this.#cell;
    this.#cell = undefined;
    if (cell === undefined) return;
    const value = readCell(cell, this.#workbook);
    this.#row.put(Math.min(cell.column, this.#limits.columnsMax), value, this.#limits.recordCharsMax);
    if (cell.style.isDate && cell.type === 'n') this.#row.dates.add(cell.column);
  }

  #closeRow(): void {
    const row = this.#row;
    if (row.tooLong || !row.cells.every(isBlank)) this.#ready.push(row.record());
    this.#row = new RowState(row.line + 1);
  }
}

/** One row while its cells arrive. */
class RowState {
  readonly line: number;
  readonly cells: string[] = [];
  readonly damaged = new Set<number>();
  readonly dates = new Set<number>();
  nextColumn = 0;
  tooLong = false;
  #chars = 0;

  constructor(line: number) {
    this.line = line;
  }

  put(column: number, value: { text: string; damaged: boolean }, charsMax: number): void {
    this.nextColumn = column + 1;
    this.#chars += value.text.length;
    if (this.#chars > charsMax) this.tooLong = true;
    if (this.tooLong) return;
    while (this.cells.length < column) this.cells.push('');
    this.cells[column] = value.text;
    if (value.damaged) this.damaged.add(column);
  }

  record(): RawRecord {
    const { line, cells, damaged, dates, tooLong } = this;
    return { line, cells, raw: cells.join('\t'), damaged, dates, tooLong };
  }
}

function readCell(cell: CellState, workbook: Workbook): { text: string; damaged: boolean } {
  switch (cell.type) {
    case 's':
      return { text: unescape(workbook.strings.get(Number(cell.text)) ?? ''), damaged: false };
    case 'n':
      return readNumber(cell.text, cell.style);
    case 'b':
      return { text: cell.text === '1' ? 'TRUE' : 'FALSE', damaged: false };
    case 'e':
      // `#N/A`, `#REF!`: what stood there is gone.
      return { text: cell.text, damaged: true };
    default:
      return { text: unescape(cell.text), damaged: false };
  }
}

/** The digits of a numeric cell as written; beyond fifteen, or in exponent form, they are not the ones once typed. */
function readNumber(written: string, style: CellStyle): { text: string; damaged: boolean } {
  const text = written.trim().replace(/\.0+$/u, '');
  const digits = text.replace(/\D/gu, '').replace(/^0+/u, '');
  const damaged = /e/iu.test(text) || digits.length > DIGITS_KEPT;
  return { text: /^\d+$/u.test(text) ? text.padStart(style.zeroPad, '0') : text, damaged };
}

function unescape(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function rowNumber(written: string | undefined, expected: number): number {
  const number = Number(written);
  return Number.isInteger(number) && number >= expected && number <= 10_000_000 ? number : expected;
}

/** The column a reference such as `AB12` names, from 0. */
function columnIndex(reference: string | undefined): number | undefined {
  const letters = /^([A-Za-z]{1,3})\d/u.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + (letter.charCodeAt(0) - 64);
  return index - 1;
}
