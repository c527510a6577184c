import type { RawRecord } from './code-file-row.ts';
import { JsonCutter } from './json-cutter.ts';
import { recordOfJson } from './json-reader.ts';
import type { RecordReader } from './record-reader.ts';

/** Reads the list of objects inside one JSON document. */
export class JsonDocumentReader implements RecordReader {
  readonly #cutter: JsonCutter;
  readonly #keys: readonly string[];

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
    if (object.tooLong) return { line: object.line, cells: [], raw: object.text, tooLong: true };
    return recordOfJson(object.line, object.text, this.#keys);
  }
}
