/** One object cut out of a JSON document. */
export interface CutObject {
  /** Physical line of its opening brace, from 1. */
  readonly line: number;
  readonly text: string;
  readonly tooLong: boolean;
}

/**
 * Cuts the objects out of a JSON document that lie at a given depth: 0 for objects one after the other, 1 for an array
 * of objects, 2 for an array inside an answer's envelope (`{"data":[…]}`). Everything around them is passed over, and
 * only the object being cut is kept.
 */
export class JsonCutter {
  readonly #objectDepth: number;
  readonly #recordCharsMax: number;
  #depth = 0;
  #line = 1;
  #inString = false;
  #escaped = false;
  #afterCr = false;
  /** The object being cut: what earlier pieces held of it, and where it began. */
  #kept: { text: string; line: number; tooLong: boolean } | undefined;

  constructor(objectDepth: number, recordCharsMax: number) {
    this.#objectDepth = objectDepth;
    this.#recordCharsMax = recordCharsMax;
  }

  push(piece: string): CutObject[] {
    const objects: CutObject[] = [];
    let start = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const char = piece[at] ?? '';
      this.#countLine(char);
      if (this.#inString) {
        this.#insideString(char);
      } else if (char === '"') {
        this.#inString = true;
      } else if (char === '{' || char === '[') {
        if (char === '{' && this.#depth === this.#objectDepth && this.#kept === undefined) {
          this.#kept = { text: '', line: this.#line, tooLong: false };
          start = at;
        }
        this.#depth += 1;
      } else if (char === '}' || char === ']') {
        this.#depth = Math.max(0, this.#depth - 1);
        if (this.#depth === this.#objectDepth && this.#kept !== undefined) {
          this.#keep(piece, start, at + 1);
          objects.push({ ...this.#kept });
          this.#kept = undefined;
        }
      }
    }
    this.#keep(piece, start, piece.length);
    return objects;
  }

  /** An object that the document does not close, for the report. */
  finish(): CutObject[] {
    const rest = this.#kept;
    this.#kept = undefined;
    return rest === undefined ? [] : [rest];
  }

  #keep(piece: string, start: number, end: number): void {
    const kept = this.#kept;
    if (kept === undefined) return;
    const room = this.#recordCharsMax - kept.text.length;
    if (end - start > room) kept.tooLong = true;
    if (room > 0) kept.text += piece.slice(start, Math.min(end, start + room));
  }

  #insideString(char: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (char === '\\') this.#escaped = true;
    else if (char === '"') this.#inString = false;
  }

  #countLine(char: string): void {
    if (char === '\r' || (char === '\n' && !this.#afterCr)) this.#line += 1;
    this.#afterCr = char === '\r';
  }
}

/** Depths beyond this are no envelope of a list any more. */
const ENVELOPE_DEPTH_MAX = 4;

/**
 * Finds the depth at which a document's list of objects lies, from its beginning: that of the first object that stands
 * directly in an array; 0 where the document is a sequence of objects.
 */
export function depthOfObjects(head: string): number {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let last = '';
  for (const char of head) {
    if (inString) {
      if (escaped) escaped = false;
      else if (char === '\\') escaped = true;
      else if (char === '"') inString = false;
      continue;
    }
    if (char === '"') inString = true;
    else if (char === '{' && last === '[' && depth <= ENVELOPE_DEPTH_MAX) return depth;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth === 0 && last !== '' && char === '}') return 0;
    if (char.trim() !== '') last = char;
  }
  return 0;
}
