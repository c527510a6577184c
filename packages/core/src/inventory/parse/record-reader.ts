import type { RawRecord } from './code-file-row.ts';
import { LineSplitter, type TextLine } from './line-splitter.ts';
import { type OpenField, splitPlain, splitQuoted } from './split-fields.ts';

/** Turns pieces of a file into records; all its state is one unfinished record. */
export interface RecordReader {
  push(piece: string): RawRecord[];
  finish(): RawRecord[];
}

export interface DelimitedFormat {
  /** Null: the whole line is one field. */
  readonly separator: string | null;
  /** Whether fields may stand in double quotes. */
  readonly quotes: boolean;
  readonly recordCharsMax: number;
}

/** A quoted field over more lines than this is a stray quote, not a note that somebody typed. */
const QUOTED_LINES_MAX = 64;

/** Lines of a record whose quoted field is still open. */
interface PendingRecord {
  readonly lines: TextLine[];
  text: string;
  open: OpenField;
  /** Which of the lines the open field began on. */
  openLine: number;
}

/** Reads lines split by a separator. Blank lines are dropped here, but counted. */
export class DelimitedReader implements RecordReader {
  readonly #format: DelimitedFormat;
  readonly #lines: LineSplitter;
  #pending: PendingRecord | undefined;

  constructor(format: DelimitedFormat) {
    this.#format = format;
    this.#lines = new LineSplitter(format.recordCharsMax);
  }

  push(piece: string): RawRecord[] {
    const records: RawRecord[] = [];
    for (const line of this.#lines.push(piece)) this.#take(line, records);
    return records;
  }

  finish(): RawRecord[] {
    const records: RawRecord[] = [];
    for (const line of this.#lines.finish()) this.#take(line, records);
    // What is read anew may open a field again, so this ends only when nothing is left.
    while (this.#pending !== undefined) this.#giveUp(this.#pending, records);
    return records;
  }

  #take(line: TextLine, records: RawRecord[]): void {
    if (this.#pending !== undefined) {
      this.#continue(this.#pending, line, records);
      return;
    }
    const { separator, quotes } = this.#format;
    if (line.tooLong) {
      records.push({ line: line.line, cells: [line.text], raw: line.text, tooLong: true });
      return;
    }
    if (line.text.trim() === '') return;
    if (!quotes || separator === null || !line.text.includes('"')) {
      records.push({ line: line.line, cells: splitPlain(line.text, separator), raw: line.text });
      return;
    }
    const split = splitQuoted(line.text, separator);
    if (split.state === 'complete') records.push({ line: line.line, cells: split.fields, raw: line.text });
    if (split.state === 'open') this.#pending = { lines: [line], text: line.text, open: split.open, openLine: 0 };
  }

  #continue(pending: PendingRecord, line: TextLine, records: RawRecord[]): void {
    const scanAt = pending.text.length;
    pending.text += `${pending.lines.at(-1)?.eol ?? ''}${line.text}`;
    pending.lines.push(line);
    const { separator, recordCharsMax } = this.#format;
    if (line.tooLong || pending.lines.length > QUOTED_LINES_MAX || pending.text.length > recordCharsMax) {
      this.#giveUp(pending, records);
      return;
    }
    const split = splitQuoted(pending.text, separator ?? '', { ...pending.open, scanAt });
    if (split.state === 'broken') {
      this.#giveUp(pending, records);
    } else if (split.state === 'complete') {
      this.#pending = undefined;
      records.push({ line: pending.lines[0]?.line ?? line.line, cells: split.fields, raw: pending.text });
    } else {
      if (split.open.fieldAt !== pending.open.fieldAt) pending.openLine = pending.lines.length - 1;
      pending.open = split.open;
    }
  }

  /**
   * The open field was no quoted field: the record ends with the line it began on, where it is read as it stands, and
   * the lines after that are read anew. Each of them can only open a field again where its own quotes are odd, so a
   * line is not read anew more often than a record may have lines.
   */
  #giveUp(pending: PendingRecord, records: RawRecord[]): void {
    this.#pending = undefined;
    const own = pending.lines.slice(0, pending.openLine + 1);
    const text = own.map((line, index) => (index === own.length - 1 ? line.text : line.text + line.eol)).join('');
    const split = splitQuoted(text, this.#format.separator ?? '', undefined, pending.open.fieldAt);
    const first = own[0];
    if (first !== undefined && split.state === 'complete') {
      records.push({ line: first.line, cells: split.fields, raw: text });
    }
    for (const line of pending.lines.slice(pending.openLine + 1)) this.#take(line, records);
  }
}
