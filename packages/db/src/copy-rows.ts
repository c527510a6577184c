/** Rows in PostgreSQL's binary COPY format: neither side writes or parses numbers, times and bytes as text. */

/** The format's signature, no flags, no header extension. */
const HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const NULL = -1;
const START_BYTES = 64 * 1024;
/** UTF-8 takes at most three bytes for one unit of a JavaScript string. */
const BYTES_PER_UNIT_MAX = 3;
/** Times count from the first moment of 2000, in microseconds. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

/**
 * Rows for {@link copyInto} with `(format binary)`. A row is begun with the number of its columns and filled in their order,
 * each by the method of its type; null is NULL. What was written is taken in pieces; the last one is `end`'s.
 */
export class CopyRows {
  #bytes = Buffer.allocUnsafe(START_BYTES);
  #used = HEAD.copy(this.#bytes);

  beginRow(columns: number): void {
    this.#reserve(2);
    this.#used = this.#bytes.writeInt16BE(columns, this.#used);
  }

  /** `uuid` (16 bytes) and `bytea`. */
  addBytes(value: Uint8Array | null): void {
    if (this.#addLength(value === null ? NULL : value.length) || value === null) return;
    this.#bytes.set(value, this.#used);
    this.#used += value.length;
  }

  addText(value: string | null): void {
    if (value === null) return void this.#addLength(NULL);
    this.#reserve(4 + value.length * BYTES_PER_UNIT_MAX);
    const length = this.#bytes.write(value, this.#used + 4, 'utf8');
    this.#bytes.writeInt32BE(length, this.#used);
    this.#used += 4 + length;
  }

  addInteger(value: number | null): void {
    if (this.#addLength(value === null ? NULL : 4) || value === null) return;
    this.#used = this.#bytes.writeInt32BE(value, this.#used);
  }

  addBigint(value: bigint | null): void {
    if (this.#addLength(value === null ? NULL : 8) || value === null) return;
    this.#used = this.#bytes.writeBigInt64BE(value, this.#used);
  }

  /** `timestamptz`. */
  addTime(value: Date | null): void {
    this.addBigint(value === null ? null : BigInt(value.getTime() - EPOCH_MS) * 1000n);
  }

  /** What was written since it was taken last. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
    return taken;
  }

  /** The end of the data, behind which nothing may be written. */
  end(): Buffer {
    return Buffer.concat([this.take(), TRAILER]);
  }

  /** Answers whether there is nothing behind the length. */
  #addLength(length: number): boolean {
    this.#reserve(4 + Math.max(0, length));
    this.#used = this.#bytes.writeInt32BE(length, this.#used);
    return length <= 0;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + bytes));
    this.#bytes.copy(grown, 0, 0, this.#used);
    this.#bytes = grown;
  }
}
