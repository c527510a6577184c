import { hash, randomBytes } from 'node:crypto';

const WORDS = 4;
const START_SLOTS = 1024;

/**
 * Remembers which texts were seen by 128 bits of a salted hash: a million codes take 32 megabytes and none of them is
 * kept. Two different texts are taken for one with a chance below 10⁻²⁶ at a million.
 */
export class DigestSet {
  readonly #salt = randomBytes(16).toString('hex');
  #slots = new Uint32Array(START_SLOTS * WORDS);
  #slotCount = START_SLOTS;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a text. Answers whether it was new. */
  add(text: string): boolean {
    const digest = hash('sha256', this.#salt + text, 'buffer');
    // All zero marks an empty slot; that digest does not occur.
    const words = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at));
    if (this.#size * 2 >= this.#slotCount) this.#grow();
    return this.#insert(words);
  }

  #insert(words: readonly number[]): boolean {
    const mask = this.#slotCount - 1;
    for (let slot = (words[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS;
      if (this.#isEmpty(at)) {
        this.#slots.set(words, at);
        this.#size += 1;
        return true;
      }
      if (words.every((word, index) => this.#slots[at + index] === word)) return false;
    }
  }

  #isEmpty(at: number): boolean {
    return [0, 1, 2, 3].every((index) => this.#slots[at + index] === 0);
  }

  #grow(): void {
    const old = this.#slots;
    this.#slotCount *= 2;
    this.#slots = new Uint32Array(this.#slotCount * WORDS);
    this.#size = 0;
    for (let at = 0; at < old.length; at += WORDS) {
      const words = old.subarray(at, at + WORDS);
      if (words.some((word) => word !== 0)) this.#insert([...words]);
    }
  }
}
