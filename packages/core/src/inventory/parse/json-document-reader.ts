import type { RawRecord } from './code-file-row.ts';
import { JsonCutter } from './json-cutter.ts';
import { recordOfJson } from './json-reader.ts';
import type { RecordReader } from './record-reader.ts';

/**
 * Reads the list of objects inside one JSON document. Each object has a line of its own, also where the document is
 * written on a single one: an import that was interrupted goes on behind the last line it took, and a rejected row is
 * named by its line.
 */
export class JsonDocumentReader implements RecordReader {
  readonly #cutter: JsonCutter;
  readonly #keys: readonly string[];
  #lastLine = 0;

  constructor(keys: readonly string[], objectDepth: number, recordCharsMax: number) {
    this.#keys = keys;
    this.#cutter = new JsonCutter(objectDepth, recordCharsMax);
  }

  push(piece: string): RawRecord[] {
    return this.#cutter.push(piece).map((object) => this.#record(object));
  }

  finish(): RawRecord[] {
    return this.#cutter.finish().map((object) => this.#record(object));
  }

  #record(object: { line: number; text: string; tooLong: boolean }): RawRecord {
    const line = Math.max(object.line, this.#lastLine + 1);
    this.#lastLine = line;
    if (object.tooLong) return { line, cells: [], raw: object.text, tooLong: true };
    return recordOfJson(line, object.text, this.#keys);
  }
}
