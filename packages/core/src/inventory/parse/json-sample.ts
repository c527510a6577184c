import type { RawRecord } from './code-file-row.ts';
import { depthOfObjects, JsonCutter } from './json-cutter.ts';
import { readJsonObject, recordOfJson } from './json-reader.ts';

export interface JsonSample {
  readonly container: 'jsonl' | 'json';
  readonly objectDepth: number;
  /** Keys of all sampled objects, in the order they were met. */
  readonly keys: readonly string[];
  readonly records: readonly RawRecord[];
}

const OBJECTS = 500;
const KEYS_MAX = 256;
const KEY_CHARS_MAX = 200;
const OBJECT_CHARS_MAX = 65_536;

/**
 * Looks for JSON objects in the beginning of a file.
 *
 * @param wanted what a person said; then the file is read as that, whatever it looks like.
 * @returns undefined where the file is no JSON.
 */
export function sampleJson(text: string, wanted: 'jsonl' | 'json' | undefined): JsonSample | undefined {
  const start = text.trimStart();
  if (wanted === undefined && !start.startsWith('{') && !start.startsWith('[')) return undefined;
  const lines = objectsByLine(text);
  if (wanted === 'jsonl' || (wanted === undefined && lines !== undefined)) {
    return sampleOf('jsonl', 0, lines ?? []);
  }
  const objectDepth = depthOfObjects(start);
  const objects = new JsonCutter(objectDepth, OBJECT_CHARS_MAX).push(text).slice(0, OBJECTS);
  const readable = objects.filter((object) => readJsonObject(object.text) !== undefined);
  if (readable.length === 0 && wanted === undefined) return undefined;
  return sampleOf('json', objectDepth, readable);
}

/** The objects of a file with one on each line; undefined where its first lines are not that. */
function objectsByLine(text: string): { line: number; text: string }[] | undefined {
  const lines = text.split(/\r\n|\r|\n/u, OBJECTS);
  const filled = lines
    .map((line, index) => ({ line: index + 1, text: line.trim().replace(/,$/u, '') }))
    .filter((line) => line.text !== '' && line.text !== '[' && line.text !== ']');
  const first = filled[0] === undefined ? undefined : readJsonObject(filled[0].text);
  // An answer with its list inside also fits on one line.
  const isEnvelope = filled.length === 1 && depthOfObjects(filled[0]?.text ?? '') > 0;
  return first === undefined || isEnvelope ? undefined : filled;
}

function sampleOf(
  container: JsonSample['container'],
  objectDepth: number,
  objects: readonly { line: number; text: string }[],
): JsonSample {
  const keys = new Set<string>();
  for (const object of objects) {
    for (const key of readJsonObject(object.text)?.values.keys() ?? []) {
      if (keys.size < KEYS_MAX && key.length <= KEY_CHARS_MAX) keys.add(key);
    }
  }
  const list = [...keys];
  const records = objects.map((object) => recordOfJson(object.line, object.text, list));
  return { container, objectDepth, keys: list, records };
}
