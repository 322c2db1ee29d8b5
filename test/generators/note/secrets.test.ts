import { describe, expect, it } from "vitest";
import type { Bank } from "../../../generators/note/bank/bank.ts";
import { byMove, ENGLISH } from "../../../generators/note/bank/en/index.ts";
import { noteView } from "../../../generators/note/digest.ts";
import { frames } from "../../../generators/note/frame.ts";
import { writeWith } from "../../../generators/note/grammar.ts";
import { fitStyle, noteBlock } from "../../../generators/note/style.ts";
import { type Rng, rng } from "../../../src/math/rng.ts";
import { subject } from "./people.ts";

const SYLLABLES = ["ba", "ko", "ri", "zu", "the", "mor", "lan", "vi", "qua", "dro", "fel", "nix"];
const name = (random: Rng) => {
  const word = Array.from({ length: 5 }, () => random.pick(SYLLABLES)).join("");
  return word[0]!.toUpperCase() + word.slice(1);
};

/** A thousand things only one private patient's note holds: names, numbers, rare phrases. */
const SECRETS: readonly string[] = Array.from({ length: 1000 }, (_, i) => {
  const random = rng(`secret/${i}`);
  const kinds = [
    () => `${name(random)} ${name(random)}`,
    () => `MRN ${100_000 + random.integer(900_000)}-${i}`,
    () => `keeps ${random.pick(["ferrets", "bees", "llamas"])} in ${name(random)}`,
    () => `+49 ${1000 + random.integer(9000)} ${100_000 + random.integer(900_000)}`,
  ];
  return kinds[i % kinds.length]!();
});

/** Private notes: each patient has one secret, some in many notes. */
const PRIVATE = SECRETS.map((secret, i) =>
  Array.from({ length: 1 + (i % 50) }, () => ({
    text: `HPI: The patient, ${secret}, presents with cough. ${secret} was seen.\nPlan:\n1. Rest\n2. ${secret}`,
    type: "11506-3",
  })),
);

/** The style a release without any noise would give: the worst case for a secret. */
const styleOf = (patients: typeof PRIVATE) => {
  const block = noteBlock(1);
  const sum = new Float64Array(block.size);
  for (const notes of patients) {
    const own = new Float64Array(block.size);
    block.contribute({ attributes: {}, note: noteView(notes)! }, own);
    for (let i = 0; i < sum.length; i++) sum[i]! += own[i]!;
  }
  return fitStyle({ name: block.name, size: block.size, weight: 1, values: sum, noise: 0 });
};

const style = styleOf(PRIVATE);

/** Notes about public persons, in the style of the private cohort. */
const written = (bank: Bank, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => {
    const { person, signals } = subject(i, rng(`secrets/${i}`));
    return writeWith(bank, person, { signals, style, rng: rng(`secrets/n/${i}`) }).text;
  });

/** Secrets, and pieces of them of six letters or more, that texts hold. */
const leakedIn = (texts: readonly string[]): readonly string[] => {
  const all = texts.join("\n").toLowerCase();
  const pieces = SECRETS.flatMap(secret => [secret, ...secret.split(" ").filter(piece => piece.length >= 6)]);
  const ordinary = new Set(["ferrets", "llamas"]);
  return [...new Set(pieces)].filter(piece => !ordinary.has(piece) && all.includes(piece.toLowerCase()));
};

describe("a thousand secrets in private notes", () => {
  it("none is in 500 synthetic notes, even from a release without noise", () => {
    expect(new Set(SECRETS).size).toBe(1000);
    expect(leakedIn(written(ENGLISH, 500))).toEqual([]);
  });

  it("a leaky twin whose bank takes sentences from private notes is caught", () => {
    // The sentence that states nothing clinical: the other is refused for a cough that is no fact.
    const copied = PRIVATE.slice(0, 200).map(([note]) => note!.text.split("\n")[0]!.split("cough. ")[1]!);
    const stolen = frames("hpi.open", { any: copied });
    const leaky: Bank = { ...ENGLISH, frames: byMove([...[...ENGLISH.frames.values()].flat(), ...stolen]) };
    expect(leakedIn(written(leaky, 200)).length).toBeGreaterThan(20);
  });

  it("a leaky twin whose names come from private notes is caught", () => {
    const texts = Array.from({ length: 100 }, (_, i) => {
      const { person, signals } = subject(i, rng(`named/${i}`));
      const family = SECRETS[4 * i]!;
      const leaky = { ...person, name: { ...person.name, family } };
      return writeWith(ENGLISH, leaky, { signals, style, rng: rng(`named/n/${i}`) }).text;
    });
    expect(leakedIn(texts).length).toBeGreaterThan(10);
  });
});
