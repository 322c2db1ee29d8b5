declare const released: unique symbol;

/** A value that left the sealed data through the ledger. Made only by `Ledger.release`. */
export type Released<T> = T & { readonly [released]: true };

/** Who may read a number: anyone, or only the data owner (it was measured on real patients outside the ledger). */
export type Audience = "public" | "internal";
