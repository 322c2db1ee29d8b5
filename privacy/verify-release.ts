import { z } from "zod";
import type { Books } from "./books.ts";
import { canonicalHash } from "./canonical-json.ts";
import { big } from "./verify-arithmetic.ts";
import { LATTICE } from "./verify-epsilon.ts";
import { isPlainJson } from "./verify-manifest.ts";

const head = {
  format: z.literal("semblance-release/1"),
  software: z.string(),
  private: z.boolean(),
  warning: z.string().optional(),
  planHash: z.string(),
  plan: z.unknown(),
};
const value = z.looseObject({
  purpose: z.string(),
  blocks: z.array(z.looseObject({ name: z.string(), weight: z.number(), noise: z.number() })).optional(),
});
/** Beside its head a release holds lists of released values, and nothing else. */
const shape = z.object(head).catchall(z.array(value));

interface ReleaseFile {
  readonly head: Pick<z.infer<typeof shape>, keyof typeof head>;
  readonly values: readonly z.infer<typeof value>[];
}

const parsed = (text: string): ReleaseFile | undefined => {
  try {
    const raw: unknown = JSON.parse(text);
    const file = shape.parse(raw);
    const values = Object.entries(file).flatMap(([key, item]) =>
      Object.hasOwn(head, key) ? [] : (item as z.infer<typeof value>[]),
    );
    return isPlainJson(text, raw) ? { head: file, values } : undefined;
  } catch {
    return undefined;
  }
};

/** What is wrong with a release file: every released value must be in it, unchanged, and nothing else. */
export const releaseFaults = (books: Books, text: string): readonly string[] => {
  const file = parsed(text);
  if (file === undefined) return ["is no release file as this program writes it"];
  return [...planFaults(books, file), ...valueFaults(books, file), ...noiseFaults(books, file)];
};

const planFaults = ({ header }: Books, { head: file }: ReleaseFile): string[] => {
  if (header === undefined)
    return hashOf(file.plan) === file.planHash ? [] : ["its plan does not have the hash that it states"];
  return [
    ...(file.planHash === header.planHash && hashOf(file.plan) === header.planHash
      ? []
      : ["its plan is not the ledger's"]),
    ...(file.private === header.private ? [] : ["says otherwise than the ledger whether it is private"]),
  ];
};

const valueFaults = ({ header, released }: Books, { values }: ReleaseFile): string[] => {
  if (header === undefined) return [];
  const purposes = new Set(values.map(({ purpose }) => purpose));
  const missing = [...released]
    .filter(([purpose]) => !purposes.has(purpose))
    .map(([purpose, { line }]) => `does not hold "${purpose}", released in line ${line} of the ledger`);
  const wrong = values.flatMap(each => {
    const stated = released.get(each.purpose);
    if (stated === undefined) return [`holds "${each.purpose}", which the ledger did not release`];
    return hashOf(each) === stated.sha256
      ? []
      : [`its "${each.purpose}" is not what line ${stated.line} of the ledger released`];
  });
  return [...missing, ...wrong, ...(purposes.size === values.length ? [] : ["holds a value twice"])];
};

/** The noise that a block states must be the charged z, which is the planned one, rounded up to a lattice step, over the block's weight. */
const noiseFaults = ({ charges }: Books, { values }: ReleaseFile): string[] => {
  const charged = new Map(charges.map(({ charge }) => [charge.purpose, charge.event]));
  return values.flatMap(({ purpose, blocks = [] }) => {
    const event = charged.get(purpose);
    if (event?.kind !== "gaussian") return [];
    const sigma = big(event.noiseMultiplier).times(LATTICE).ceil().toNumber();
    return blocks
      .filter(({ weight, noise }) => !(Math.abs((noise * weight * LATTICE) / sigma - 1) < 1e-9))
      .map(({ name }) => `block ${name} of "${purpose}" states other noise than the plan's`);
  });
};

/** Canonical hash, or undefined for what has none: nested deeper than the stack reaches. */
const hashOf = (value: unknown): string | undefined => {
  try {
    return canonicalHash(value);
  } catch {
    return undefined;
  }
};
