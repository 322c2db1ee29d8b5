import { createHash } from "node:crypto";
import { InvalidRequest } from "../src/errors.ts";

/**
 * The one text of a plain value: keys sorted by UTF-16 code units, no spaces, numbers as ECMAScript prints them.
 * Typed arrays print as arrays.
 *
 * @throws  InvalidRequest on what JSON cannot hold: NaN, infinities, undefined, functions, bigints
 * @source  RFC 8785 (JSON Canonicalization Scheme)
 */
export const canonicalJson = (value: unknown, place = "value"): string => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value))
      throw new InvalidRequest(`${place}: a number in canonical JSON must be finite`);
    return JSON.stringify(value);
  }
  if (value instanceof Float64Array) return canonicalJson(Array.from(value), place);
  if (Array.isArray(value))
    return `[${value.map((item, i) => canonicalJson(item, `${place}[${i}]`)).join(",")}]`;
  if (typeof value !== "object" || value === undefined)
    throw new InvalidRequest(`${place}: canonical JSON cannot hold a ${typeof value}`);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, `${place}.${key}`)}`).join(",")}}`;
};

/** SHA-256, lower-case hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** SHA-256 of a value's canonical JSON: what the ledger keeps of a plan and of every released value. */
export const canonicalHash = (value: unknown): string => sha256(canonicalJson(value));
