import { ENGLISH } from "../../../../generators/note/bank/en/index.ts";
import { writeWith } from "../../../../generators/note/grammar.ts";
import { clustersOf } from "../../../../generators/note/house/clusters.ts";
import { EQUIVALENTS } from "../../../../generators/note/house/equivalents.ts";
import { type House, houseBank } from "../../../../generators/note/house/house-bank.ts";
import { PRIOR_STYLE } from "../../../../generators/note/style.ts";
import { rng } from "../../../../src/math/rng.ts";
import { subject } from "../people.ts";

export const CLUSTERS = clustersOf(ENGLISH);

/** A house with habits that are known: clusters drawn a sixth or six times as often, and one wording for each of the bank's. */
export const HABITS: House = {
  ratios: Array.from({ length: CLUSTERS.count }, (_, i) => rng(`habit/${i}`).pick([1 / 6, 1, 6])),
  phrases: EQUIVALENTS.map(({ house }) => house[0]!),
};

export const HOUSE = houseBank(ENGLISH, CLUSTERS, HABITS);

/** Notes in the prior style, each about a person of its own. */
export const notesOf = (bank: typeof ENGLISH, count: number, seed: string): readonly string[] =>
  Array.from({ length: count }, (_, i) => {
    const random = rng(`${seed}/${i}`);
    const { person, signals } = subject(i, random.child("person"), false);
    return writeWith(bank, person, { signals, style: PRIOR_STYLE, rng: random.child("note") }).text;
  });
