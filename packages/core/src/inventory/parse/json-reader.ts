import type { RawRecord } from './code-file-row.ts';
import { LineSplitter, type TextLine } from './line-splitter.ts';
import type { RecordReader } from './record-reader.ts';

/** The scalar texts of one JSON object by key. Nested values are left out; null counts as empty. */
export interface JsonFields {
  readonly values: ReadonlyMap<string, string>;
  /** Keys whose number was already written in exponent form. */
  readonly damaged: ReadonlySet<string>;
}

const EXPONENT = /[eE]/u;

/**
 * Reads one JSON object. A number keeps the text it was written with: read as a JavaScript number, a card number of
 * 17 digits would change its last ones.
 *
 * @returns undefined where the text is no JSON object.
 */
export function readJsonObject(text: string): JsonFields | undefined {
  const damaged = new Set<string>();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, function keepSource(this: unknown, key: string, value: unknown, context?: JsonContext) {
      if (typeof value !== 'number') return value;
      const source = context?.source ?? String(value);
      if (EXPONENT.test(source)) damaged.add(key);
      return source;
    });
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(parsed)) {
    if (typeof value === 'string') values.set(key, value);
    else if (typeof value === 'boolean') values.set(key, String(value));
    else if (value === null) values.set(key, '');
  }
  return { values, damaged };
}

interface JsonContext {
  readonly source?: string;
}

/** Puts an object's values into the order of the profile's columns; a missing key cuts the record short there. */
export function recordOfJson(line: number, text: string, keys: readonly string[]): RawRecord {
  const object = readJsonObject(text);
  if (object === undefined) return { line, cells: [], raw: text };
  const cells: string[] = [];
  const damaged = new Set<number>();
  for (const [index, key] of keys.entries()) {
    cells.push(object.values.get(key) ?? '');
    if (object.damaged.has(key)) damaged.add(index);
  }
  return { line, cells, raw: text, damaged };
}

/** Reads files with one JSON object on each line. A broken line costs only itself. */
export class JsonLinesReader implements RecordReader {
  readonly #lines: LineSplitter;
  readonly #keys: readonly string[];

  constructor(keys: readonly string[], recordCharsMax: number) {
    this.#keys = keys;
    this.#lines = new LineSplitter(recordCharsMax);
  }

  push(piece: string): RawRecord[] {
    return this.#lines.push(piece).flatMap((line) => this.#record(line));
  }

  finish(): RawRecord[] {
    return this.#lines.finish().flatMap((line) => this.#record(line));
  }

  #record(line: TextLine): RawRecord[] {
    if (line.tooLong) return [{ line: line.line, cells: [], raw: line.text, tooLong: true }];
    const text = line.text.trim().replace(/,$/u, '');
    // Lines that only open or close a surrounding array carry no code.
    if (text === '' || text === '[' || text === ']') return [];
    return [recordOfJson(line.line, text, this.#keys)];
  }
}
