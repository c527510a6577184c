import { CodeFileRefused } from './code-file-refused.ts';

const START_BYTES = 64 * 1024;
const START_ENTRIES = 4096;
/** UTF-8 takes at most three bytes for one unit of a JavaScript string. */
const BYTES_PER_UNIT_MAX = 3;

/**
 * A list of texts in one block of bytes: a workbook's shared strings would cost several times as much as separate
 * strings, and could not be bounded by what they really take.
 */
export class PackedStrings {
  readonly #bytesMax: number;
  #bytes = Buffer.allocUnsafe(START_BYTES);
  #ends = new Uint32Array(START_ENTRIES);
  #count = 0;
  #used = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get count(): number {
    return this.#count;
  }

  /** @throws CodeFileRefused when the table grows beyond its bound, the ends of its entries counted. */
  add(text: string): void {
    this.#reserve(text.length * BYTES_PER_UNIT_MAX);
    this.#used += this.#bytes.write(text, this.#used, 'utf8');
    this.#ends[this.#count] = this.#used;
    this.#count += 1;
    if (this.#used + this.#count * Uint32Array.BYTES_PER_ELEMENT > this.#bytesMax) {
      throw new CodeFileRefused('workbook_too_large');
    }
  }

  get(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    return this.#bytes.toString('utf8', start, this.#ends[index]);
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + bytes));
      this.#bytes.copy(grown, 0, 0, this.#used);
      this.#bytes = grown;
    }
    if (this.#count === this.#ends.length) {
      const grown = new Uint32Array(this.#ends.length * 2);
      grown.set(this.#ends);
      this.#ends = grown;
    }
  }
}
