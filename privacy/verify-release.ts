import { z } from "zod";
import type { Books } from "./books.ts";
import { canonicalHash } from "./canonical-json.ts";
import { big } from "./verify-arithmetic.ts";
import { isPlainJson } from "./verify-manifest.ts";

const shape = z.looseObject({
  private: z.boolean(),
  planHash: z.string(),
  plan: z.unknown(),
  sums: z.array(
    z.looseObject({
      purpose: z.string(),
      blocks: z.array(z.looseObject({ name: z.string(), weight: z.number(), noise: z.number() })),
    }),
  ),
});
type ReleaseFile = z.infer<typeof shape>;

const parsed = (text: string): ReleaseFile | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainJson(text, value) ? shape.safeParse(value).data : undefined;
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

const planFaults = ({ header }: Books, file: ReleaseFile): string[] => {
  if (header === undefined)
    return hashOf(file.plan) === file.planHash ? [] : ["its plan does not have the hash that it states"];
  return [
    ...(file.planHash === header.planHash && hashOf(file.plan) === header.planHash
      ? []
      : ["its plan is not the ledger's"]),
    ...(file.private === header.private ? [] : ["says otherwise than the ledger whether it is private"]),
  ];
};

const valueFaults = ({ header, released }: Books, { sums }: ReleaseFile): string[] => {
  if (header === undefined) return [];
  const purposes = new Set(sums.map(({ purpose }) => purpose));
  const missing = [...released]
    .filter(([purpose]) => !purposes.has(purpose))
    .map(([purpose, { line }]) => `does not hold "${purpose}", released in line ${line} of the ledger`);
  const wrong = sums.flatMap(sum => {
    const stated = released.get(sum.purpose);
    if (stated === undefined) return [`holds "${sum.purpose}", which the ledger did not release`];
    return hashOf(sum) === stated.sha256
      ? []
      : [`its "${sum.purpose}" is not what line ${stated.line} of the ledger released`];
  });
  return [...missing, ...wrong, ...(purposes.size === sums.length ? [] : ["holds a value twice"])];
};

/** Lattice steps in one unit of norm, as mechanisms use them; noise is a whole number of steps. */
const LATTICE = 2 ** 20;

/** The noise that a block states must be the planned z, rounded up to a lattice step, over the block's weight. */
const noiseFaults = ({ header }: Books, { sums }: ReleaseFile): string[] => {
  const planned = new Map(header?.plan.releases.map(release => [release.purpose, release.noiseMultiplier]));
  return sums.flatMap(({ purpose, blocks }) => {
    const multiplier = planned.get(purpose);
    if (multiplier === undefined) return [];
    const sigma = big(multiplier).times(LATTICE).ceil().toNumber();
    return blocks
      .filter(({ weight, noise }) => !(Math.abs((noise * weight * LATTICE) / sigma - 1) < 1e-9))
      .map(({ name }) => `block ${name} of "${purpose}" states other noise than the plan's`);
  });
};

/** Canonical hash, or undefined for what canonical JSON cannot hold (a number beyond doubles). */
const hashOf = (value: unknown): string | undefined => {
  try {
    return canonicalHash(value);
  } catch {
    return undefined;
  }
};
