import { z } from "zod";
import { canonicalHash, canonicalJson } from "./canonical-json.ts";
import { type LedgerBody, type Link, parseBody } from "./ledger-lines.ts";

/** `prev` of the first line. */
export const GENESIS = "0".repeat(64);

/** A line and what it says; `body` is absent where the text is not what the ledger wrote. */
export interface ReadLine<B = LedgerBody> {
  readonly line: number;
  readonly body?: B;
}

/** A file of chained lines. `B`: what one line may say. */
export interface Chain<B = LedgerBody> {
  readonly lines: readonly ReadLine<B>[];
  /** One sentence a fault, each beginning with "line N". Empty means every byte is as written. */
  readonly failures: readonly string[];
  /** Hash of the last line: what the next one must name. Of a line that cannot be read: GENESIS. */
  readonly head: string;
  /** Text after the last line end: a line that a crash cut short. */
  readonly torn: string;
}

/** One line of text, without its line end, that follows the line with hash `prev`. */
export const linkLine = (
  body: object,
  line: number,
  prev: string,
): { readonly text: string; readonly hash: string } => {
  const unsigned = { ...body, line, prev };
  const hash = canonicalHash(unsigned);
  return { text: canonicalJson({ ...unsigned, hash }), hash };
};

/**
 * Reads a ledger's text and checks every byte of it: each line must be canonical JSON, carry its own SHA-256 and that
 * of the line before.
 *
 * @guarantee a flipped byte anywhere in a ledger is found and its line named
 */
export const readChain = (text: string): Chain => readChainOf(text, parseBody);

/** The same for lines of another kind. @param parse  what a line says, or undefined if it may not be in such a file */
export const readChainOf = <B>(text: string, parse: (value: unknown) => B | undefined): Chain<B> => {
  const end = text.lastIndexOf("\n") + 1;
  const failures: string[] = [];
  const lines: ReadLine<B>[] = [];
  let accepted: readonly string[] = [GENESIS];
  let head = GENESIS;
  const texts = end === 0 ? [] : text.slice(0, end - 1).split("\n");
  texts.forEach((lineText, i) => {
    const read = readLine(lineText, i + 1, accepted, parse);
    failures.push(...read.faults.map(fault => `line ${i + 1}: ${fault}`));
    lines.push({ line: i + 1, ...(read.body === undefined ? {} : { body: read.body }) });
    accepted = read.hashes;
    head = read.hashes[0] ?? GENESIS;
  });
  if (texts.length === 0) failures.push("line 1: is missing");
  return { lines, failures, head, torn: text.slice(end) };
};

interface Reading<B> {
  readonly faults: readonly string[];
  readonly body: B | undefined;
  /** What the next line may name as `prev`: the stated hash, and the true one where they differ, so that one fault is told once. */
  readonly hashes: readonly string[];
}

const linkShape = z.looseObject({
  line: z.number(),
  prev: z.string(),
  hash: z.string(),
}) satisfies z.ZodType<Link>;

const readLine = <B>(
  text: string,
  line: number,
  accepted: readonly string[],
  parse: (value: unknown) => B | undefined,
): Reading<B> => {
  const value = parseCanonical(text);
  const link = linkShape.safeParse(value);
  if (!link.success)
    return { faults: ["is not a ledger line, or not in canonical form"], body: undefined, hashes: [] };
  const { hash, ...unsigned } = link.data;
  const trueHash = canonicalHash(unsigned);
  const { line: stated, prev, ...rest } = unsigned;
  const body = parse(rest);
  const faults: string[] = [];
  if (hash !== trueHash) faults.push("its hash does not match its content");
  if (stated !== line) faults.push(`says it is line ${stated}`);
  if (!accepted.includes(prev)) faults.push("does not follow the line before it");
  if (body === undefined) faults.push("is of no known kind, or a field is missing or wrong");
  return { faults, hashes: [hash, trueHash], body: faults.length > 0 ? undefined : body };
};

/** The value of a text that is its own canonical form; undefined for any other text, 1e999 (no finite number) included. */
const parseCanonical = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
};
