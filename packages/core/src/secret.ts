const HIDDEN = '[secret]';

/**
 * A value that must not be seen by accident: a code, a password, a key. However it is logged, interpolated, serialised
 * or inspected it prints `[secret]`; the plaintext leaves only through {@link Secret.expose}, which is easy to search for.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The plaintext. Call it where the value is used, not earlier. */
  expose(): T {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.toPrimitive](): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}

export function secret<T>(value: T): Secret<T> {
  return new Secret(value);
}
