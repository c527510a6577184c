import { hash, randomBytes } from 'node:crypto';

/** Words of 32 bits that are kept of each hash. */
const WORDS = 4;
const START_SLOTS = 1024;

/**
 * Remembers which texts were seen by 128 bits of a salted hash: a million codes take 32 megabytes and none of them is
 * kept. Two different texts are taken for one with a chance below 10⁻²⁶ at a million.
 */
export class DigestSet {
  readonly #salt = randomBytes(16).toString('hex');
  /** Open addressing; a slot of four zero words is empty, and no hash we meet is all zero. */
  #slots = new Uint32Array(START_SLOTS * WORDS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a text. Answers whether it was new. */
  add(text: string): boolean {
    const digest = hash('sha256', this.#salt + text, 'buffer');
    if (this.#size * WORDS * 2 >= this.#slots.length) this.#grow();
    return this.#insert(
      digest.readUInt32LE(0),
      digest.readUInt32LE(4),
      digest.readUInt32LE(8),
      digest.readUInt32LE(12),
    );
  }

  // Spelled out word by word: this runs once for every row of a file.
  #insert(a: number, b: number, c: number, d: number): boolean {
    const slots = this.#slots;
    const mask = slots.length / WORDS - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS;
      const [w, x, y, z] = [slots[at], slots[at + 1], slots[at + 2], slots[at + 3]];
      if (w === a && x === b && y === c && z === d) return false;
      if (w === 0 && x === 0 && y === 0 && z === 0) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 2] = c;
        slots[at + 3] = d;
        this.#size += 1;
        return true;
      }
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    this.#size = 0;
    for (let at = 0; at < old.length; at += WORDS) {
      const [a = 0, b = 0, c = 0, d = 0] = [old[at], old[at + 1], old[at + 2], old[at + 3]];
      if (a !== 0 || b !== 0 || c !== 0 || d !== 0) this.#insert(a, b, c, d);
    }
  }
}
