const MASK = "[private]";

let reveal: <T>(sealed: Private<T>) => T;

/**
 * Sealed data. It can be handed on, but not read, printed, serialised or cloned; only the ledger opens it.
 *
 * @guarantee a sealed value never prints, serialises or clones
 */
export class Private<T> {
  readonly #value: T;

  private constructor(value: T) {
    this.#value = value;
    Object.freeze(this);
  }

  static {
    reveal = sealed => sealed.#value;
  }

  /** Seals a value: from here on it leaves through a mechanism, or not at all. */
  static seal<T>(value: T): Private<T> {
    return new Private(value);
  }

  toJSON(): string {
    return MASK;
  }

  toString(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return MASK;
  }
}

/** Seals a value. */
export const seal = <T>(value: T): Private<T> => Private.seal(value);

/** The value inside. Imported inside `privacy/` only (`test/layers.test.ts`). */
export const open = <T>(sealed: Private<T>): T => reveal(sealed);
